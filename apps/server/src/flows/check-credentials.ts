import type { CredentialFinding } from '@carillon/contract';
import { WeChatError } from '@carillon/wechat';
import type { MessageTemplate } from '../platform/wechat-credentials.ts';
import type { WeChat } from '../platform/wechat.ts';

/** A number that no merchant has, and a code that WeChat never gave: all that it can judge is who asks. */
const NO_TRADE = 'CARILLON_DOCTOR_0';
const NO_CODE = 'carillon-check';
/** What WeChat answers to them when it believes who asks. */
const BELIEVED: ReadonlySet<string> = new Set([
  'wechat_order_not_exist',
  'wechat_login_code_invalid',
  'wechat_login_code_used',
]);

const TEMPLATES = ['orderStatus', 'orderWaiting', 'shopDeaf'] as const satisfies MessageTemplate[];

/** What is wrong with WeChat Pay's keys or the APIv3 key, when we do not believe an answer. */
const ABOUT_KEYS: ReadonlySet<string> = new Set([
  ...['wechat_signature_missing', 'wechat_signature_invalid', 'wechat_serial_unknown'],
  ...['wechat_ciphertext_undecryptable', 'wechat_certificates_unreadable'],
]);

type Credential = CredentialFinding['credential'];

/** What belongs to a credential in `credentials.json` and beside it, and the chapter that says where to get it. */
const PLACES: Record<Credential, { fields: string[]; help: string }> = {
  merchant: { fields: ['mchid', 'merchantSerial', 'apiclient_key.pem', 'payAppid'], help: 'merchant' },
  pay_keys: { fields: ['apiV3Key', 'publicKeyId', 'pub_key.pem'], help: 'pay-keys' },
  open_app: { fields: ['openAppid', 'openSecret'], help: 'open-app' },
  official_account: { fields: ['payAppid', 'paySecret'], help: 'official-account' },
  mini_program: { fields: ['miniAppid', 'miniSecret'], help: 'mini-program' },
  message_push: { fields: ['push.token', 'push.encodingAesKey'], help: 'message-push' },
  templates: { fields: ['templates'], help: 'templates' },
  public_url: { fields: ['PUBLIC_URL'], help: 'public-url' },
};

/**
 * Tries each credential of WeChat's by a question that changes nothing, and says which works and where to mend what
 * does not. What is not entered is `missing`, which is no fault: the shop goes on without what needs it.
 */
export async function checkCredentials(
  wechat: WeChat | undefined,
  publicUrl: string | undefined,
): Promise<CredentialFinding[]> {
  const account = wechat?.serviceAccount;
  const { login, miniLogin } = wechat ?? {};
  const [pay, open, official, mini] = await Promise.all([
    ask(wechat && (async () => wechat.pay.queryTrade(NO_TRADE))),
    ask(login && (async () => login.client.exchangeCode(NO_CODE))),
    ask(account && (async () => account.stableToken.find())),
    ask(miniLogin && (async () => miniLogin.client.exchangeCode(NO_CODE))),
  ]);
  // An answer that we cannot verify is about WeChat's keys; all else, about ours.
  const isAboutKeys = pay.code !== null && ABOUT_KEYS.has(pay.code);
  const believed: Answer = { state: 'ok', code: null };
  const allTemplates = TEMPLATES.every((name) => account?.templates[name] !== undefined);
  return [
    finding('merchant', isAboutKeys ? believed : pay),
    finding('pay_keys', pay),
    finding('open_app', open),
    finding('official_account', official),
    finding('mini_program', mini),
    finding('message_push', present(account?.push !== undefined)),
    finding('templates', present(allTemplates)),
    finding(
      'public_url',
      publicUrl === undefined || publicUrl.startsWith('https:')
        ? present(publicUrl !== undefined)
        : { state: 'wrong', code: 'public_url_not_https' },
    ),
  ];
}

type Answer = Pick<CredentialFinding, 'state' | 'code'>;

function present(isThere: boolean): Answer {
  return { state: isThere ? 'ok' : 'missing', code: null };
}

async function ask(question: (() => Promise<unknown>) | undefined): Promise<Answer> {
  if (question === undefined) return present(false);
  try {
    await question();
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    if (BELIEVED.has(error.code)) return present(true);
    const isWrong = error.outcome === 'final' || ABOUT_KEYS.has(error.code);
    return { state: isWrong ? 'wrong' : 'unreachable', code: error.code };
  }
  return present(true);
}

function finding(credential: Credential, answer: Answer): CredentialFinding {
  return { credential, ...answer, ...PLACES[credential] };
}
