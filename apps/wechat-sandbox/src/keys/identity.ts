import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { generateKeyPair } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { toChinaDay } from '../platform/china-time.ts';
import { writeFileWhole } from '../platform/write-file.ts';
import { createCertificate } from './certificate.ts';

const certified = z.object({ privateKeyPem: z.string(), certificatePem: z.string(), serial: z.string() });

const identitySchema = z.object({
  mchid: z.string(),
  /** The merchant's own key. The sandbox makes it and hands it over; afterwards it only needs the certificate. */
  merchant: certified,
  /** What WeChat Pay signs with where the merchant trusts the platform certificate. */
  platform: certified,
  /** The one that takes its place when the platform certificate is rotated. */
  nextPlatform: certified,
  /** What WeChat Pay signs with where the merchant trusts the public key. */
  publicKey: z.object({ id: z.string(), privateKeyPem: z.string(), publicKeyPem: z.string() }),
  apiV3Key: z.string().length(32),
  /** The service account's appid, bound to the mchid: native orders name it, and pages inside WeChat. */
  payAppid: z.string(),
  paySecret: z.string(),
  /** The mini program's, bound to the mchid too. */
  miniAppid: z.string(),
  miniSecret: z.string(),
  /** The Open Platform's website app: QR login. */
  openAppid: z.string(),
  openSecret: z.string(),
  /** 消息推送: what the owner chose on the administration pages, the same for service account and mini program. */
  push: z.object({ token: z.string(), encodingAesKey: z.string() }),
  /** Ids of the service account's message templates. */
  templates: z.object({ orderStatus: z.string(), orderWaiting: z.string(), shopDeaf: z.string() }),
  /** Ids of the mini program's templates for subscribe messages. */
  miniTemplates: z.object({ orderProgress: z.string() }),
  /** Openids and unionids of the sandbox's people are derived from it. */
  peopleSeed: z.string(),
});

/** Everything secret that this sandbox and its one merchant share, and what WeChat keeps to itself. */
export type Identity = z.infer<typeof identitySchema>;
type CertifiedKey = Identity['platform'];

const CERTIFICATE_YEARS = 5;
const makeKeyPair = promisify(generateKeyPair);

/**
 * Reads `<folder>/identity.json`, or makes it at the first start (four RSA keys: about half a second). What an
 * earlier version did not have yet is added.
 */
export async function openIdentity(folder: string, deps: { clock: Clock; ids: Ids }): Promise<Identity> {
  const file = join(folder, 'identity.json');
  const stored: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const known = identitySchema.safeParse(stored);
  if (known.success) return known.data;
  const identity = identitySchema.parse({
    ...(await createIdentity(deps)),
    ...z.looseObject({}).parse(stored),
  });
  mkdirSync(folder, { recursive: true });
  writeFileWhole(file, `${JSON.stringify(identity, null, 2)}\n`, 0o600);
  return identity;
}

export async function createIdentity({ clock, ids }: { clock: Clock; ids: Ids }): Promise<Identity> {
  const mchid = `16${ids.digits(8)}`;
  const tenpay = { commonName: 'Tenpay.com sign', organisation: 'Carillon WeChat sandbox' };
  const [merchant, platform, nextPlatform, publicKey] = await Promise.all([
    makeCertifiedKey({ commonName: mchid, organisation: '编钟小馆 (sandbox merchant)' }),
    makeCertifiedKey(tenpay),
    makeCertifiedKey(tenpay),
    makeRsaKey(),
  ]);
  const appid = () => `wx${ids.hex(16).toLowerCase()}`;
  const secret = () => ids.hex(32).toLowerCase();
  return {
    mchid,
    merchant,
    platform,
    nextPlatform,
    publicKey: { id: `PUB_KEY_ID_0${mchid}${toChinaDay(clock.now())}00${ids.digits(10)}`, ...publicKey },
    apiV3Key: ids.token(32),
    payAppid: appid(),
    paySecret: secret(),
    miniAppid: appid(),
    miniSecret: secret(),
    openAppid: appid(),
    openSecret: secret(),
    push: { token: ids.token(16), encodingAesKey: ids.token(43) },
    templates: { orderStatus: ids.token(43), orderWaiting: ids.token(43), shopDeaf: ids.token(43) },
    miniTemplates: { orderProgress: ids.token(43) },
    peopleSeed: ids.token(32),
  };

  async function makeCertifiedKey(subject: {
    commonName: string;
    organisation: string;
  }): Promise<CertifiedKey> {
    const { privateKeyPem } = await makeRsaKey();
    // 20 bytes, as Tenpay's are; the leading digit keeps the first bit clear and the length full.
    const serial = `5${ids.hex(39)}`;
    const notBefore = new Date(clock.now() - 60_000);
    const notAfter = new Date(clock.now());
    notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS);
    const certificatePem = createCertificate({
      subject: { ...subject, country: 'CN' },
      serial,
      privateKeyPem,
      notBefore,
      notAfter,
    });
    return { privateKeyPem, certificatePem, serial };
  }
}

async function makeRsaKey(): Promise<{ privateKeyPem: string; publicKeyPem: string }> {
  const pair = await makeKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey };
}
