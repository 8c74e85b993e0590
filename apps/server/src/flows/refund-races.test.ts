import { randomUUID } from 'node:crypto';
import type { PayClient } from '@carillon/wechat';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  countFailedRefunds,
  findRefund,
  holdRefund,
  replaceRefund,
  settleByHand,
} from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { rejectOrder } from './cancel-as-staff.ts';
import { changeRefunds } from './change-refunds.ts';
import { refundOrder } from './refund-order.ts';
import { retryRefund } from './retry-refund.ts';
import { sendDueRefunds } from './send-due-refunds.ts';
import { settleRefund } from './settle-refund.ts';
import { settleRefundByHand } from './settle-refund-by-hand.ts';

const MINUTE_MS = 60_000;
const CARD = { bankType: 'CMB_DEBIT', account: '6225880212345678', realName: '张三' };

/** Holds one request back on its way to WeChat, or its answer on the way from there. */
function makeGate() {
  const reached = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<undefined>();
  return {
    reached: reached.promise,
    open: () => opened.resolve(undefined),
    async pass(): Promise<void> {
      reached.resolve(undefined);
      await opened.promise;
    },
  };
}

describe.each(testDatabases())('the money of a refund is given once, on %s,', (_name, open) => {
  let database: Database;
  let till: TestTill;
  let orderId: number;
  let outTradeNo: string;
  let refundId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    ({ orderId, outTradeNo } = await till.sell());
  });

  afterEach(async () => {
    await till.expectBooks();
  });

  async function reject(): Promise<void> {
    const { order } = await rejectOrder(till.context, { orderId, note: '今天鱼卖完了', staff: till.clerk });
    refundId = order.refunds[0]?.id ?? 0;
  }

  /** WeChat says that it will not, and the worker is to ask again. */
  async function refuse(): Promise<void> {
    await reject();
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    till.context.advance(15_000);
  }

  async function failAtAccount(): Promise<void> {
    await reject();
    await till.work();
    await end('ABNORMAL');
  }

  async function end(status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED', number = 0): Promise<void> {
    const { refunds } = till.merchant.wechat;
    const outRefundNo = refunds.numbers()[number] ?? '';
    refunds.settle(outRefundNo, status);
    await till.receive(till.merchant.refundNotification(outRefundNo));
  }

  async function giveByHand(pay: PayClient = till.merchant.pay) {
    const parts = { context: till.context, pay };
    return settleRefundByHand(parts, { refundId, staff: till.manager, note: '现金' });
  }

  async function retry(pay: PayClient = till.merchant.pay, card?: typeof CARD) {
    return retryRefund({ context: till.context, pay }, { refundId, staff: till.manager, card });
  }

  async function states(): Promise<unknown[]> {
    const { rows } = await sql`select state, refused from refund order by id`.execute(database.db);
    return rows;
  }

  // The worker's request was on its way to WeChat, which did not know the refund when the manager's page asked. The
  // manager gave cash, and then the request arrived.
  test('though WeChat is being asked for it while a manager settles it by hand', async () => {
    await refuse();
    const { pay } = till.merchant;
    const gate = makeGate();
    const slow: PayClient = {
      ...pay,
      createRefund: async (request) => {
        await gate.pass();
        return pay.createRefund(request);
      },
    };
    const worker = sendDueRefunds(till.context, slow);
    await gate.reached;
    await expect(giveByHand()).rejects.toMatchObject({ code: 'refund_busy' });
    gate.open();
    await worker;
    expect(await states()).toEqual([{ state: 'processing', refused: false }]);
  });

  // The worker had read the refund and was still busy with others when a manager gave cash. It then asked WeChat for
  // what it had read.
  test('though a manager settles it by hand when the worker has read it', async () => {
    await refuse();
    const { pay } = till.merchant;
    const gate = makeGate();
    const slow: PayClient = {
      ...pay,
      queryRefund: async (outRefundNo) => {
        await gate.pass();
        return pay.queryRefund(outRefundNo);
      },
    };
    const byHand = giveByHand(slow);
    await gate.reached;
    await till.work();
    await expect(retry()).rejects.toMatchObject({ code: 'refund_busy' });
    gate.open();
    await byHand;
    till.context.advance(60 * MINUTE_MS);
    await till.work();
    expect(till.merchant.wechat.refunds.givenFen(outTradeNo)).toBe(0);
    expect(await states()).toEqual([{ state: 'by_hand', refused: false }]);
  });

  // One manager's card was on its way to WeChat, where the refund was still abnormal when the other's page asked.
  // The other gave cash, and then WeChat took the card.
  test('though one manager sends it to a card while another settles it by hand', async () => {
    await failAtAccount();
    const { pay } = till.merchant;
    const gate = makeGate();
    const slow: PayClient = {
      ...pay,
      applyAbnormalRefund: async (request) => {
        await gate.pass();
        return pay.applyAbnormalRefund(request);
      },
    };
    const toCard = retry(slow, CARD);
    await gate.reached;
    await expect(giveByHand()).rejects.toMatchObject({ code: 'refund_busy' });
    await expect(retry(pay, CARD)).rejects.toMatchObject({ code: 'refund_busy' });
    gate.open();
    expect((await toCard).order.refunds).toMatchObject([{ state: 'processing' }]);
  });

  // Nobody heard whether WeChat took the card, and WeChat may do so a little later than it is asked about it. A minute
  // later it has, or never will.
  test('though nobody knows yet whether WeChat takes the card', async () => {
    await failAtAccount();
    till.merchant.wechat.loseNextAnswer({ done: false });
    await expect(retry(till.merchant.pay, CARD)).rejects.toMatchObject({ code: 'payment_unanswered' });
    await expect(giveByHand()).rejects.toMatchObject({ code: 'refund_busy' });
    till.context.advance(MINUTE_MS);
    const { order } = await giveByHand();
    expect(order.refunds).toMatchObject([{ state: 'succeeded' }]);
  });

  // A part that WeChat had closed was begun again by one manager while another gave cash. What was left of the payment
  // was enough for both.
  test('though a part that WeChat closed is begun again while it is settled by hand', async () => {
    await till.accept(orderId);
    const asked = { orderId, amountFen: 2_000, reason: '少了一份', staff: till.manager };
    await refundOrder(till.context, { ...asked, idempotencyKey: randomUUID() });
    for (let number = 0; number < 4; number += 1) {
      await till.work();
      await end('CLOSED', number);
      till.context.advance(MINUTE_MS);
    }
    refundId = (await till.order(orderId)).refunds[0]?.id ?? 0;
    const { context } = till;
    const now = context.clock.now();
    const closed = { id: refundId, state: 'closed' } as const;
    const both = holdRefund(context, closed, async (heldUntil) => {
      await changeRefunds(context, orderId, async (tx) => {
        await replaceRefund(tx, refundId, { by: '小李', now, token: context.ids.token() });
      });
      await changeRefunds(context, orderId, async (tx) => {
        await settleByHand(tx, closed, { by: '王经理', note: '现金', heldUntil, now });
      });
    });
    await expect(both).rejects.toMatchObject({ code: 'refund_not_failed' });
  });

  // The manager's page hung between WeChat's answer and the books for longer than it held the refund, and the worker
  // asked WeChat meanwhile.
  test('though settling it by hand takes longer than it is held', async () => {
    await refuse();
    const { context } = till;
    const asking = { id: refundId, state: 'asking' } as const;
    const gate = makeGate();
    const byHand = holdRefund(context, asking, async (heldUntil) => {
      await gate.pass();
      await changeRefunds(context, orderId, async (tx) => {
        const now = context.clock.now();
        await settleByHand(tx, asking, { by: '王经理', note: '现金', heldUntil, now });
      });
    });
    await gate.reached;
    context.advance(MINUTE_MS);
    await holdRefund(context, asking, async () => {
      gate.open();
      await expect(byHand).rejects.toMatchObject({ code: 'refund_busy' });
    });
    expect(await states()).toEqual([{ state: 'asking', refused: true }]);
  });

  // A refusal came back after the same number had been asked for again and taken on. It made what WeChat was giving
  // look as if it had failed.
  test('though WeChat’s refusal is heard after it took the refund on', async () => {
    await refuse();
    const { pay, wechat } = till.merchant;
    const gate = makeGate();
    const slow: PayClient = {
      ...pay,
      createRefund: async (request) => {
        wechat.refuseNext(403, 'NOT_ENOUGH');
        try {
          return await pay.createRefund(request);
        } finally {
          await gate.pass();
        }
      },
    };
    const worker = sendDueRefunds(till.context, slow);
    await gate.reached;
    till.context.advance(MINUTE_MS);
    await retry();
    gate.open();
    await worker;
    expect(await states()).toEqual([{ state: 'processing', refused: false }]);
    expect((await till.order(orderId)).refunds).toMatchObject([{ state: 'processing' }]);
    await expect(giveByHand()).rejects.toMatchObject({ code: 'refund_not_failed' });
  });

  // Somebody helped it on in the merchant platform after cash was given. WeChat's word that it was giving the money,
  // too, was taken for one that had been heard before.
  test('or somebody is told that WeChat gives what was given by hand', async () => {
    await failAtAccount();
    await giveByHand();
    const { refundId: number, outRefundNo } = (await findRefund(database.db, refundId)) ?? {};
    const words = { refundId: number ?? '', outRefundNo: outRefundNo ?? '', to: CARD };
    const word = await till.merchant.pay.applyAbnormalRefund(words);
    expect(await countFailedRefunds(database.db)).toBe(0);
    await expect(settleRefund(till.context, word)).rejects.toMatchObject({
      code: 'notification_contradicts',
      details: { known: 'by_hand', given: 'PROCESSING' },
    });
    expect(await countFailedRefunds(database.db)).toBe(1);
    expect(await states()).toEqual([{ state: 'by_hand', refused: false }]);
  });

  test('and what the buyer’s account did not take stays settled by hand when WeChat says so again', async () => {
    await failAtAccount();
    await giveByHand();
    const [outRefundNo = ''] = till.merchant.wechat.refunds.numbers();
    expect(await till.receive(till.merchant.refundNotification(outRefundNo))).toBe('repeated');
  });
});
