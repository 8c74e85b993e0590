import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import { notesOf } from '../wire/request-log.ts';
import type { AccessTokens } from './access-tokens.ts';
import { finishedEvent } from './finished-event.ts';
import type { MessagePush } from './message-push.ts';
import { sendMessage } from './send-message.ts';
import type { MessageDesk } from './send-message.ts';

const tokenBody = z.object({
  grant_type: z.string().catch(''),
  appid: z.string().catch(''),
  secret: z.string().catch(''),
  force_refresh: z.boolean().catch(false),
});
const tokenQuery = z.object({ access_token: z.string().catch('') });

export interface MessageRouteDeps extends MessageDesk {
  identity: Identity;
  push: MessagePush;
  /** Of the mini program: an app's token is good for its own operations alone. */
  miniTokens: AccessTokens;
}

/** The parts of api.weixin.qq.com that messages of the service account need. Errors come with HTTP 200, too. */
export function messageRoutes(scope: FastifyInstance, deps: MessageRouteDeps): void {
  const { identity, accessTokens, faults, push } = deps;

  // Source: 获取稳定版接口调用凭据.
  scope.post('/cgi-bin/stable_token', (request) => {
    const {
      grant_type: grantType,
      appid,
      secret,
      force_refresh: force,
    } = tokenBody.parse(request.body ?? {});
    const apps = [
      { appid: identity.payAppid, secret: identity.paySecret, tokens: accessTokens },
      { appid: identity.miniAppid, secret: identity.miniSecret, tokens: deps.miniTokens },
    ];
    const app = apps.find((one) => one.appid === appid);
    const refuse = (errcode: number, errmsg: string) => {
      Object.assign(notesOf(request), { operation: 'stable-token', result: String(errcode) });
      return { errcode, errmsg };
    };
    if (grantType !== 'client_credential') return refuse(40002, 'invalid grant_type');
    if (app === undefined) return refuse(40013, 'invalid appid');
    if (secret !== app.secret) return refuse(40125, 'invalid appsecret');
    const token = app.tokens.ask({ force });
    if (token === undefined) return refuse(45009, 'reach max api daily quota limit');
    Object.assign(notesOf(request), { operation: 'stable-token', checks: [{ name: 'secret', ok: true }] });
    return { access_token: token.accessToken, expires_in: token.leftS };
  });

  // Source: 发送模板消息.
  scope.post('/cgi-bin/message/template/send', (request, reply) => {
    const { access_token: accessToken } = tokenQuery.parse(request.query);
    const sent = sendMessage(deps, accessToken, request.body);
    const notes = Object.assign(notesOf(request), { operation: 'template-message' as const });
    if ('errcode' in sent) {
      notes.result = String(sent.errcode);
      return reply.send(sent);
    }
    notes.subject = sent.message.msgId;
    if (sent.isNew) push.tell(finishedEvent(sent.message));
    if (faults.take('message-500')) return reply.code(500).send('');
    // By hand: the number is larger than JSON.stringify could write.
    const answer = `{"errcode":0,"errmsg":"ok","msgid":${sent.message.msgId}}`;
    return reply.type('application/json; charset=utf-8').send(answer);
  });
}
