import type { KeyObject } from 'node:crypto';
import { SIGNATURE_TYPE, signLines } from './signature.ts';

/** Who signs: the merchant, and the certificate whose private key is used. */
export interface Merchant {
  readonly mchid: string;
  /** Serial of the merchant's API certificate, hexadecimal. */
  readonly serial: string;
  readonly privateKey: KeyObject;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they go over the wire; the host is not signed. */
  readonly pathAndQuery: string;
  readonly timestampS: number;
  readonly nonce: string;
  /** The bytes sent; empty for GET. */
  readonly body: Uint8Array;
}

/** The Authorization header of a request. WeChat Pay APIv3, 签名生成. */
export function authorize(merchant: Merchant, request: SignedRequest): string {
  const timestamp = String(request.timestampS);
  const signature = signLines(
    [request.method, request.pathAndQuery, timestamp, request.nonce, request.body],
    merchant.privateKey,
  );
  const parameters = {
    mchid: merchant.mchid,
    nonce_str: request.nonce,
    timestamp,
    serial_no: merchant.serial,
    signature,
  };
  const list = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return `${SIGNATURE_TYPE} ${list.join(',')}`;
}
