import type { Fault } from '../faults/fault.ts';
import type { DeliveryPlan } from './delivery-plan.ts';

interface NoticeFault extends Fault {
  /** Absent where it is not a change of the plan. */
  apply?: (plan: DeliveryPlan, value: number) => Partial<DeliveryPlan>;
}

const HOUR_S = 3_600;
const LONGEST_SHIFT_S = 30 * 24 * HOUR_S;
const LONGEST_DELAY_MS = 7 * 24 * HOUR_S * 1_000;

/** What can go wrong between WeChat Pay and the merchant, by name. Each changes the plan of one attempt. */
export const NOTICE_FAULTS = {
  duplicate: {
    zh: '同时送来多份',
    en: 'Several copies at the same time',
    value: { unit: 'copies', byDefault: 2, most: 20 },
    apply: (_plan, copies) => ({ copies }),
  },
  delay: {
    zh: '迟到',
    en: 'Late',
    value: { unit: 'ms', byDefault: 5_000, most: LONGEST_DELAY_MS },
    apply: (_plan, delayMs) => ({ delayMs }),
  },
  drop: {
    zh: '丢在路上；一直装着就永远不到',
    en: 'Lost on the way; left armed, it never comes',
    apply: () => ({ lost: true }),
  },
  'refund-notice-first': {
    zh: '支付通知等到退款通知之后才来',
    en: 'The payment notice comes after the refund’s',
  },
  'forged-signature': {
    zh: '签名是伪造的',
    en: 'The signature is forged',
    apply: () => ({ changeSignature: forge, mustBeRefused: true }),
  },
  'unknown-serial': {
    zh: '证书序列号不认识',
    en: 'The serial is unknown',
    apply: () => ({ changeSerial: reverse, mustBeRefused: true }),
  },
  'other-trust': {
    zh: '改用另一种验签方式（平台证书 ↔ 公钥）',
    en: 'Signed the other way (platform certificate ↔ public key)',
    apply: ({ trust }) => ({ trust: trust === 'certificate' ? 'public-key' : 'certificate' }),
  },
  'stale-timestamp': {
    zh: '时间戳过期',
    en: 'The timestamp is old',
    value: { unit: 'seconds', byDefault: HOUR_S, most: LONGEST_SHIFT_S },
    apply: (_plan, seconds) => ({ timestampShiftS: -seconds, mustBeRefused: true }),
  },
  'future-timestamp': {
    zh: '时间戳在将来',
    en: 'The timestamp is in the future',
    value: { unit: 'seconds', byDefault: HOUR_S, most: LONGEST_SHIFT_S },
    apply: (_plan, seconds) => ({ timestampShiftS: seconds, mustBeRefused: true }),
  },
  'wrong-amount': {
    zh: '金额不符',
    en: 'The amount is wrong',
    value: { unit: 'fen', byDefault: 1, most: 100_000_000 },
    apply: ({ resource }, fen) => ({ resource: withAmount(resource, fen) }),
  },
  'wrong-currency': {
    zh: '币种不符',
    en: 'The currency is wrong',
    apply: ({ resource }) => ({ resource: { ...resource, amount: { ...resource.amount, currency: 'USD' } } }),
  },
  'wrong-mchid': {
    zh: '商户号不符',
    en: 'The mchid is another merchant’s',
    apply: ({ resource }) => ({ resource: { ...resource, mchid: reverse(resource.mchid) } }),
  },
  'wrong-appid': {
    zh: 'appid 不符（只有支付通知有 appid）',
    en: 'The appid is another app’s (payment notices only have one)',
    apply: ({ resource }) =>
      typeof resource.appid === 'string'
        ? { resource: { ...resource, appid: `wx${reverse(resource.appid.slice(2))}` } }
        : {},
  },
  'truncated-ciphertext': {
    zh: '密文被截断',
    en: 'The ciphertext is cut short',
    apply: () => ({
      changeCiphertext: (text: string) => text.slice(0, Math.floor(text.length / 8) * 4),
      mustBeRefused: true,
    }),
  },
  'signature-probe': {
    zh: '先来一次验签探测 (SIGNTEST)',
    en: 'A signature probe goes first (SIGNTEST)',
    apply: () => ({ probe: true }),
  },
} satisfies Record<string, NoticeFault>;

type NoticeFaultName = keyof typeof NOTICE_FAULTS;
export const NOTICE_FAULT_NAMES = Object.keys(NOTICE_FAULTS) as NoticeFaultName[];

export function applyFault(
  plan: DeliveryPlan,
  { name, value }: { name: NoticeFaultName; value: number },
): DeliveryPlan {
  const fault: NoticeFault = NOTICE_FAULTS[name];
  return { ...plan, ...fault.apply?.(plan, value) };
}

/** Of a payment the total, of a refund what is given back. */
function withAmount(resource: DeliveryPlan['resource'], fen: number): DeliveryPlan['resource'] {
  const field = 'refund' in resource.amount ? 'refund' : 'total';
  return { ...resource, amount: { ...resource.amount, [field]: fen } };
}

function reverse(text: string): string {
  const reversed = Array.from(text).reverse().join('');
  return reversed === text ? `${text.slice(1)}0` : reversed;
}

/** Still base64 of the right length: only a real check finds it out. */
function forge(signature: string): string {
  return `${reverse(signature.replaceAll('=', ''))}${signature.endsWith('==') ? '==' : ''}`;
}
