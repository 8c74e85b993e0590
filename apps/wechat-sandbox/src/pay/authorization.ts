import { X509Certificate, verify } from 'node:crypto';
import type { Identity } from '../keys/identity.ts';
import { SIGNATURE_TYPE } from '../keys/wechat-signature.ts';
import type { WireCheck } from '../wire/wire-log.ts';
import { PayError } from './pay-errors.ts';

/** WeChat Pay refuses a request whose clock is further off than this. */
const CLOCK_SKEW_LIMIT_S = 300;

const FIELDS = ['mchid', 'serial_no', 'nonce_str', 'timestamp', 'signature'] as const;
type Authorization = Record<(typeof FIELDS)[number], string>;

export interface SignedRequest {
  authorization: string | undefined;
  method: string;
  /** Path and query exactly as they came. */
  url: string;
  body: string;
}

/**
 * Believes a merchant's request or throws SIGN_ERROR. The signature is verified for real, with the merchant's
 * certificate. Each look is noted in `checks`, in order, up to the one that failed.
 * Source: WeChat Pay, "签名生成".
 */
export function checkAuthorization(
  request: SignedRequest,
  { identity, nowMs, checks }: { identity: Identity; nowMs: number; checks: WireCheck[] },
): void {
  const look = (name: string, ok: boolean, problem: { message: string; detail: PayError['detail'] }) => {
    checks.push(ok ? { name, ok } : { name, ok, note: problem.message });
    if (!ok)
      throw new PayError('SIGN_ERROR', problem.message, { location: 'authorization', ...problem.detail });
  };

  const fields = readAuthorization(request.authorization);
  look('authorization', fields !== undefined, {
    message: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    detail: { field: 'Authorization', issue: `expected ${SIGNATURE_TYPE} with ${FIELDS.join(', ')}` },
  });
  if (!fields) return;

  look('mchid', fields.mchid === identity.mchid, {
    message: '商户号不存在，请检查 Authorization 中的 mchid',
    detail: { field: 'mchid', value: fields.mchid, issue: 'mchid not found' },
  });
  look('serial', fields.serial_no.toUpperCase() === identity.merchant.serial, {
    message: '商户证书序列号有误，请使用签名私钥匹配的证书序列号',
    detail: { field: 'serial_no', value: fields.serial_no, issue: 'serial_no not match' },
  });
  const skewS = Math.abs(nowMs / 1000 - Number(fields.timestamp));
  look('clock', skewS <= CLOCK_SKEW_LIMIT_S, {
    message: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    detail: { field: 'timestamp', value: fields.timestamp, issue: 'timestamp out of range' },
  });

  const signed = `${request.method}\n${request.url}\n${fields.timestamp}\n${fields.nonce_str}\n${request.body}\n`;
  const { publicKey } = new X509Certificate(identity.merchant.certificatePem);
  const genuine = verify('sha256', Buffer.from(signed), publicKey, Buffer.from(fields.signature, 'base64'));
  look('signature', genuine, {
    message: '错误的签名，验签失败',
    detail: {
      field: 'signature',
      issue: 'sign not match',
      sign_information: {
        method: request.method,
        url: request.url,
        truncated_sign_message: signed.slice(0, 512),
        sign_message_length: Buffer.byteLength(signed),
      },
    },
  });
}

/** Reads `WECHATPAY2-SHA256-RSA2048 key="value",…`, the keys in any order, each once. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const [, scheme, list] = /^(\S+)\s+(.+)$/.exec(header ?? '') ?? [];
  if (scheme !== SIGNATURE_TYPE || list === undefined) return undefined;
  const pairs = new Map<string, string>();
  for (const pair of list.split(',')) {
    const [, key, value] = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(pair) ?? [];
    if (key === undefined || value === undefined || pairs.has(key)) return undefined;
    pairs.set(key, value);
  }
  const field = (name: (typeof FIELDS)[number]) => pairs.get(name) ?? '';
  const authorization: Authorization = {
    mchid: field('mchid'),
    serial_no: field('serial_no'),
    nonce_str: field('nonce_str'),
    timestamp: field('timestamp'),
    signature: field('signature'),
  };
  return FIELDS.every((name) => authorization[name] !== '') ? authorization : undefined;
}
