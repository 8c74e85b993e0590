import { WECHAT_ERRORS, WeChatError } from '@carillon/wechat';
import type { TemplateMessage, WeChatErrorCode } from '@carillon/wechat';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import type { ServiceAccount } from '../platform/wechat.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTill } from '../testing/test-till.ts';
import { insertFate } from './message-store.ts';
import { askMessage, readMessages, sendDueMessages } from './index.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const data = {
  first: '您的订单已完成',
  keyword1: '一家名字长得一个格子里怎么也放不下的面馆子啊',
  remark: '谢谢',
};

type Answer = `${number}` | WeChatErrorCode;

/** A service account that answers one message after the other so: by a number, or by an error. */
function accountAnswering(answers: Answer[], over: Partial<ServiceAccount> = {}) {
  const sent: TemplateMessage[] = [];
  const account = {
    templates: { orderStatus: { id: 'tpl-1' } },
    messages: {
      send(message: TemplateMessage) {
        sent.push(message);
        const answer = answers.shift() ?? '1';
        return isCode(answer)
          ? Promise.reject(new WeChatError(answer, 'No.'))
          : Promise.resolve({ msgId: answer });
      },
    },
    ...over,
  } as ServiceAccount;
  return { account, sent };
}

function isCode(answer: Answer): answer is WeChatErrorCode {
  return Object.hasOwn(WECHAT_ERRORS, answer);
}

describe.each(testDatabases())('messages on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shopId: number;
  let orderId: number;
  const onChange = vi.fn<(orderId: number) => Promise<void>>();

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    onChange.mockReset();
    await emptyTables(database);
    const till = await openTill(database);
    ({ context } = till);
    ({ orderId } = await till.sell());
    ({ shopId } = await till.order(orderId));
  });

  async function ask(): Promise<number> {
    return database.transaction(async (tx) =>
      askMessage(tx, {
        ...{ shopId, orderId, data },
        kind: 'order_status',
        openid: 'oA',
        url: 'https://shop.example/orders/1',
        at: context.clock.now(),
      }),
    );
  }

  async function sendWith(account: ServiceAccount | undefined): Promise<void> {
    return sendDueMessages({ context, account, onChange });
  }

  async function fates() {
    const messages = await readMessages(database.db, { orderId, now: context.clock.now() });
    return messages.map(({ fate, reason, attempts }) => ({ fate, reason, attempts }));
  }

  test('go out once, by the number under which their fate is told', async () => {
    const { account, sent } = accountAnswering(['3321912348236431361']);
    const id = await ask();
    await sendWith(account);
    await sendWith(account);
    expect(sent).toEqual([
      {
        openid: 'oA',
        templateId: 'tpl-1',
        data,
        url: 'https://shop.example/orders/1',
        clientMsgId: `carillon-${id}`,
      },
    ]);
    expect(await fates()).toEqual([{ fate: 'sent', reason: null, attempts: 1 }]);
    expect(onChange.mock.calls).toEqual([[orderId]]);
    await insertFate(database.db, {
      msgId: '3321912348236431361',
      fate: 'delivered',
      at: context.clock.now(),
    });
    expect(await fates()).toMatchObject([{ fate: 'delivered' }]);
  });

  test('of a change that is undone are not sent', async () => {
    const undone = database.transaction(async (tx) => {
      const at = context.clock.now();
      await askMessage(tx, { shopId, orderId, kind: 'shop_deaf', openid: 'oA', data, at });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await fates()).toEqual([]);
  });

  test('are called by the template’s own keys, and cut to what these hold', async () => {
    const keys = { keyword1: 'thing1' };
    const { account, sent } = accountAnswering([], { templates: { orderStatus: { id: 'tpl-1', keys } } });
    await ask();
    await sendWith(account);
    expect(sent[0]?.data).toEqual({ thing1: `${data.keyword1.slice(0, 19)}…` });
  });

  test('are tried again with ever longer pauses while WeChat is busy, and given up at last', async () => {
    const { account, sent } = accountAnswering([
      'wechat_busy',
      'wechat_timeout',
      'wechat_system_error',
      'wechat_frequency_limited',
      'wechat_busy',
      'wechat_timeout',
    ]);
    await ask();
    for (const [nth, pauseS] of [5, 15, 60, 120, 240].entries()) {
      await sendWith(account);
      expect(await fates()).toMatchObject([{ fate: 'waiting', attempts: nth + 1 }]);
      context.advance(pauseS * SECOND_MS - 1);
      await sendWith(account);
      expect(sent).toHaveLength(nth + 1);
      context.advance(1);
    }
    await sendWith(account);
    expect(await fates()).toEqual([{ fate: 'failed', reason: 'wechat_timeout', attempts: 6 }]);
    expect(new Set(sent.map(({ clientMsgId }) => clientMsgId)).size).toBe(1);
  });

  test.each<WeChatErrorCode>([
    'wechat_not_following',
    'wechat_quota_used',
    'wechat_template_unknown',
    'wechat_message_refused',
    'wechat_token_invalid',
  ])('refused with %s are not tried again', async (code) => {
    const { account } = accountAnswering([code]);
    await ask();
    await sendWith(account);
    expect(await fates()).toEqual([{ fate: 'failed', reason: code, attempts: 1 }]);
  });

  test.each<[string, ServiceAccount | undefined, string]>([
    ['a service account', undefined, 'service_account_missing'],
    ['its template', accountAnswering([], { templates: {} }).account, 'template_missing'],
  ])('without %s fail, and say so', async (_title, account, reason) => {
    await ask();
    await sendWith(account);
    expect(await fates()).toEqual([{ fate: 'failed', reason, attempts: 1 }]);
  });

  test('go out though others before them fail by a mistake of ours', async () => {
    let sendings = 0;
    const send = async (): Promise<{ msgId: string }> => {
      sendings += 1;
      if (sendings <= 5) throw new TypeError('a mistake');
      return Promise.resolve({ msgId: String(sendings) });
    };
    const { account } = accountAnswering([], { messages: { send } });
    for (let asked = 0; asked < 8; asked += 1) await ask();
    await sendWith(account);
    const all = await fates();
    expect(all.filter(({ fate }) => fate === 'sent')).toHaveLength(3);
    expect(all).toContainEqual({ fate: 'waiting', reason: 'internal_error', attempts: 1 });
  });

  test('end as failed when WeChat takes them under a number of another, and are not sent again', async () => {
    const { account, sent } = accountAnswering(['7', '7']);
    await ask();
    await ask();
    for (let round = 0; round < 2; round += 1) {
      await sendWith(account);
      context.advance(10 * MINUTE_MS);
    }
    expect(sent).toHaveLength(2);
    expect(await fates()).toContainEqual({ fate: 'failed', reason: 'number_reused', attempts: 1 });
  });

  test('are given up when time and again it cannot be written down what became of them', async () => {
    await sql`
      create function lose() returns trigger language plpgsql as
      $$ begin raise exception 'lost'; end $$`.execute(database.db);
    await sql`
      create trigger lose before update on wechat_message
      for each row when (new.state = 'sent') execute function lose()`.execute(database.db);
    const { account, sent } = accountAnswering(['1', '2', '3', '4', '5', '6', '7', '8']);
    await ask();
    for (let round = 0; round < 8; round += 1) {
      await sendWith(account);
      context.advance(MINUTE_MS);
    }
    await sql`drop function lose cascade`.execute(database.db);
    expect(sent).toHaveLength(6);
    expect(await fates()).toEqual([{ fate: 'failed', reason: 'attempts_lost', attempts: 7 }]);
  });

  test('are sent once each by nodes that look at the same time', async () => {
    const { account, sent } = accountAnswering(['1', '2', '3', '4', '5']);
    for (let nth = 0; nth < 5; nth += 1) await ask();
    await Promise.all([1, 2, 3].map(async () => sendWith(account)));
    expect(new Set(sent.map(({ clientMsgId }) => clientMsgId)).size).toBe(5);
    expect(sent).toHaveLength(5);
  });

  test('that a node took and did not end are taken by another, and the first one’s end no longer counts', async () => {
    const stuck = Promise.withResolvers<{ msgId: string }>();
    const begun = Promise.withResolvers<undefined>();
    const { account } = accountAnswering(['2']);
    const slow = {
      ...account,
      messages: {
        send() {
          begun.resolve(undefined);
          return stuck.promise;
        },
      },
    };
    await ask();
    const first = sendWith(slow);
    await begun.promise;
    context.advance(MINUTE_MS);
    await sendWith(account);
    stuck.reject(new WeChatError('wechat_openid_unknown', 'No.'));
    await first;
    expect(await fates()).toEqual([{ fate: 'sent', reason: null, attempts: 2 }]);
  });

  test.each([
    ['delivered', 'delivered', null],
    ['user_blocked', 'failed', 'user_blocked'],
    ['system_failed', 'failed', 'system_failed'],
  ] as const)(
    'told to be %s before the answer to the sending is written down are %s',
    async (told, fate, reason) => {
      await insertFate(database.db, { msgId: '7', fate: told, at: context.clock.now() });
      await insertFate(database.db, { msgId: '7', fate: 'delivered', at: context.clock.now() });
      await ask();
      await sendWith(accountAnswering(['7']).account);
      expect(await fates()).toEqual([{ fate, reason, attempts: 1 }]);
    },
  );

  test('whose fate never comes are shown as such', async () => {
    await ask();
    await sendWith(accountAnswering(['7']).account);
    context.advance(5 * MINUTE_MS - 1);
    expect(await fates()).toMatchObject([{ fate: 'sent' }]);
    context.advance(1);
    expect(await fates()).toMatchObject([{ fate: 'unconfirmed' }]);
  });

  test('of another system on the same account leave no fate behind for long', async () => {
    await insertFate(database.db, { msgId: '9', fate: 'delivered', at: context.clock.now() });
    context.advance(24 * 60 * MINUTE_MS + 1);
    await sendWith(undefined);
    await ask();
    await sendWith(accountAnswering(['9']).account);
    expect(await fates()).toMatchObject([{ fate: 'sent' }]);
  });
});
