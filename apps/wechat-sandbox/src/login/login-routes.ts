import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { logRequests, notesOf } from '../wire/request-log.ts';
import type { WireLog } from '../wire/wire-log.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import type { Registration } from './authorize-request.ts';
import { exchangeCode } from './exchange-code.ts';
import type { TokenDesk } from './exchange-code.ts';
import type { LoginBook } from './login-book.ts';
import { exchangeMiniCode } from './mini-login.ts';
import type { MiniLoginDesk } from './mini-login.ts';
import { loginPage, refusalPage } from './login-page.ts';
import { webAuthRoutes } from './web-auth-routes.ts';
import { WX_ERRCODES, waitForLogin } from './wait-for-login.ts';

export interface LoginRouteDeps extends Registration {
  logins: LoginBook;
  tokens: TokenDesk & MiniLoginDesk;
  clock: Clock;
  wire: WireLog;
  /** Ends the long polls when the sandbox stops. */
  stopping: AbortSignal;
}

const uuidQuery = z.object({ uuid: z.string(), last: z.coerce.number().catch(WX_ERRCODES.waiting) });

/** The parts of open.weixin.qq.com and api.weixin.qq.com that logins need. */
export function loginRoutes(scope: FastifyInstance, deps: LoginRouteDeps): void {
  const { logins, clock, wire, stopping } = deps;

  scope.register((logged, _options, done) => {
    logRequests(logged, wire);

    logged.get('/connect/qrconnect', (request, reply) => {
      const asked = readAuthorizeRequest(request.query, deps);
      reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store');
      notesOf(request).checks = [{ name: asked.problem ?? 'redirect_uri', ok: asked.problem === undefined }];
      notesOf(request).operation = 'login-page';
      if (asked.problem) return reply.send(refusalPage(asked.lang, asked.problem));
      const login = logins.open(asked);
      notesOf(request).subject = login.uuid;
      const qrText = `${request.protocol}://${request.host}/connect/confirm?uuid=${login.uuid}`;
      return reply.send(loginPage({ lang: asked.lang, uuid: login.uuid, qrText }));
    });

    logged.get('/sns/oauth2/access_token', (request, reply) => {
      const answer = exchangeCode(deps.tokens, request.query);
      const refused = 'errcode' in answer;
      notesOf(request).checks = [{ name: 'code', ok: !refused, ...(refused && { note: answer.errmsg }) }];
      notesOf(request).operation = 'exchange-code';
      if (refused) notesOf(request).result = String(answer.errcode);
      // api.weixin.qq.com says text/plain, also when it sends JSON.
      return reply.type('text/plain; charset=utf-8').send(JSON.stringify(answer));
    });
    logged.get('/sns/jscode2session', (request, reply) => {
      const answer = exchangeMiniCode(deps.tokens, request.query);
      const refused = 'errcode' in answer;
      notesOf(request).checks = [{ name: 'code', ok: !refused, ...(refused && { note: answer.errmsg }) }];
      notesOf(request).operation = 'exchange-code';
      if (refused) notesOf(request).result = String(answer.errcode);
      return reply.type('text/plain; charset=utf-8').send(JSON.stringify(answer));
    });
    webAuthRoutes(logged, { ...deps.tokens, callbackDomains: deps.callbackDomains });
    done();
  });

  // A camera that reads the QR lands here; the phone page takes it from there.
  scope.get('/connect/confirm', (request, reply) => {
    const { uuid } = uuidQuery.parse(request.query);
    return reply.redirect(`/?scan=${encodeURIComponent(uuid)}`);
  });

  scope.get('/connect/l/qrconnect', (request, reply) => {
    const { uuid, last } = uuidQuery.parse(request.query);
    const closed = new AbortController();
    reply.raw.once('close', () => closed.abort());
    reply.header('Cache-Control', 'no-store');
    return waitForLogin(
      { logins, clock },
      { uuid, lastErrcode: last, gone: AbortSignal.any([closed.signal, stopping]) },
    );
  });
}
