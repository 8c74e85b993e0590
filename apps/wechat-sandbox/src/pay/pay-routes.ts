import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { signatureHeaders, signingKeyFor } from '../keys/wechat-signature.ts';
import type { Trust } from '../keys/wechat-signature.ts';
import { logRequests, notesOf } from '../wire/request-log.ts';
import type { WireLog, WireOperation } from '../wire/wire-log.ts';
import { checkAuthorization } from './authorization.ts';
import { closeTrade } from './close-trade.ts';
import { listCertificates } from './list-certificates.ts';
import { closeRequestSchema, orderRequestSchema, readBody } from './order-request.ts';
import { PAY_ERRORS, PayError } from './pay-errors.ts';
import { placeNativeOrder } from './place-native-order.ts';
import type { PayDesk } from './place-native-order.ts';
import { queryTrade } from './query-trade.ts';

const BODY_LIMIT_BYTES = 64 * 1024;
const numberParams = z.object({ outTradeNo: z.string() });

/** The part of api.mch.weixin.qq.com: believes nobody unsigned, and signs all that it answers. */
export function payRoutes(scope: FastifyInstance, { desk, wire }: { desk: PayDesk; wire: WireLog }): void {
  const { identity, trades, clock, ids } = desk;

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
      { identity, nowMs: clock.now(), checks: notesOf(request).checks },
    );
    trustOf(request, identity.publicKey.id);
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
    if (error.code === 'SYSTEM_ERROR') request.log.error(thrown);
    return sendJson(reply.code(error.status).header('Request-ID', requestId(error.code)), error.body);
  });
  scope.setNotFoundHandler(() => {
    throw new PayError('RESOURCE_NOT_EXISTS', '请求的资源不存在');
  });

  scope.post('/pay/transactions/native', (request, reply) => {
    notesOf(request).operation = 'native-order';
    const order = readBody(bodyOf(request), orderRequestSchema);
    demandOwnMchid(order.mchid, 'body');
    note(request, 'native-order', order.out_trade_no);
    return sendJson(
      reply,
      JSON.stringify(placeNativeOrder(desk, order, trustOf(request, identity.publicKey.id))),
    );
  });

  scope.get('/pay/transactions/out-trade-no/:outTradeNo', (request, reply) => {
    const { outTradeNo } = numberParams.parse(request.params);
    note(request, 'query-trade', outTradeNo);
    demandOwnMchid(z.object({ mchid: z.string().optional() }).parse(request.query).mchid, 'query');
    const resource = queryTrade(trades, outTradeNo);
    notesOf(request).result = resource.trade_state;
    return sendJson(reply, JSON.stringify(resource));
  });

  scope.post('/pay/transactions/out-trade-no/:outTradeNo/close', (request, reply) => {
    const { outTradeNo } = numberParams.parse(request.params);
    note(request, 'close-trade', outTradeNo);
    demandOwnMchid(readBody(bodyOf(request), closeRequestSchema).mchid, 'body');
    closeTrade(trades, outTradeNo);
    return reply.code(204).send();
  });

  scope.get('/certificates', (request, reply) => {
    notesOf(request).operation = 'certificates';
    return sendJson(reply, JSON.stringify(listCertificates(identity, ids)));
  });

  function vouchFor(request: FastifyRequest, reply: FastifyReply, body: string): void {
    const trust: Trust =
      request.headers['wechatpay-serial'] === identity.publicKey.id ? 'public-key' : 'certificate';
    const timestamp = Math.floor(clock.now() / 1000);
    reply.headers(
      signatureHeaders({ body, timestamp, nonce: ids.token(32) }, signingKeyFor(identity, trust)),
    );
    if (!reply.hasHeader('Request-ID')) reply.header('Request-ID', requestId());
  }

  function requestId(code?: keyof typeof PAY_ERRORS): string {
    return `${ids.hex(40)}-${code ? PAY_ERRORS[code].number : 0}`;
  }

  function demandOwnMchid(mchid: string | undefined, location: 'body' | 'query'): void {
    if (mchid === identity.mchid) return;
    throw new PayError('PARAM_ERROR', 'mchid与Authorization中的mchid不一致', {
      field: '/mchid',
      value: mchid ?? null,
      issue: 'mchid differs from the one that signed',
      location,
    });
  }
}

function note(request: FastifyRequest, operation: WireOperation, subject: string): void {
  Object.assign(notesOf(request), { operation, subject });
}

function bodyOf(request: FastifyRequest): string {
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

function trustOf(request: FastifyRequest, publicKeyId: string): Trust {
  const serial = request.headers['wechatpay-serial'];
  if (serial === publicKeyId) return 'public-key';
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
