import { z } from 'zod';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Ids } from '../platform/ids.ts';
import type { OauthCodes } from './oauth-codes.ts';

/** Source: 小程序登录凭证校验, error codes; 40163 and 40125 are seen, too. */
const MINI_ERRORS = {
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41008: 'missing code',
} as const;

type MiniErrorCode = keyof typeof MINI_ERRORS;

const querySchema = z.object({
  appid: z.string().catch(''),
  secret: z.string().catch(''),
  js_code: z.string().catch(''),
  grant_type: z.string().catch(''),
});

export interface MiniLoginDesk {
  identity: Pick<Identity, 'miniAppid' | 'miniSecret'>;
  codes: OauthCodes;
  people: readonly SandboxPerson[];
  ids: Ids;
  faults: FaultBench;
}

/** GET /sns/jscode2session: a code of wx.login for the person's openid. Errors come with HTTP 200, too. */
export function exchangeMiniCode(
  { identity, codes, people, ids, faults }: MiniLoginDesk,
  query: unknown,
): { openid: string; session_key: string; unionid: string } | { errcode: MiniErrorCode; errmsg: string } {
  const { appid, secret, js_code: code, grant_type: grantType } = querySchema.parse(query);
  const refuse = (errcode: MiniErrorCode) => ({
    errcode,
    errmsg: `${MINI_ERRORS[errcode]}, rid: ${[ids.hex(8), ids.hex(8), ids.hex(8)].join('-').toLowerCase()}`,
  });
  if (grantType !== 'authorization_code') return refuse(40002);
  if (appid !== identity.miniAppid) return refuse(40013);
  if (secret !== identity.miniSecret) return refuse(40125);
  if (code === '') return refuse(41008);
  if (faults.take('login-code-expired')) return refuse(40029);
  if (faults.take('login-code-used')) return refuse(40163);
  const redemption = codes.redeem(appid, code);
  if (redemption.outcome === 'used') return refuse(40163);
  const person = people.find(({ id }) => redemption.outcome === 'ok' && id === redemption.personId);
  if (!person) return refuse(40029);
  if (faults.take('risk-user')) return refuse(40226);
  return {
    openid: person.openids[appid] ?? '',
    session_key: Buffer.from(ids.token(16)).toString('base64'),
    unionid: person.unionid,
  };
}
