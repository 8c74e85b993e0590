import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { takeDueTrades } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { settleIfPaid } from './settle-if-paid.ts';

/**
 * Settles what no notification has told of: WeChat does not promise that one comes. Asks about the trades that
 * have waited for long enough, one after the other; what cannot be answered now is asked again in half a minute.
 */
export async function settleDueTrades(context: Context, pay: PayClient): Promise<void> {
  for (const { outTradeNo } of await takeDueTrades(context)) {
    try {
      const isPaid = await settleIfPaid({ context, pay }, outTradeNo);
      if (isPaid) context.logger.info({ outTradeNo }, 'a payment was found by asking WeChat');
    } catch (error) {
      const code = error instanceof WeChatError ? error.code : undefined;
      context.logger.warn({ outTradeNo, code, err: error }, 'a trade could not be asked about');
    }
  }
}
