import { X509Certificate } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config.ts';
import type { WechatOverrides } from './config.ts';

/** What the service account's messages are written with; the ids are the account's own. */
const MESSAGE_TEMPLATES = ['orderStatus', 'orderWaiting', 'shopDeaf'] as const;

export type MessageTemplate = (typeof MESSAGE_TEMPLATES)[number];

/** A template of the service account. */
export interface TemplateSetting {
  readonly id: string;
  /**
   * How the template calls our keys: `{ keyword1: 'thing1' }`; a key that is not named is left out. Undefined: as we
   * do. Templates chosen since 2023 have such names, and neither `first` nor `remark`.
   */
  readonly keys?: Readonly<Record<string, string>> | undefined;
}

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
  /** The secret of the service account, whose appid is payAppid: logins inside WeChat, and messages. */
  readonly paySecret?: string | undefined;
  readonly mini?: { readonly appid: string; readonly secret: string } | undefined;
  /** Of the mini program's subscribe messages. */
  readonly miniTemplates?: MiniTemplates | undefined;
  /** Of the message push (消息推送), in secure mode: of the service account, and of the mini program. */
  readonly push?: { readonly token: string; readonly encodingAesKey: string } | undefined;
  readonly templates?: Readonly<Partial<Record<MessageTemplate, TemplateSetting>>> | undefined;
  /** Keys of WeChat Pay's, by serial of the certificate or id of the public key. */
  readonly verifiers: readonly { readonly serial: string; readonly publicKey: string }[];
  readonly baseUrls: { readonly pay: string; readonly api: string; readonly open: string };
}

/** What the mini program tells by subscribe messages where there are no service cards. */
export interface MiniTemplates {
  readonly orderProgress?: TemplateSetting | undefined;
}

const WECHAT_HOSTS = {
  pay: 'https://api.mch.weixin.qq.com',
  api: 'https://api.weixin.qq.com',
  open: 'https://open.weixin.qq.com',
};

const text = z.string().min(1);
/** The id alone, or with the template's own keys. */
const template = z
  .union([text, z.object({ id: text, keys: z.record(z.string(), text).optional() })])
  .transform((setting): TemplateSetting => (typeof setting === 'string' ? { id: setting } : setting));
const fileSchema = z
  .object({
    mchid: text,
    merchantSerial: text,
    apiV3Key: text,
    publicKeyId: text,
    payAppid: text,
    openAppid: text,
    openSecret: text,
    paySecret: text,
    miniAppid: text,
    miniSecret: text,
    miniTemplates: z.object({ orderProgress: template }).partial(),
    push: z.object({ token: text, encodingAesKey: text }).partial(),
    templates: z.object({ orderStatus: template, orderWaiting: template, shopDeaf: template }).partial(),
    baseUrls: z.object({ pay: text, api: text, open: text }).partial(),
  })
  .partial();

/**
 * Reads the credentials from the folder where a merchant puts what WeChat hands out: `credentials.json`,
 * `apiclient_key.pem`, and `wechatpay_<serial>.pem` or `pub_key.pem`. The environment overrides single values. The
 * service account's secret, the mini program, the message push and the templates may be left out: what needs them
 * does without.
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
    paySecret: overrides.paySecret ?? found.paySecret,
    mini: bothOf('miniAppid', 'miniSecret', {
      appid: overrides.miniAppid ?? found.miniAppid,
      secret: overrides.miniSecret ?? found.miniSecret,
    }),
    miniTemplates: miniTemplatesOf(overrides, found.miniTemplates),
    push: bothOf('push.token', 'push.encodingAesKey', {
      token: overrides.pushToken ?? found.push?.token,
      encodingAesKey: overrides.pushAesKey ?? found.push?.encodingAesKey,
    }),
    templates: readTemplates(overrides, found.templates),
    merchantPrivateKey: readPem(overrides.merchantKeyFile ?? path.join(folder, 'apiclient_key.pem')),
    verifiers: readVerifiers(folder, found.publicKeyId),
    baseUrls: {
      pay: overrides.payUrl ?? found.baseUrls?.pay ?? WECHAT_HOSTS.pay,
      api: overrides.apiUrl ?? found.baseUrls?.api ?? WECHAT_HOSTS.api,
      open: overrides.openUrl ?? found.baseUrls?.open ?? WECHAT_HOSTS.open,
    },
  };
}

type Templates = NonNullable<WeChatCredentials['templates']>;

/** An id of the environment takes the place of the file's, whose names of the keys stay. */
function readTemplates(overrides: WechatOverrides, found: Templates = {}): Templates {
  const ids: Record<MessageTemplate, string | undefined> = {
    orderStatus: overrides.templateOrderStatus,
    orderWaiting: overrides.templateOrderWaiting,
    shopDeaf: overrides.templateShopDeaf,
  };
  const settings = MESSAGE_TEMPLATES.map((name) => {
    const id = ids[name];
    return [name, id === undefined ? found[name] : { ...found[name], id }] as const;
  });
  return Object.fromEntries(settings.filter(([, setting]) => setting !== undefined));
}

function miniTemplatesOf(
  { miniTemplateOrderProgress: id }: WechatOverrides,
  found: MiniTemplates = {},
): MiniTemplates {
  return id === undefined ? found : { ...found, orderProgress: { ...found.orderProgress, id } };
}

/** Two values that are nothing without each other. */
function bothOf<Values extends Record<string, string | undefined>>(
  firstName: string,
  secondName: string,
  values: Values,
): Record<keyof Values, string> | undefined {
  const given = Object.values(values).filter((value) => value !== undefined);
  if (given.length === 1) {
    throw new ConfigError([`WeChat's ${firstName} and ${secondName} are only of use together`]);
  }
  return given.length === 0 ? undefined : (values as Record<keyof Values, string>);
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
