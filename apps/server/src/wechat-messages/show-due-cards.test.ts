import { WeChatError } from '@carillon/wechat';
import type { CardContent, CardFailed, SubscribeMessage, WeChatErrorCode } from '@carillon/wechat';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import type { MiniProgram } from '../platform/wechat.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTill } from '../testing/test-till.ts';
import { askCard, changeCard, hearOfCard, readCard, showDueCards } from './index.ts';
import type { CardFace } from './index.ts';

const SECOND_MS = 1000;
const transactionId = '4200002043202311087295582095';
const face: CardFace = {
  ...{ status: 'paid', number: '017', shopName: '编钟小馆', pieces: 1, promisedAt: null },
  goods: [{ name: '红烧肉', count: 1, priceFen: 5800 }],
  pictureUrl: 'https://shop.test/p.webp',
};

/** A mini program whose cards are taken or refused, one after the other so. */
function programAnswering(answers: ('ok' | WeChatErrorCode)[]) {
  const shown: string[] = [];
  const sent: SubscribeMessage[] = [];
  const answer = async (what: string, { status }: CardContent): Promise<void> => {
    shown.push(`${what} ${status}`);
    const next = answers.shift() ?? 'ok';
    return next === 'ok' ? Promise.resolve() : Promise.reject(new WeChatError(next, 'No.'));
  };
  const program = {
    cards: {
      activate: async (_key: unknown, content: CardContent) => answer('activate', content),
      update: async (_key: unknown, content: CardContent) => answer('update', content),
    },
    messages: {
      send(message: SubscribeMessage) {
        sent.push(message);
        return Promise.resolve();
      },
    },
    templates: { orderProgress: { id: 'tpl-1', keys: { thing1: 'thing7', phrase3: 'phrase2' } } },
  } as unknown as MiniProgram;
  return { program, shown, sent };
}

const [, open] = testDatabases()[0] ?? [];

describe('service cards', () => {
  let database: Database;
  let context: TestContext;
  let orderId: number;
  const onChange = vi.fn<(orderId: number) => Promise<void>>();

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    onChange.mockClear();
    const till = await openTill(database);
    ({ context } = till);
    orderId = await till.place();
    const { shopId } = await till.order(orderId);
    const at = context.clock.now();
    const key = { kind: 'collection', openid: 'oA', transactionId } as const;
    await database.transaction(async (tx) =>
      askCard(tx, { ...key, shopId, orderId, amountFen: 5800, paidAt: at, face, at }),
    );
  });

  const work = async (program: MiniProgram) => showDueCards({ context, program, onChange });
  const shownToStaff = async () => readCard(database.db, orderId);

  async function change(status: CardFace['status']): Promise<void> {
    const at = context.clock.now();
    await database.transaction(async (tx) => changeCard(tx, { orderId, face: { ...face, status }, at }));
  }

  test('tell each change once, and only the newest', async () => {
    const { program, shown } = programAnswering([]);
    await work(program);
    await work(program);
    await change('preparing');
    await change('ready');
    await work(program);
    expect(shown).toEqual(['activate paid', 'update ready']);
    expect(await shownToStaff()).toMatchObject([{ kind: 'service_card', fate: 'sent' }]);
    expect(onChange.mock.calls).toEqual([[orderId], [orderId]]);
  });

  test('begin as paid, wherever the order is by now', async () => {
    const { program, shown } = programAnswering([]);
    await change('cancelled');
    await work(program);
    expect(shown).toEqual(['activate paid', 'update cancelled']);
  });

  test('are tried again while WeChat does not know the payment', async () => {
    const { program, shown } = programAnswering(['wechat_card_code_unknown', 'wechat_card_code_unknown']);
    await work(program);
    context.advance(10 * SECOND_MS);
    await work(program);
    expect(await shownToStaff()).toMatchObject([{ fate: 'waiting', reason: 'wechat_card_code_unknown' }]);
    context.advance(60 * SECOND_MS);
    await work(program);
    expect(shown).toHaveLength(3);
    expect(await shownToStaff()).toMatchObject([{ fate: 'sent', reason: null }]);
  });

  test('that show the state already are told', async () => {
    await work(programAnswering(['wechat_card_shown_already']).program);
    expect(await shownToStaff()).toMatchObject([{ fate: 'sent' }]);
  });

  test('that the mini program has not give way to messages, kept for what the buyer acts on', async () => {
    const { program, sent } = programAnswering(['wechat_card_unavailable']);
    await work(program);
    await work(program);
    expect(sent).toEqual([]);
    expect(await shownToStaff()).toMatchObject([{ kind: 'order_progress', fate: 'waiting', reason: null }]);
    await change('ready');
    await work(program);
    expect(sent).toEqual([
      {
        ...{ openid: 'oA', templateId: 'tpl-1', page: `pages/order/order?id=${orderId}` },
        data: { thing7: '编钟小馆', phrase2: '请取餐' },
      },
    ]);
    expect(await shownToStaff()).toMatchObject([{ kind: 'order_progress', fate: 'sent' }]);
  });

  test('that the buyer refuses give way, once, though it is told before the answer is written down', async () => {
    const refusal: CardFailed = {
      ...{ kind: 'card-failed', openid: 'oA', transactionId, cardType: 2007, cardStatus: 1 },
      reason: 'user_refused',
    };
    expect(await hearOfCard(context, refusal)).toBe(orderId);
    expect(await hearOfCard(context, refusal)).toBeUndefined();
    const { program, shown } = programAnswering([]);
    await work(program);
    expect(shown).toEqual([]);
  });
});
