import { WeChatError, toPayText } from '@carillon/wechat';
import type { PayClient, Refund as WeChatRefund } from '@carillon/wechat';
import { holdRefund, noteRefundTrouble, takeDueRefunds } from '../payments/index.ts';
import type { Refund } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { fewAtATime } from '../platform/few-at-a-time.ts';
import { changeRefunds } from './change-refunds.ts';
import { settleRefund } from './settle-refund.ts';

/** WeChat takes 6 bad ones a second; this is far below. */
const MAX_CONCURRENT_REFUNDS = 3;
/** When WeChat was too busy, or had begun another refund of the trade: it begins one a minute. */
const BUSY_PAUSE_MS = 60_000;
/** Characters of a reason that WeChat takes (Pay v3, "apply for a refund"). */
const MAX_REASON_LENGTH = 80;

/**
 * Goes on with the refunds whose time has come: asks WeChat for those that it may not know, always with the same
 * number and words, and asks how the others stand, until each has come to its end. What WeChat does not answer, or
 * refuses, is asked again, ever more seldom.
 */
export async function sendDueRefunds(context: Context, pay: PayClient): Promise<void> {
  const due = await takeDueRefunds(context);
  await fewAtATime(due, MAX_CONCURRENT_REFUNDS, async (refund) => sendRefund({ context, pay }, refund));
}

/** Goes one step on with a refund. Never throws: what fails is written down and logged. */
export async function sendRefund(
  { context, pay }: { context: Context; pay: PayClient },
  refund: Refund,
): Promise<void> {
  try {
    if (refund.state === 'asking') {
      await holdRefund(context, refund, async () => settleRefund(context, await ask(pay, refund)));
    } else {
      await settleRefund(context, await pay.queryRefund(refund.outRefundNo));
    }
  } catch (error) {
    const { outRefundNo, orderId } = refund;
    const code = error instanceof WeChatError ? error.code : undefined;
    context.logger.warn({ orderId, outRefundNo, code, err: error }, 'a refund could not be settled');
    if (error instanceof WeChatError) await note(context, refund, error);
  }
}

async function ask(pay: PayClient, refund: Refund): Promise<WeChatRefund> {
  const { outTradeNo, outRefundNo, amountFen, tradeAmountFen, notifyUrl } = refund;
  const reason = toPayText(refund.reason, MAX_REASON_LENGTH);
  return pay.createRefund({
    ...{ outTradeNo, outRefundNo, notifyUrl },
    refundFen: amountFen,
    totalFen: tradeAmountFen,
    reason: reason === '' ? undefined : reason,
  });
}

/** A refusal is shown: somebody must look at it, though it is asked again. When WeChat is too busy, soon. */
async function note(context: Context, refund: Refund, error: WeChatError): Promise<void> {
  const { orderId, state } = refund;
  const refused = state === 'asking' && error.outcome === 'final';
  const againAt =
    error.outcome === 'later' ? new Date(context.clock.now().getTime() + BUSY_PAUSE_MS) : undefined;
  await changeRefunds(context, orderId, async (tx) => {
    await noteRefundTrouble(tx, refund, { error: error.code, refused, againAt });
  });
}
