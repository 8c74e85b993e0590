import { tradeResultSchema } from '@carillon/contract/schemas';
import type { TradeResult } from '@carillon/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { paymentErrors } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { namesTag } from '../platform/http/entity-tag.ts';
import { readPreferredWait } from '../platform/http/prefer-wait.ts';
import { bearerOf } from '../platform/http/bearer.ts';
import { registerRoute } from '../platform/http/register-route.ts';
import { createWaitingRoom } from '../platform/http/waiting-room.ts';
import type { Visitors } from '../platform/visitors.ts';
import { findWatchableTrade } from './find-watchable-trade.ts';
import type { WatchWish } from './find-watchable-trade.ts';
import { resultOf } from './trade-result.ts';
import type { TradeWatch } from './watch-trades.ts';

export interface TradeResultRouteParts {
  readonly context: Pick<Context, 'database'>;
  readonly visitors: Pick<Visitors, 'findBuyer'>;
  readonly trades: TradeWatch;
}

/** Well below what proxies leave a quiet answer (nginx: 60 s). */
const MAX_WAIT_SECONDS = 25;
const MAX_WAITING = 2_000;
/** Guests of one restaurant may all come by its one address. */
const MAX_WAITING_PER_ADDRESS = 200;

/**
 * The result of a trade for pages without a socket: asked for again and again at little cost, or once with patience.
 * @returns what lets go of all who wait, when the server goes down.
 */
export function registerTradeResultRoute(app: FastifyInstance, parts: TradeResultRouteParts): () => void {
  const { context, visitors, trades } = parts;
  const room = createWaitingRoom({
    maxWaiting: MAX_WAITING,
    maxWaitingPerKey: MAX_WAITING_PER_ADDRESS,
  });

  async function find(wish: WatchWish): Promise<Trade> {
    const trade = await findWatchableTrade(context.database.db, wish);
    if (trade === undefined) throw paymentErrors.trade_not_found();
    return trade;
  }

  /** The client has seen how it stands, and waits for it to become another. */
  async function waitForChange(request: FastifyRequest, reply: FastifyReply, trade: Trade): Promise<void> {
    const seconds = readPreferredWait(request.headers.prefer);
    if (seconds === undefined || seconds === 0) return;
    const patience = Math.min(seconds, MAX_WAIT_SECONDS);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const waiting = { key: request.ip, ms: patience * 1_000, signal: gone.signal };
    const known = resultOf(trade);
    const hasWaited = await room.wait(waiting, (over) =>
      trades.watch(trade, ({ state }) => {
        if (state !== known.state) over();
      }),
    );
    if (hasWaited) reply.header('preference-applied', `wait=${patience}`);
  }

  registerRoute(app, 'readTradeResult', {
    tag: 'payments',
    summary:
      'What became of a trade. `If-None-Match` gets 304 while nothing has, and with `Prefer: wait=25` only when ' +
      'something did or the seconds are over.',
    schemas: {
      params: z.object({ outTradeNo: z.string().max(64) }),
      query: z.object({ token: z.string().max(64).optional() }),
      reply: tradeResultSchema,
    },
    handler: async (request, reply) => {
      const { outTradeNo } = request.params;
      const token = bearerOf(request.headers) ?? request.query.token;
      const wish = { outTradeNo, token, buyerId: await visitors.findBuyer(request) };
      let trade = await find(wish);
      if (resultOf(trade).state === 'open') trades.ask(trade);
      if (namesTag(request.headers['if-none-match'], tagOf(resultOf(trade)))) {
        await waitForChange(request, reply, trade);
        trade = await find(wish);
      }
      const result = resultOf(trade);
      reply
        .header('etag', tagOf(result))
        .header('cache-control', 'private, no-cache')
        .header('vary', 'cookie, authorization');
      if (namesTag(request.headers['if-none-match'], tagOf(result))) reply.code(304);
      return result;
    },
  });
  return () => room.close();
}

function tagOf({ outTradeNo, state }: TradeResult): string {
  return `"${outTradeNo}-${state}"`;
}
