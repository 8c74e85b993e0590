import { X509Certificate } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config.ts';
import type { WechatOverrides } from './config.ts';

/** A merchant's and a website app's credentials with WeChat, and where WeChat is. */
export interface WeChatCredentials {
  readonly mchid: string;
  readonly merchantSerial: string;
  /** PEM. */
  readonly merchantPrivateKey: string;
  readonly apiV3Key: string;
  readonly payAppid: string;
  readonly openAppid: string;
  readonly openSecret: string;
  /** Keys of WeChat Pay's, by serial of the certificate or id of the public key. */
  readonly verifiers: readonly { readonly serial: string; readonly publicKey: string }[];
  readonly baseUrls: { readonly pay: string; readonly api: string; readonly open: string };
}

const WECHAT_HOSTS = {
  pay: 'https://api.mch.weixin.qq.com',
  api: 'https://api.weixin.qq.com',
  open: 'https://open.weixin.qq.com',
};

const text = z.string().min(1);
const fileSchema = z
  .object({
    mchid: text,
    merchantSerial: text,
    apiV3Key: text,
    publicKeyId: text,
    payAppid: text,
    openAppid: text,
    openSecret: text,
    baseUrls: z.object({ pay: text, api: text, open: text }).partial(),
  })
  .partial();

/**
 * Reads the credentials from the folder where a merchant puts what WeChat hands out: `credentials.json`,
 * `apiclient_key.pem`, and `wechatpay_<serial>.pem` or `pub_key.pem`. The environment overrides single values.
 * @returns undefined when nothing is set up at all
 * @throws ConfigError naming what is missing or unreadable; never a value
 */
export function readWeChatCredentials(overrides: WechatOverrides): WeChatCredentials | undefined {
  const { folder } = overrides;
  const file = path.join(folder, 'credentials.json');
  if (!existsSync(file) && overrides.mchid === undefined) return undefined;
  const found = existsSync(file) ? readFile(file) : {};
  const merged = {
    mchid: overrides.mchid ?? found.mchid,
    merchantSerial: overrides.merchantSerial ?? found.merchantSerial,
    apiV3Key: overrides.apiV3Key ?? found.apiV3Key,
    payAppid: overrides.payAppid ?? found.payAppid,
    openAppid: overrides.openAppid ?? found.openAppid,
    openSecret: overrides.openSecret ?? found.openSecret,
  };
  const missing = Object.entries(merged).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw new ConfigError(missing.map(([name]) => `WeChat's ${name} is missing in ${file}`));
  }
  return {
    ...(merged as Record<keyof typeof merged, string>),
    merchantPrivateKey: readPem(overrides.merchantKeyFile ?? path.join(folder, 'apiclient_key.pem')),
    verifiers: readVerifiers(folder, found.publicKeyId),
    baseUrls: {
      pay: overrides.payUrl ?? found.baseUrls?.pay ?? WECHAT_HOSTS.pay,
      api: overrides.apiUrl ?? found.baseUrls?.api ?? WECHAT_HOSTS.api,
      open: overrides.openUrl ?? found.baseUrls?.open ?? WECHAT_HOSTS.open,
    },
  };
}

function readFile(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The cause is left out: it could quote a secret.
    throw new ConfigError([`${file} is not the JSON object it should be`]);
  }
}

function readPem(file: string): string {
  if (!existsSync(file)) throw new ConfigError([`${file} is missing`]);
  return readFileSync(file, 'utf8');
}

function readVerifiers(folder: string, publicKeyId: string | undefined) {
  const certificates = globSync('wechatpay_*.pem', { cwd: folder }).map((name) => {
    const publicKey = readPem(path.join(folder, name));
    return { serial: new X509Certificate(publicKey).serialNumber, publicKey };
  });
  const keyFile = path.join(folder, 'pub_key.pem');
  if (publicKeyId === undefined || !existsSync(keyFile)) return certificates;
  return [...certificates, { serial: publicKeyId, publicKey: readPem(keyFile) }];
}
