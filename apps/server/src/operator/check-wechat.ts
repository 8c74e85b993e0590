import type { CredentialFinding } from '@carillon/contract';
import { WECHAT_ERRORS } from '@carillon/wechat';
import type { WeChatErrorCode } from '@carillon/wechat';
import { checkCredentials } from '../flows/check-credentials.ts';
import type { WeChat } from '../platform/wechat.ts';
import type { Finding } from './finding.ts';

const GUIDE = 'docs/wechat-setup.md';

type Credential = CredentialFinding['credential'];

/** What an operator reads of each, and what there is not without it. */
const CREDENTIALS: Record<Credential, { name: string; without: string; isNeeded: boolean }> = {
  merchant: { name: 'wechat merchant', without: 'nothing can be paid', isNeeded: true },
  pay_keys: { name: 'wechat pay keys', without: 'no payment is believed', isNeeded: true },
  open_app: { name: 'wechat qr login', without: 'staff log in by password only', isNeeded: true },
  official_account: {
    name: 'wechat service account',
    without: 'no login and payment inside WeChat, no messages',
    isNeeded: false,
  },
  mini_program: { name: 'wechat mini program', without: 'no mini program logs in', isNeeded: false },
  message_push: {
    name: 'wechat push',
    without: 'nothing is heard of messages that were sent',
    isNeeded: false,
  },
  templates: { name: 'wechat templates', without: 'some messages are not sent', isNeeded: false },
  public_url: {
    name: 'public address',
    without: 'WeChat cannot reach this server, only a sandbox on this machine can',
    isNeeded: true,
  },
};

/**
 * Tries each credential of WeChat's, as the settings page does, and says which works, and where to mend what does not.
 * @param wechat undefined where nothing is entered: then that is said once
 */
export async function checkWeChat(
  wechat: WeChat | undefined,
  publicUrl: string | undefined,
): Promise<Finding[]> {
  const findings = await checkCredentials(wechat, publicUrl);
  if (wechat !== undefined) return findings.map(describe);
  const detail = 'no credentials: nothing can be paid';
  const nothing: Finding = {
    name: 'wechat',
    state: 'warn',
    detail,
    advice: `${GUIDE} says how to get them.`,
  };
  return [...findings.filter(({ credential }) => credential === 'public_url').map(describe), nothing];
}

function describe({ credential, state, code, fields, help }: CredentialFinding): Finding {
  const { name, without, isNeeded } = CREDENTIALS[credential];
  if (state === 'ok') return { name, state, detail: 'as it should be' };
  const advice = `Look at ${fields.join(', ')}: ${GUIDE}#${help}`;
  if (state === 'missing') {
    const detail = `not entered: ${without}`;
    return isNeeded ? { name, state: 'warn', detail, advice } : { name, state: 'none', detail };
  }
  if (code === null) return { name, state: 'fail', detail: state, advice };
  const next = isWeChatError(code) ? WECHAT_ERRORS[code].next : 'WeChat notifies by https only.';
  return { name, state: 'fail', detail: code, advice: `${next} ${advice}` };
}

function isWeChatError(code: string): code is WeChatErrorCode {
  return Object.hasOwn(WECHAT_ERRORS, code);
}
