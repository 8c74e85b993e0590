import {
  buyPassSchema,
  claimPassSchema,
  ownOrderReplySchema,
  passDetailReplySchema,
  passEntriesQuerySchema,
  passListReplySchema,
  passReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { buyerNow } from '../buyers/index.ts';
import { readOrder } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { buyPass } from './buy-pass.ts';
import { claimPass } from './claim-pass.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { listOwnPasses, readPass } from './read-passes.ts';
import { requireBuyer } from './require-buyer.ts';

const tag = 'passes';
/** A token has 256 bits: this is against noise, not against guessing. */
const MAX_CLAIMS_PER_MINUTE = 30;

/**
 * What buyers do with passes, but for showing them.
 * @param parts.maxPriceFen what one pass may cost
 */
export function registerPassRoutes(
  app: FastifyInstance,
  { context, visitors, maxPriceFen }: { context: Context; visitors: Visitors; maxPriceFen: number },
): void {
  registerRoute(app, 'buyPass', {
    tag,
    summary: 'Places an order for a pass, once per `Idempotency-Key`; the pass is issued when it is paid.',
    schemas: { params: z.object({ shopId: pathId }), body: buyPassSchema, reply: ownOrderReplySchema },
    handler: async (request, reply) => {
      const idempotencyKey = readIdempotencyKey(request);
      const { shopId } = request.params;
      const buyerId = await requireBuyer(visitors, request, reply);
      const wish = { shopId, buyerId, idempotencyKey, request: request.body, maxPriceFen };
      const orderId = await buyPass(context, wish);
      request.log.info({ orderId }, 'pass ordered');
      // They may have logged in meanwhile: then it is their account's.
      const owner = await buyerNow(context.database.db, buyerId, context.clock.now());
      return readOrder(context.database, orderId, { buyerId: owner, shopIds: [] });
    },
  });

  registerRoute(app, 'listOwnPasses', {
    tag,
    summary:
      'Lists the passes of this buyer at all shops: those that can be used first, then the newest first.',
    schemas: { reply: passListReplySchema },
    handler: async (request) => listOwnPasses(context, await visitors.findBuyer(request)),
  });

  registerRoute(app, 'readPass', {
    tag,
    summary: 'Reads a pass of this buyer, with its ledger by pages.',
    schemas: {
      params: z.object({ passId: pathId }),
      query: passEntriesQuerySchema,
      reply: passDetailReplySchema,
    },
    handler: async (request) => {
      const buyerId = await visitors.findBuyer(request);
      return readPass(context, request.params.passId, { buyerId, ...request.query });
    },
  });

  registerRoute(app, 'claimPass', {
    tag,
    summary: 'Takes a pass that staff gave away; whoever comes first has it.',
    schemas: { body: claimPassSchema, reply: passReplySchema },
    maxPerMinute: MAX_CLAIMS_PER_MINUTE,
    handler: async (request, reply) => {
      const buyerId = await requireBuyer(visitors, request, reply);
      const claimed = await claimPass(context, { token: request.body.token, buyerId });
      request.log.info({ passId: claimed.pass.id }, 'pass claimed');
      return claimed;
    },
  });
}
