import { WECHAT_ERRORS, WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { Finding } from './finding.ts';

/** A number that no merchant has: WeChat can only know whether the question was signed rightly. */
const NO_TRADE = 'CARILLON_DOCTOR_0';

/**
 * Checks that WeChat Pay believes us and we believe it, by asking about a trade that does not exist: the question is
 * signed with the merchant's key, the answer with WeChat's.
 */
export async function checkPay(pay: PayClient | undefined): Promise<Finding> {
  const name = 'wechat pay';
  if (pay === undefined) {
    return {
      name,
      state: 'warn',
      detail: 'no credentials: nothing can be paid',
      advice: 'docs/production.md says which files go where.',
    };
  }
  try {
    await pay.queryTrade(NO_TRADE);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    if (error.code !== 'wechat_order_not_exist') {
      const advice = WECHAT_ERRORS[error.code].next;
      return { name, state: 'fail', detail: `${error.code}: ${error.message}`, advice };
    }
  }
  return { name, state: 'ok', detail: 'it believes our signature, and we believe its own' };
}

/** Checks the address under which WeChat notifies us. WeChat wants `https`, without a query. */
export function checkNotifyAddress(publicUrl: string | undefined): Finding {
  const name = 'public address';
  if (publicUrl === undefined) {
    return {
      name,
      state: 'warn',
      detail: 'not set: WeChat cannot reach this server, only a sandbox on this machine can',
      advice: 'Set PUBLIC_URL to the address that browsers use.',
    };
  }
  if (publicUrl.startsWith('https:')) return { name, state: 'ok', detail: publicUrl };
  return {
    name,
    state: 'fail',
    detail: `${publicUrl} is not https`,
    advice:
      'WeChat notifies only by https, and browsers give microphone, camera and secure cookies only to it.',
  };
}
