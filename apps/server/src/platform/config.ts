import path from 'node:path';
import { MAX_PASS_PRICE_FEN } from '@carillon/contract';
import { z } from 'zod';
import type { RingPace } from './context.ts';

/** What the environment says, checked. Nothing else in the server reads `process.env`. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute path of the folder that holds everything we keep on disk. */
  readonly dataFolder: string;
  /** PostgreSQL to use instead of the embedded database. */
  readonly databaseUrl: string | undefined;
  /** The Redis by which several nodes are one; undefined where there is one node. */
  readonly redis: RedisConfig | undefined;
  /** Origin under which browsers and WeChat reach the server, as browsers write it; unset: as requested. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Whether an empty database is given a demo shop: unless told, where there is no public address. */
  readonly demo: boolean;
  /** How many proxies in front of us are believed about the client's address and protocol. */
  readonly trustedProxies: number;
  /** Requests to the API per minute and client address. */
  readonly maxRequestsPerMinute: number;
  /** What a reader of `/metrics` must show; unset: only direct visitors from this machine and its network read it. */
  readonly metricsToken: string | undefined;
  /** What one pass may cost at most, in fen: the law of the place has a limit for prepaid cards. */
  readonly passMaxPriceFen: number;
  /** When rings get more insistent; undefined: as usual. */
  readonly ringPace: RingPace | undefined;
  /** `WECHAT_*` overrides of what the hand-over folder says. */
  readonly wechat: WechatOverrides;
}

interface RedisConfig {
  readonly url: string;
  /** What keys and channels begin with: those who share a Redis need one each. */
  readonly prefix: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface WechatOverrides {
  /** Folder with `credentials.json` and the PEM files. */
  readonly folder: string;
  readonly mchid: string | undefined;
  readonly merchantSerial: string | undefined;
  readonly merchantKeyFile: string | undefined;
  readonly apiV3Key: string | undefined;
  readonly payAppid: string | undefined;
  readonly openAppid: string | undefined;
  readonly openSecret: string | undefined;
  /** Of the service account, whose appid is payAppid. */
  readonly paySecret: string | undefined;
  readonly miniAppid: string | undefined;
  readonly miniSecret: string | undefined;
  readonly pushToken: string | undefined;
  readonly pushAesKey: string | undefined;
  readonly templateOrderStatus: string | undefined;
  readonly templateOrderWaiting: string | undefined;
  readonly templateShopDeaf: string | undefined;
  readonly miniTemplateOrderProgress: string | undefined;
  readonly payUrl: string | undefined;
  readonly apiUrl: string | undefined;
  readonly openUrl: string | undefined;
}

/** The environment does not make sense. The message names each variable and what it should be. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
  }
}

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .transform((url) => url.replace(/\/+$/, ''));
/** Cookies, the sockets' origin check and WeChat's callbacks all know one origin; there is no room for a path. */
const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address', abort: true })
  .refine((url) => !url.includes('*'), 'must be one address, without *')
  .refine((url) => {
    const { username, password, pathname, search, hash } = new URL(url);
    return username + password + search + hash === '' && pathname === '/';
  }, 'must be scheme, host and port alone, without a path')
  // Browsers leave the scheme's own port out, and write the host in lower case.
  .transform((url) => new URL(url).origin);
const text = z.string().optional();

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a port number, 0-65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number, 0-65535')
    .default(8080),
  HOST: z.string().default('127.0.0.1'),
  CARILLON_DATA: z.string().default('data'),
  // Not `z.url()`: an address of a socket, `postgres:///shop?host=/run/postgresql`, has no host to check.
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^/]/, 'must be a redis:// or rediss:// address')
    .optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:.-]{1,64}$/, 'must be 1-64 letters, digits, and the characters : . _ -')
    .default('carillon:'),
  PUBLIC_URL: origin.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  MAX_REQUESTS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
    .transform(Number)
    .default(1200),
  TRUST_PROXY: z
    .string()
    .regex(/^\d$/, 'must be the number of your proxies in front of the server, 0-9')
    .transform(Number)
    .default(0),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 or more of the characters that a bearer token may have')
    .optional(),
  PASS_MAX_PRICE_FEN: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number of fen, 1-500000')
    .transform(Number)
    .refine((fen) => fen <= MAX_PASS_PRICE_FEN, 'must be a whole number of fen, 1-500000')
    .default(MAX_PASS_PRICE_FEN),
  RING_STEPS_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,3}(,[1-9]\d{0,3}){3}$/, 'must be four whole numbers, such as 30,60,120,60')
    .transform(toRingPace)
    .optional(),
  CARILLON_DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).optional(),
  WECHAT_FOLDER: text,
  WECHAT_MCHID: text,
  WECHAT_MERCHANT_SERIAL: text,
  WECHAT_MERCHANT_KEY_FILE: text,
  WECHAT_API_V3_KEY: z
    .string()
    .refine((key) => Buffer.byteLength(key) === 32, 'must be 32 bytes long')
    .optional(),
  WECHAT_PAY_APPID: text,
  WECHAT_OPEN_APPID: text,
  WECHAT_OPEN_SECRET: text,
  WECHAT_PAY_SECRET: text,
  WECHAT_MINI_APPID: text,
  WECHAT_MINI_SECRET: text,
  WECHAT_PUSH_TOKEN: text,
  WECHAT_PUSH_AES_KEY: text,
  WECHAT_TEMPLATE_ORDER_STATUS: text,
  WECHAT_TEMPLATE_ORDER_WAITING: text,
  WECHAT_TEMPLATE_SHOP_DEAF: text,
  WECHAT_MINI_TEMPLATE_ORDER_PROGRESS: text,
  WECHAT_PAY_URL: httpUrl.optional(),
  WECHAT_API_URL: httpUrl.optional(),
  WECHAT_OPEN_URL: httpUrl.optional(),
});

/** Reads `louder,everywhere,managers,deaf`, in seconds. */
function toRingPace(text: string): RingPace {
  const [louder = 0, everywhere = 0, managers = 0, deaf = 0] = text.split(',').map((s) => Number(s) * 1_000);
  return { louder, everywhere, managers, deaf };
}

/**
 * Reads the configuration from the environment. A variable set to nothing counts as unset.
 * @throws ConfigError naming every variable that is wrong; values are never shown, they may be secrets.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const env = parsed.data;
  const dataFolder = path.resolve(env.CARILLON_DATA);
  return {
    port: env.PORT,
    host: env.HOST,
    dataFolder,
    databaseUrl: env.DATABASE_URL,
    redis: env.REDIS_URL === undefined ? undefined : { url: env.REDIS_URL, prefix: env.REDIS_PREFIX },
    publicUrl: env.PUBLIC_URL,
    logLevel: env.LOG_LEVEL,
    maxRequestsPerMinute: env.MAX_REQUESTS_PER_MINUTE,
    // Everybody knows the demo's passwords: a shop that has an address in the world gets it only when asked.
    demo: env.CARILLON_DEMO === undefined ? env.PUBLIC_URL === undefined : env.CARILLON_DEMO === '1',
    trustedProxies: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    passMaxPriceFen: env.PASS_MAX_PRICE_FEN,
    ringPace: env.RING_STEPS_SECONDS,
    wechat: {
      folder: path.resolve(env.WECHAT_FOLDER ?? path.join(dataFolder, 'wechat')),
      mchid: env.WECHAT_MCHID,
      merchantSerial: env.WECHAT_MERCHANT_SERIAL,
      merchantKeyFile: env.WECHAT_MERCHANT_KEY_FILE,
      apiV3Key: env.WECHAT_API_V3_KEY,
      payAppid: env.WECHAT_PAY_APPID,
      openAppid: env.WECHAT_OPEN_APPID,
      openSecret: env.WECHAT_OPEN_SECRET,
      paySecret: env.WECHAT_PAY_SECRET,
      miniAppid: env.WECHAT_MINI_APPID,
      miniSecret: env.WECHAT_MINI_SECRET,
      pushToken: env.WECHAT_PUSH_TOKEN,
      pushAesKey: env.WECHAT_PUSH_AES_KEY,
      templateOrderStatus: env.WECHAT_TEMPLATE_ORDER_STATUS,
      templateOrderWaiting: env.WECHAT_TEMPLATE_ORDER_WAITING,
      templateShopDeaf: env.WECHAT_TEMPLATE_SHOP_DEAF,
      miniTemplateOrderProgress: env.WECHAT_MINI_TEMPLATE_ORDER_PROGRESS,
      payUrl: env.WECHAT_PAY_URL,
      apiUrl: env.WECHAT_API_URL,
      openUrl: env.WECHAT_OPEN_URL,
    },
  };
}
