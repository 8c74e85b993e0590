import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import type { Signer } from '../keys/signer.ts';
import { signatureHeaders } from '../keys/wechat-signature.ts';
import type { Trust } from '../keys/wechat-signature.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { logRequests, logUnanswered, notesOf } from '../wire/request-log.ts';
import type { WireLog, WireOperation } from '../wire/wire-log.ts';
import { checkAuthorization } from './authorization.ts';
import { PAY_ERRORS, PayError } from './pay-errors.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

export interface PayScopeDeps {
  identity: Identity;
  signer: Signer;
  faults: FaultBench;
  /** Signatures are as old as the machines of both ends say. */
  machineClock: Clock;
  ids: Ids;
  wire: WireLog;
}

/** What a call is about, and which faults may spoil its answer. */
interface PayCall {
  operation: WireOperation;
  /** Shown on the wire log. */
  subject: string;
  outTradeNo?: string | undefined;
  spoiledBy?: 'order' | 'query' | 'close' | 'refund';
}

/** Does the work, unless a fault forbids it, and answers what it gives: JSON, or 204 for nothing. */
export type AnswerCall = (
  exchange: { request: FastifyRequest; reply: FastifyReply },
  call: PayCall,
  work: () => object | undefined,
) => FastifyReply;

/** Makes a scope api.mch.weixin.qq.com's: believes nobody unsigned, and signs all that it answers. */
export function openPayScope(scope: FastifyInstance, deps: PayScopeDeps): AnswerCall {
  const { identity, signer, faults, machineClock, ids, wire } = deps;

  // The signature is over the bytes that came, so the body stays text until it is believed.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    '*',
    { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => done(null, body),
  );

  scope.addHook('preValidation', (request, _reply, done) => {
    demandHeaders(request);
    checkAuthorization(
      {
        authorization: request.headers.authorization,
        method: request.method,
        url: request.raw.url ?? request.url,
        body: bodyOf(request),
      },
      { identity, nowMs: machineClock.now(), checks: notesOf(request).checks },
    );
    trustOf(request, identity);
    done();
  });
  scope.addHook('onSend', (request, reply, payload, done) => {
    vouchFor(request, reply, typeof payload === 'string' ? payload : '');
    done(null, payload);
  });
  logRequests(scope, wire);

  scope.setErrorHandler((thrown, request, reply) => {
    const error = thrown instanceof PayError ? thrown : asPayError(thrown);
    notesOf(request).result = error.code;
    if (!(thrown instanceof PayError) && error.code === 'SYSTEM_ERROR') request.log.error(thrown);
    return sendJson(reply.code(error.status).header('Request-ID', requestId(error.code)), error.body);
  });
  scope.setNotFoundHandler(() => {
    throw new PayError('RESOURCE_NOT_EXISTS', '请求的资源不存在');
  });

  function vouchFor(request: FastifyRequest, reply: FastifyReply, body: string): void {
    if (!reply.hasHeader('Request-ID')) reply.header('Request-ID', requestId());
    // What a bill's address answers is a file, vouched for by its hash alone.
    if (notesOf(request).operation === 'download-bill' && reply.statusCode === 200) return;
    const trust: Trust =
      request.headers['wechatpay-serial'] === identity.publicKey.id ? 'public-key' : 'certificate';
    const timestamp = Math.floor(machineClock.now() / 1000);
    reply.headers(signatureHeaders({ body, timestamp, nonce: ids.token(32) }, signer.keyForAnswer(trust)));
  }

  function requestId(code?: keyof typeof PAY_ERRORS): string {
    return `${ids.hex(40)}-${code ? PAY_ERRORS[code].number : 0}`;
  }

  return ({ request, reply }, { operation, subject, outTradeNo, spoiledBy }, work) => {
    const notes = notesOf(request);
    Object.assign(notes, { operation, subject });
    if (faults.take('busy', { outTradeNo })) {
      notes.faults = ['busy'];
      throw new PayError('FREQUENCY_LIMITED', '频率超限，请求过于频繁，请降低频率后重试');
    }
    const answer = work();
    const unanswered = spoiledBy && faults.take(`${spoiledBy}-timeout`, { outTradeNo });
    if (unanswered) {
      notes.faults = [unanswered.name];
      return keepSilent(request, reply, unanswered.value);
    }
    const failed = spoiledBy && faults.take(`${spoiledBy}-500`, { outTradeNo });
    if (failed) {
      notes.faults = [failed.name];
      throw new PayError('SYSTEM_ERROR', '系统异常，请用相同参数重新调用');
    }
    if (!answer) return reply.code(204).send();
    return sendJson(reply, JSON.stringify(answer));
  };

  /** The connection stays open without a word, and is cut after `silenceMs`. */
  function keepSilent(request: FastifyRequest, reply: FastifyReply, silenceMs: number): FastifyReply {
    reply.hijack();
    const cancel = machineClock.after(silenceMs, () => reply.raw.destroy());
    reply.raw.once('close', cancel);
    logUnanswered(request, wire, 'no answer was sent');
    return reply;
  }
}

export function bodyOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

function sendJson(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(body);
}

/** WeChat Pay wants both in every request. Source: WeChat Pay, "基本规则". */
function demandHeaders(request: FastifyRequest): void {
  const { accept = '', 'user-agent': agent } = request.headers;
  if (agent && /application\/json|\*\/\*/.test(accept)) return;
  throw new PayError('PARAM_ERROR', 'Http头缺少Accept或User-Agent', { location: 'header' });
}

/** How the merchant wishes to check this answer, and the notifications of what it orders. @throws PARAM_ERROR */
export function trustOf(request: FastifyRequest, { publicKey }: Identity): Trust {
  const serial = request.headers['wechatpay-serial'];
  if (serial === publicKey.id) return 'public-key';
  if (typeof serial !== 'string' || !serial.startsWith('PUB_KEY_ID_')) return 'certificate';
  throw new PayError('PARAM_ERROR', 'Http头Wechatpay-Serial中的公钥ID不属于该商户', {
    field: 'Wechatpay-Serial',
    value: serial,
    issue: 'unknown public key id',
    location: 'header',
  });
}

/** Fastify's own refusals (a body too large, say) are the caller's; anything else is ours. */
function asPayError(thrown: unknown): PayError {
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' && status < 500
    ? new PayError('PARAM_ERROR', thrown instanceof Error ? thrown.message : '请求无法读取')
    : new PayError('SYSTEM_ERROR', '系统异常，请用相同参数重新调用');
}
