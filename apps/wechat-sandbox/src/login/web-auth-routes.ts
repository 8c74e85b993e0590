import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import type { SandboxPerson } from '../people/people.ts';
import { notesOf } from '../wire/request-log.ts';
import { isRegistered, redirectTarget } from './authorize-request.ts';
import type { OauthCodes } from './oauth-codes.ts';
import { chooserPage, webAuthRefusal } from './web-auth-pages.ts';
import type { WebAuthProblem } from './web-auth-pages.ts';

const querySchema = z.object({
  appid: z.string().catch(''),
  redirect_uri: z.string().catch(''),
  response_type: z.string().catch(''),
  scope: z.string().catch(''),
  state: z.string().catch(''),
  forcePopup: z.enum(['true', 'false']).catch('false'),
  /** Ours, not WeChat's: who holds this browser. */
  sandbox_person: z.string().optional(),
});

const COOKIE = 'sandbox_person';
const YEAR_S = 365 * 24 * 60 * 60;

export interface WebAuthDeps {
  identity: Pick<Identity, 'payAppid'>;
  callbackDomains: readonly string[];
  codes: OauthCodes;
  people: readonly SandboxPerson[];
}

/**
 * GET /connect/oauth2/authorize: a page inside WeChat learns who looks at it. WeChat knows whose phone it is; here the
 * browser is asked once and remembers. snsapi_base then goes back silently, snsapi_userinfo asks each time.
 * Source: service accounts, "网页授权".
 */
export function webAuthRoutes(scope: FastifyInstance, deps: WebAuthDeps): void {
  scope.get('/connect/oauth2/authorize', (request, reply) => {
    const query = querySchema.parse(request.query);
    const problem = problemOf(query, deps);
    Object.assign(notesOf(request), {
      operation: 'web-auth-page',
      checks: [
        { name: 'redirect_uri', ok: problem === undefined, ...(problem && { note: String(problem) }) },
      ],
    });
    reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store');
    if (problem !== undefined) return reply.send(webAuthRefusal(problem));

    const silent = query.scope === 'snsapi_base' && query.forcePopup === 'false';
    const asked = query.sandbox_person ?? (silent ? rememberedPerson(request.headers.cookie) : undefined);
    const person = deps.people.find(({ id }) => id === asked);
    if (!person) return reply.send(chooserPage(deps.people, request.url));
    const loginScope = query.scope === 'snsapi_base' ? 'snsapi_base' : 'snsapi_userinfo';
    const code = deps.codes.issue({ appid: query.appid, personId: person.id, scope: loginScope });
    return reply
      .header(
        'Set-Cookie',
        `${COOKIE}=${person.id}; Path=/connect; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax`,
      )
      .redirect(redirectTarget(query.redirect_uri, { code, state: query.state }));
  });
}

/** WeChat's numbers of these refusals. */
function problemOf(
  query: z.infer<typeof querySchema>,
  { identity, callbackDomains }: WebAuthDeps,
): WebAuthProblem | undefined {
  if (query.appid === '') return 10_012;
  if (query.appid !== identity.payAppid) return 10_016;
  if (query.redirect_uri === '') return 10_011;
  if (!isRegistered(query.redirect_uri, callbackDomains)) return 10_003;
  if (query.scope === '') return 10_010;
  if (query.scope !== 'snsapi_base' && query.scope !== 'snsapi_userinfo') return 10_005;
  return query.response_type === 'code' ? undefined : 10_005;
}

function rememberedPerson(cookies = ''): string | undefined {
  return /(?:^|;\s*)sandbox_person=(\w+)/.exec(cookies)?.[1];
}
