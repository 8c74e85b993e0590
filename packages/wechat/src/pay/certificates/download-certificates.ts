import { X509Certificate } from 'node:crypto';
import { WeChatError } from '../../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../../errors/wechat-error.ts';
import { objectIn, objectsIn, parseObject, textIn, timeIn } from '../../http/json.ts';
import type { JsonObject } from '../../http/json.ts';
import { exchange, nameOf, readAnswer } from '../call-pay.ts';
import type { PayCall } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { payRefusal } from '../pay-refusal.ts';
import { RESOURCE_ALGORITHM, decryptResource } from '../signing/decrypt-resource.ts';
import type { VerifyingKey } from '../signing/key-ring.ts';
import { isStrongRsaKey } from '../signing/pay-keys.ts';

/** A certificate that WeChat Pay signs with. */
export interface PlatformCertificate {
  readonly serial: string;
  /** ISO-8601 in UTC. */
  readonly effectiveTime: string;
  /** ISO-8601 in UTC. */
  readonly expireTime: string;
  /** PEM. */
  readonly certificate: string;
}

const CALL: PayCall = { method: 'GET', path: '/v3/certificates' };
/** WeChat Pay lists one or two; more than this is not its list. */
const MAX_CERTIFICATES = 20;

/**
 * Downloads the platform certificates in use, decrypted with the APIv3 key. The answer must be signed by a key
 * at hand or, as it is with the first download, by one of the certificates that it holds itself: those are
 * proven by the APIv3 key. Throws `wechat_certificates_unreadable`, or `wechat_resource_not_exists` for a
 * merchant who has a public key in their stead. WeChat Pay APIv3, 下载平台证书.
 */
export async function downloadCertificates(context: PayContext): Promise<PlatformCertificate[]> {
  const answer = await exchange(context, CALL);
  if (answer.status !== 200) throw payRefusal(answer, nameOf(CALL));
  const facts = { status: answer.status, requestId: answer.headers.get('request-id') ?? undefined };
  const certificates = readList(context, parseObject(answer.body), facts);
  const keys = new Map(certificates.map((entry) => [entry.serial, keyOf(entry).key]));
  await readAnswer(context, {
    answer,
    call: CALL,
    findKey: (serial) => context.keys.known(serial) ?? keys.get(serial),
  });
  return certificates;
}

/** The same, as keys for the ring. */
export async function downloadKeys(context: PayContext): Promise<VerifyingKey[]> {
  return (await downloadCertificates(context)).map(keyOf);
}

function keyOf({ serial, certificate, expireTime }: PlatformCertificate): VerifyingKey {
  const key = new X509Certificate(certificate).publicKey;
  return { serial, key, expiresAtMs: Date.parse(expireTime) };
}

function readList(
  context: PayContext,
  list: JsonObject | undefined,
  facts: WeChatErrorFacts,
): PlatformCertificate[] {
  const items = list && objectsIn(list, 'data');
  if (!items || items.length === 0 || items.length > MAX_CERTIFICATES) {
    throw unreadable('The list holds no certificates, or too many.', facts);
  }
  return items.map((item) => readItem(context, item, facts));
}

function readItem(context: PayContext, item: JsonObject, facts: WeChatErrorFacts): PlatformCertificate {
  const serial = textIn(item, 'serial_no');
  const effectiveTime = timeIn(item, 'effective_time');
  const expireTime = timeIn(item, 'expire_time');
  const sealed = objectIn(item, 'encrypt_certificate') ?? {};
  const ciphertext = textIn(sealed, 'ciphertext');
  const nonce = textIn(sealed, 'nonce');
  if (!serial || !effectiveTime || !expireTime || !ciphertext || !nonce) {
    throw unreadable('A certificate lacks its serial, a time or its content.', facts);
  }
  if (textIn(sealed, 'algorithm') !== RESOURCE_ALGORITHM) {
    throw unreadable('A certificate is encrypted in an unknown way.', facts);
  }
  const associatedData = textIn(sealed, 'associated_data') ?? '';
  const opened = decryptResource(context.apiV3Key, { ciphertext, nonce, associatedData });
  const certificate = Buffer.from(opened).toString();
  if (!isCertificateOf(serial, certificate)) {
    throw unreadable('A certificate is not the one that the list names.', facts);
  }
  return { serial, effectiveTime, expireTime, certificate };
}

function isCertificateOf(serial: string, pem: string): boolean {
  try {
    const certificate = new X509Certificate(pem);
    return certificate.serialNumber === serial.toUpperCase() && isStrongRsaKey(certificate.publicKey);
  } catch {
    return false;
  }
}

function unreadable(what: string, facts: WeChatErrorFacts): WeChatError {
  return new WeChatError('wechat_certificates_unreadable', what, facts);
}
