import {
  WeChatError,
  createMessagePush,
  createMiniLogin,
  createPayClient,
  createQrLogin,
  createServiceCards,
  createShippingUpload,
  createStableToken,
  createSubscribeMessages,
  createTemplateMessages,
  createWebLogin,
} from '@carillon/wechat';
import type {
  MessagePush,
  MiniLogin,
  PayClient,
  QrLogin,
  ServiceCards,
  ShippingUpload,
  StableToken,
  SubscribeMessages,
  TemplateMessages,
  WebLogin,
} from '@carillon/wechat';
import type { Context } from './context.ts';
import type { MiniTemplates, WeChatCredentials } from './wechat-credentials.ts';

/** A login through an app with WeChat. */
interface AppLogin<Client> {
  /** Openids mean something only together with the app they were given to. */
  readonly appid: string;
  readonly client: Client;
}

/** The Open Platform website app that staff log in through. */
export type WeChatLogin = AppLogin<QrLogin>;

/** The service account: pages inside WeChat, and messages. */
export interface ServiceAccount {
  readonly appid: string;
  readonly webLogin: WebLogin;
  readonly stableToken: StableToken;
  readonly messages: TemplateMessages;
  readonly templates: NonNullable<WeChatCredentials['templates']>;
  /** Undefined where the message push is not set up: no message's fate is heard of. */
  readonly push: MessagePush | undefined;
}

/** The mini program: what its buyers are told, and what WeChat is told of their goods. */
export interface MiniProgram {
  readonly appid: string;
  readonly cards: ServiceCards;
  readonly messages: SubscribeMessages;
  readonly shipping: ShippingUpload;
  readonly templates: MiniTemplates;
  /** Undefined where the message push is not set up. */
  readonly push: MessagePush | undefined;
}

/** WeChat as this server may use it. */
export interface WeChat {
  readonly pay: PayClient;
  readonly login: WeChatLogin;
  /** Undefined where its secret is not set up. */
  readonly serviceAccount?: ServiceAccount | undefined;
  /** Undefined where there is no mini program. */
  readonly miniLogin?: AppLogin<MiniLogin> | undefined;
  /** Undefined where there is none. */
  readonly miniProgram?: MiniProgram | undefined;
  /** Where the sandbox that plays WeChat is, in development; undefined where it is WeChat itself. */
  readonly sandboxUrl?: string | undefined;
}

type Surroundings = Pick<Context, 'clock' | 'logger'>;

/**
 * Makes the clients for a merchant. Certificates of WeChat Pay's are renewed by themselves, unless the merchant has
 * moved to its public key altogether. Throws `wechat_configuration_invalid` naming what cannot be used.
 */
export function createWeChat(credentials: WeChatCredentials, { clock, logger }: Surroundings): WeChat {
  const { baseUrls, verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key, mini } = credentials;
  const pay = createPayClient({
    ...{ verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key },
    baseUrl: baseUrls.pay,
    appid: credentials.payAppid,
    ...(mini && { otherAppids: [mini.appid] }),
    downloadCertificates: verifiers.length === 0 || verifiers.some(({ serial }) => !isPublicKeyId(serial)),
    onDownloadFailed: (error) => {
      const code = error instanceof WeChatError ? error.code : undefined;
      logger.warn({ code, err: error }, 'the certificates of WeChat Pay were not downloaded');
    },
    clock: () => clock.now().getTime(),
  });
  const client = createQrLogin({
    openBaseUrl: baseUrls.open,
    apiBaseUrl: baseUrls.api,
    appid: credentials.openAppid,
    secret: credentials.openSecret,
  });
  return {
    pay,
    login: { appid: credentials.openAppid, client },
    serviceAccount: createServiceAccount(credentials, { clock }),
    // Only a sandbox on this machine is reached without TLS: the clients above take no other address.
    sandboxUrl: baseUrls.open.startsWith('http:') ? baseUrls.open : undefined,
    miniLogin: mini && {
      appid: mini.appid,
      client: createMiniLogin({ apiBaseUrl: baseUrls.api, ...mini }),
    },
    miniProgram: createMiniProgram(credentials, { clock }),
  };
}

function createServiceAccount(
  { payAppid: appid, paySecret: secret, baseUrls, push, templates = {} }: WeChatCredentials,
  { clock }: Pick<Surroundings, 'clock'>,
): ServiceAccount | undefined {
  if (secret === undefined) return undefined;
  const app = { apiBaseUrl: baseUrls.api, appid, secret };
  const stableToken = createStableToken({ ...app, clock: () => clock.now().getTime() });
  return {
    appid,
    webLogin: createWebLogin({ ...app, openBaseUrl: baseUrls.open }),
    stableToken,
    messages: createTemplateMessages({ ...app, stableToken }),
    templates,
    push: push && createMessagePush({ appid, ...push }),
  };
}

function createMiniProgram(
  { mini, baseUrls, push, miniTemplates = {} }: WeChatCredentials,
  { clock }: Pick<Surroundings, 'clock'>,
): MiniProgram | undefined {
  if (mini === undefined) return undefined;
  const app = { apiBaseUrl: baseUrls.api, ...mini };
  const stableToken = createStableToken({ ...app, clock: () => clock.now().getTime() });
  return {
    appid: mini.appid,
    cards: createServiceCards({ ...app, stableToken }),
    messages: createSubscribeMessages({ ...app, stableToken }),
    shipping: createShippingUpload({ ...app, stableToken }),
    templates: miniTemplates,
    push: push && createMessagePush({ appid: mini.appid, ...push }),
  };
}

function isPublicKeyId(serial: string): boolean {
  return serial.startsWith('PUB_KEY_ID_');
}
