import { WeChatError } from '../../errors/wechat-error.ts';
import { callPay } from '../call-pay.ts';
import type { PayCall } from '../call-pay.ts';
import { checkPattern, checkText } from '../check-field.ts';
import type { PayContext } from '../pay-context.ts';
import { encryptField } from '../signing/encrypt-field.ts';
import type { VerifyingKey } from '../signing/key-ring.ts';
import { checkOutRefundNo, checkRefundId } from './out-refund-no.ts';
import { readRefund, refuseForeignRefund } from './refund.ts';
import type { Refund } from './refund.ts';

/** A debit card of the buyer's. It is encrypted on the way, and in no message of an error. */
export interface BankCard {
  /** The bank, as WeChat Pay abbreviates it: `CMB_DEBIT`, `ICBC_DEBIT` … */
  readonly bankType: string;
  /** The card's number, digits only. */
  readonly account: string;
  /** The owner's name as the bank knows it. */
  readonly realName: string;
}

/** Where the money of a refund goes that the buyer's card did not take. */
export interface AbnormalRefund {
  /** WeChat Pay's number of the refund. */
  readonly refundId: string;
  readonly outRefundNo: string;
  /** A card of the buyer's, or the merchant's own account, from which it is then paid out by hand. */
  readonly to: BankCard | 'MERCHANT_BANK_CARD';
}

/**
 * Sends the money of an ABNORMAL refund elsewhere. The answer has the refund in its new status, mostly
 * PROCESSING. WeChat Pay APIv3, 发起异常退款; 敏感信息加解密.
 */
export async function applyAbnormalRefund(context: PayContext, request: AbnormalRefund): Promise<Refund> {
  const { refundId, outRefundNo, to } = request;
  checkRefundId(refundId);
  checkOutRefundNo(outRefundNo);
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`,
    ...(to === 'MERCHANT_BANK_CARD'
      ? { body: { out_refund_no: outRefundNo, type: to } }
      : await toCard(context, outRefundNo, to)),
  });
  const refund = readRefund(object ?? {}, 'status', facts);
  refuseForeignRefund(refund, { refundId, outRefundNo }, facts);
  return refund;
}

async function toCard(
  context: PayContext,
  outRefundNo: string,
  card: BankCard,
): Promise<Pick<PayCall, 'body' | 'encryptedFor'>> {
  checkCard(card);
  const { key, serial } = await keyFor(context);
  const body = {
    out_refund_no: outRefundNo,
    type: 'USER_BANK_CARD',
    bank_type: card.bankType,
    bank_account: encryptField(key, card.account),
    real_name: encryptField(key, card.realName),
  };
  return { body, encryptedFor: serial };
}

function checkCard({ bankType, account, realName }: BankCard): void {
  const field = (name: string) => ({ code: 'wechat_bank_card_invalid', field: `/${name}` }) as const;
  checkPattern(bankType, /^[A-Z]{2,9}_DEBIT$/, field('bank_type'));
  checkPattern(account, /^\d{12,32}$/, field('bank_account'));
  checkText(realName, 64, field('real_name'));
}

async function keyFor(context: PayContext): Promise<VerifyingKey> {
  const key = await context.keys.forEncryption();
  if (key) return key;
  throw new WeChatError('wechat_configuration_invalid', 'There is no key of WeChat Pay’s to encrypt with.');
}
