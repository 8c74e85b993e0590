import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';

const querySchema = z.object({
  appid: z.string().catch(''),
  redirect_uri: z.string().catch(''),
  response_type: z.string().catch(''),
  scope: z.string().catch(''),
  state: z.string().catch(''),
  lang: z.enum(['cn', 'en']).catch('cn'),
});

export interface AuthorizeRequest {
  appid: string;
  redirectUri: string;
  state: string;
  lang: 'cn' | 'en';
  /** Why WeChat shows an error page and no QR; it never redirects then. */
  problem?: 'appid' | 'response_type' | 'scope' | 'redirect_uri';
}

export interface Registration {
  identity: Pick<Identity, 'openAppid'>;
  /** The callback domains of the website app. This machine's own addresses always count as registered. */
  callbackDomains: readonly string[];
}

/** Reads the query of /connect/qrconnect. Source: Open Platform, "网站应用微信登录". */
export function readAuthorizeRequest(query: unknown, registration: Registration): AuthorizeRequest {
  const {
    appid,
    redirect_uri: redirectUri,
    response_type: type,
    scope,
    state,
    lang,
  } = querySchema.parse(query);
  const request: AuthorizeRequest = { appid, redirectUri, state, lang };
  if (appid !== registration.identity.openAppid) return { ...request, problem: 'appid' };
  if (type !== 'code') return { ...request, problem: 'response_type' };
  if (scope !== 'snsapi_login') return { ...request, problem: 'scope' };
  if (!isRegistered(redirectUri, registration.callbackDomains))
    return { ...request, problem: 'redirect_uri' };
  return request;
}

export function isRegistered(redirectUri: string, domains: readonly string[]): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, host, hostname } = new URL(redirectUri);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return domains.includes(host) || isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** The address to go back to, with the code (agreed) or without (declined); the state comes back either way. */
export function redirectTarget(redirectUri: string, answer: { code?: string; state: string }): string {
  const url = new URL(redirectUri);
  if (answer.code !== undefined) url.searchParams.set('code', answer.code);
  url.searchParams.set('state', answer.state);
  return url.href;
}
