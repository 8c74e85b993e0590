import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { billRoutes } from '../bills/bill-routes.ts';
import type { BillOffice } from '../bills/trade-bill.ts';
import { notesOf } from '../wire/request-log.ts';
import type { WireOperation } from '../wire/wire-log.ts';
import { closeTrade } from './close-trade.ts';
import type { CloseDesk } from './close-trade.ts';
import { listCertificates } from './list-certificates.ts';
import {
  closeRequestSchema,
  codePayRequestSchema,
  jsapiOrderRequestSchema,
  orderRequestSchema,
  readBody,
  reverseRequestSchema,
} from './order-request.ts';
import { bodyOf, openPayScope, trustOf } from './pay-scope.ts';
import type { PayScopeDeps } from './pay-scope.ts';
import { PayError } from './pay-errors.ts';
import { payByCode, reverseTrade } from './pay-by-code.ts';
import type { CodePayDesk } from './pay-by-code.ts';
import { placeJsapiOrder, placeNativeOrder } from './place-order.ts';
import { queryTrade, queryTransaction } from './query-trade.ts';
import { toRefundResource } from './refund.ts';
import { abnormalRefundSchema, refundRequestSchema } from './refund-request.ts';
import { applyAbnormalRefund, refundTrade } from './refund-trade.ts';
import type { RefundDesk } from './refund-trade.ts';

const numberParams = z.object({ outTradeNo: z.string() });
const transactionParams = z.object({ transactionId: z.string() });
const refundParams = z.object({ outRefundNo: z.string() });
const refundIdParams = z.object({ refundId: z.string() });
const mchidQuery = z.object({ mchid: z.string().optional() });

export type PayRouteDeps = PayScopeDeps & CodePayDesk & CloseDesk & RefundDesk & { bills: BillOffice };

/** The part of api.mch.weixin.qq.com: orders, queries, closes, refunds, bills, certificates. */
export function payRoutes(scope: FastifyInstance, deps: PayRouteDeps): void {
  const { identity, trades, refunds, ids, signer } = deps;
  const answer = openPayScope(scope, deps);
  const read = <Body>(request: FastifyRequest, schema: z.ZodType<Body>, operation: WireOperation): Body => {
    notesOf(request).operation = operation;
    return readBody(bodyOf(request), schema);
  };

  scope.post('/pay/transactions/native', (request, reply) => {
    const order = read(request, orderRequestSchema, 'native-order');
    const { out_trade_no: outTradeNo, mchid } = order;
    const call = { operation: 'native-order', subject: outTradeNo, outTradeNo, spoiledBy: 'order' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchid, 'body');
      return placeNativeOrder(deps, order, trustOf(request, identity));
    });
  });

  scope.post('/pay/transactions/jsapi', (request, reply) => {
    const order = read(request, jsapiOrderRequestSchema, 'jsapi-order');
    const { out_trade_no: outTradeNo, mchid } = order;
    const call = { operation: 'jsapi-order', subject: outTradeNo, outTradeNo, spoiledBy: 'order' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchid, 'body');
      return placeJsapiOrder(deps, order, trustOf(request, identity));
    });
  });

  scope.post('/pay/transactions/codepay', (request, reply) => {
    const order = read(request, codePayRequestSchema, 'code-pay');
    const { out_trade_no: outTradeNo, mchid } = order;
    const call = { operation: 'code-pay', subject: outTradeNo, outTradeNo, spoiledBy: 'order' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchid, 'body');
      return noteState(request, payByCode(deps, order));
    });
  });

  scope.post('/pay/transactions/out-trade-no/:outTradeNo/reverse', (request, reply) => {
    const { outTradeNo } = numberParams.parse(request.params);
    const { appid, mchid } = read(request, reverseRequestSchema, 'reverse-trade');
    const call = { operation: 'reverse-trade', subject: outTradeNo, outTradeNo, spoiledBy: 'close' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchid, 'body');
      reverseTrade(deps, outTradeNo);
      return { appid, mchid, out_trade_no: outTradeNo };
    });
  });

  scope.get('/pay/transactions/out-trade-no/:outTradeNo', (request, reply) => {
    const { outTradeNo } = numberParams.parse(request.params);
    const call = { operation: 'query-trade', subject: outTradeNo, outTradeNo, spoiledBy: 'query' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchidQuery.parse(request.query).mchid, 'query');
      return noteState(request, queryTrade(trades, outTradeNo));
    });
  });

  scope.get('/pay/transactions/id/:transactionId', (request, reply) => {
    const { transactionId } = transactionParams.parse(request.params);
    const outTradeNo = trades.findByTransaction(transactionId)?.outTradeNo;
    const call = {
      operation: 'query-trade',
      subject: transactionId,
      outTradeNo,
      spoiledBy: 'query',
    } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchidQuery.parse(request.query).mchid, 'query');
      return noteState(request, queryTransaction(trades, transactionId));
    });
  });

  scope.post('/pay/transactions/out-trade-no/:outTradeNo/close', (request, reply) => {
    const { outTradeNo } = numberParams.parse(request.params);
    const { mchid } = read(request, closeRequestSchema, 'close-trade');
    const call = { operation: 'close-trade', subject: outTradeNo, outTradeNo, spoiledBy: 'close' } as const;
    return answer({ request, reply }, call, () => {
      demandOwnMchid(mchid, 'body');
      closeTrade(deps, outTradeNo);
      return undefined;
    });
  });

  scope.post('/refund/domestic/refunds', (request, reply) => {
    const body = read(request, refundRequestSchema, 'refund');
    const outTradeNo = body.out_trade_no ?? trades.findByTransaction(body.transaction_id ?? '')?.outTradeNo;
    const call = {
      operation: 'refund',
      subject: body.out_refund_no,
      outTradeNo,
      spoiledBy: 'refund',
    } as const;
    return answer({ request, reply }, call, () =>
      noteState(request, toRefundResource(refundTrade(deps, body, trustOf(request, identity)))),
    );
  });

  scope.get('/refund/domestic/refunds/:outRefundNo', (request, reply) => {
    const { outRefundNo } = refundParams.parse(request.params);
    const refund = refunds.get(outRefundNo);
    const outTradeNo = refund?.outTradeNo;
    const call = { operation: 'query-refund', subject: outRefundNo, outTradeNo, spoiledBy: 'query' } as const;
    return answer({ request, reply }, call, () => {
      if (!refund) throw new PayError('RESOURCE_NOT_EXISTS', '退款单不存在');
      return noteState(request, toRefundResource(refund));
    });
  });

  scope.post('/refund/domestic/refunds/:refundId/apply-abnormal-refund', (request, reply) => {
    const { refundId } = refundIdParams.parse(request.params);
    const { out_refund_no: outRefundNo } = read(request, abnormalRefundSchema, 'abnormal-refund');
    const outTradeNo = refunds.get(outRefundNo)?.outTradeNo;
    const call = {
      operation: 'abnormal-refund',
      subject: outRefundNo,
      outTradeNo,
      spoiledBy: 'refund',
    } as const;
    return answer({ request, reply }, call, () =>
      noteState(request, toRefundResource(applyAbnormalRefund(deps, { refundId, outRefundNo }))),
    );
  });

  scope.get('/certificates', (request, reply) => {
    const call = { operation: 'certificates', subject: identity.mchid } as const;
    return answer({ request, reply }, call, () => listCertificates(signer, identity, ids));
  });

  billRoutes(scope, answer, deps.bills);

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

/** The wire log tells how it stands. */
function noteState<Resource extends { trade_state: string } | { status: string }>(
  request: FastifyRequest,
  resource: Resource,
): Resource {
  notesOf(request).result = 'trade_state' in resource ? resource.trade_state : resource.status;
  return resource;
}
