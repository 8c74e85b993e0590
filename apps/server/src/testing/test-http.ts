import { Writable } from 'node:stream';
import type { MenuReply } from '@carillon/contract';
import { menuReplySchema, orderReplySchema, placeOrderRequestSchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { defineErrors } from '../platform/errors.ts';
import { createHttp } from '../platform/http.ts';
import type { HttpOptions } from '../platform/http.ts';
import { registerCallback } from '../platform/http/register-callback.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { randomIds } from '../platform/ids.ts';
import { createLogger } from '../platform/logging.ts';
import { platformErrors } from '../platform/platform-errors.ts';

const { sold_out } = defineErrors({ sold_out: { status: 409, message: 'None are left.' } });

/** What the shop 7 of a `TestHttp` answers for its menu. */
export const MENU: MenuReply = {
  shop: {
    ...{ id: 7, name: '小馆', phone: '', address: '', pickup: true, delivery: null },
    ...{ promiseMinutes: 30, isOpen: true },
  },
  categories: [],
  seq: 0,
};

export interface TestHttp {
  readonly app: FastifyInstance;
  /** What was logged so far. */
  readonly log: () => string;
}

/**
 * HTTP with three routes of the contract and a callback, and nothing behind them: an order at shop 1 is refused, at
 * shop 2 the database is busy, at any other it meets a fault.
 */
export async function makeHttp(options: Partial<HttpOptions> = {}): Promise<TestHttp> {
  let log = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  const app = await createHttp({
    logger: createLogger({ level: 'debug', destination }),
    ids: randomIds,
    publicUrl: 'https://shop.example',
    trustedProxies: 0,
    maxRequestsPerMinute: 1000,
    guard: () => Promise.resolve(),
    ...options,
  });
  registerRoute(app, 'readMenu', {
    tag: 'catalog',
    summary: 'Reads the menu.',
    schemas: { params: z.object({ shopId: pathId }), reply: menuReplySchema },
    handler: ({ params }) =>
      Promise.resolve({ ...MENU, shop: { ...MENU.shop, id: params.shopId, secret: 'undeclared' } }),
  });
  registerRoute(app, 'placeOrder', {
    tag: 'orders',
    summary: 'Places an order.',
    schemas: {
      params: z.object({ shopId: pathId }),
      body: placeOrderRequestSchema,
      reply: orderReplySchema,
    },
    handler: ({ params }) => {
      if (params.shopId === 1) throw sold_out({ productIds: [3] });
      if (params.shopId === 2) throw platformErrors.database_busy();
      throw new Error('a secret of ours');
    },
  });
  registerRoute(app, 'logOut', {
    tag: 'accounts',
    summary: 'Ends the login.',
    schemas: {},
    handler: () => Promise.resolve(undefined),
  });
  registerCallback(app, '/api/wechat/pay/notify', ({ rawBody }) =>
    Promise.resolve({ text: rawBody.toString(), bytes: rawBody.length }),
  );
  return { app, log: () => log };
}
