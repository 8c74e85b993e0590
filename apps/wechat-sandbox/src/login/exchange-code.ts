import { z } from 'zod';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Ids } from '../platform/ids.ts';
import type { LoginScope, OauthCodes } from './oauth-codes.ts';

/** Source: Open Platform, error codes of /sns/oauth2/access_token. */
const OAUTH_ERRORS = {
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
} as const;

type OauthErrorCode = keyof typeof OAUTH_ERRORS;

const querySchema = z.object({
  appid: z.string().catch(''),
  secret: z.string().catch(''),
  code: z.string().catch(''),
  grant_type: z.string().catch(''),
});

export interface TokenDesk {
  identity: Pick<Identity, 'openAppid' | 'openSecret' | 'payAppid' | 'paySecret'>;
  codes: OauthCodes;
  people: readonly SandboxPerson[];
  ids: Ids;
  faults: FaultBench;
}

export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token: string;
  openid: string;
  scope: LoginScope;
  /** Not with snsapi_base. */
  unionid?: string;
  /** Of a snapshot page: the person is a stand-in. */
  is_snapshotuser?: 1;
}

export interface OauthRefusal {
  errcode: OauthErrorCode;
  errmsg: string;
}

const TOKEN_LIFE_S = 7_200;

/**
 * GET /sns/oauth2/access_token: a code for the openid of whoever confirmed. Errors come as a body too, with HTTP
 * 200, as api.weixin.qq.com does it. Source: Open Platform, "网站应用微信登录"; service accounts, "网页授权".
 */
export function exchangeCode(desk: TokenDesk, query: unknown): TokenAnswer | OauthRefusal {
  const { appid, secret, code, grant_type: grantType } = querySchema.parse(query);
  const refuse = (errcode: OauthErrorCode): OauthRefusal => ({
    errcode,
    errmsg: `${OAUTH_ERRORS[errcode]}, rid: ${rid(desk.ids)}`,
  });

  if (!appid) return refuse(41002);
  if (!secret) return refuse(41004);
  if (!code) return refuse(41008);
  if (grantType !== 'authorization_code') return refuse(40002);
  const { openAppid, openSecret, payAppid, paySecret } = desk.identity;
  const expected = new Map([
    [openAppid, openSecret],
    [payAppid, paySecret],
  ]).get(appid);
  if (expected === undefined) return refuse(40013);
  if (secret !== expected) return refuse(40125);

  if (desk.faults.take('login-code-expired')) return refuse(40029);
  if (desk.faults.take('login-code-used')) return refuse(40163);
  const redemption = desk.codes.redeem(appid, code);
  if (redemption.outcome === 'used') return refuse(40163);
  if (redemption.outcome === 'invalid') return refuse(40029);
  const { personId, scope } = redemption;
  const person = desk.people.find(({ id }) => id === personId);
  if (!person) return refuse(40029);
  return {
    access_token: desk.ids.token(107),
    expires_in: TOKEN_LIFE_S,
    refresh_token: desk.ids.token(107),
    openid: person.openids[appid] ?? '',
    scope,
    ...(scope !== 'snsapi_base' && { unionid: person.unionid }),
    ...(appid === payAppid && desk.faults.take('snapshot-user') && { is_snapshotuser: 1 as const }),
  };
}

function rid(ids: Ids): string {
  return [ids.hex(8), ids.hex(8), ids.hex(8)].join('-').toLowerCase();
}
