import type { DeliveryPlan } from './delivery-plan.ts';

export interface Fault {
  zh: string;
  en: string;
  /** What `value` means and is when not given; absent where the fault takes none. */
  value?: { unit: string; byDefault: number; most: number };
  apply: (plan: DeliveryPlan, value: number) => Partial<DeliveryPlan>;
}

const HOUR_S = 3_600;
const DELAY_LIMIT_MS = 10 * 60 * 1000;

/** What can go wrong between WeChat Pay and the merchant, by name. Each changes the plan of one attempt. */
export const FAULTS = {
  duplicate: {
    zh: '同时送来多份',
    en: 'Several copies at the same time',
    value: { unit: 'copies', byDefault: 2, most: 20 },
    apply: (_plan, copies) => ({ copies }),
  },
  delay: {
    zh: '迟到',
    en: 'Late',
    value: { unit: 'ms', byDefault: 5_000, most: DELAY_LIMIT_MS },
    apply: (_plan, delayMs) => ({ delayMs }),
  },
  drop: {
    zh: '丢在路上',
    en: 'Lost on the way',
    apply: () => ({ lost: true }),
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
    value: { unit: 'seconds', byDefault: HOUR_S, most: 30 * 24 * HOUR_S },
    apply: (_plan, seconds) => ({ timestampShiftS: -seconds, mustBeRefused: true }),
  },
  'wrong-amount': {
    zh: '金额不符',
    en: 'The amount is wrong',
    value: { unit: 'fen', byDefault: 1, most: 100_000_000 },
    apply: ({ resource }, total) => ({ resource: { ...resource, amount: { ...resource.amount, total } } }),
  },
  'wrong-mchid': {
    zh: '商户号不符',
    en: 'The mchid is another merchant’s',
    apply: ({ resource }) => ({ resource: { ...resource, mchid: reverse(resource.mchid) } }),
  },
  'wrong-appid': {
    zh: 'appid 不符',
    en: 'The appid is another app’s',
    apply: ({ resource }) => ({ resource: { ...resource, appid: `wx${reverse(resource.appid.slice(2))}` } }),
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
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** A fault that lies in wait for the next attempts. */
export interface ArmedFault {
  name: FaultName;
  /** Attempts it still applies to. */
  times: number;
  value?: number;
}

export function faultNamed(name: FaultName): Fault {
  return FAULTS[name];
}

export function applyFault(plan: DeliveryPlan, { name, value }: ArmedFault): DeliveryPlan {
  const fault = faultNamed(name);
  return { ...plan, ...fault.apply(plan, value ?? fault.value?.byDefault ?? 0) };
}

function reverse(text: string): string {
  const reversed = Array.from(text).reverse().join('');
  return reversed === text ? `${text.slice(1)}0` : reversed;
}

/** Still base64 of the right length: only a real check finds it out. */
function forge(signature: string): string {
  return `${reverse(signature.replaceAll('=', ''))}${signature.endsWith('==') ? '==' : ''}`;
}
