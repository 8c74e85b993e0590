import {
  changePassKindSchema,
  passKindListReplySchema,
  savePassKindSchema,
  staffPassKindListReplySchema,
  staffPassKindReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { changeKind, saveKind } from './change-kinds.ts';
import { selectKinds, selectKindsOnSale } from './kind-store.ts';

const tag = 'passes';
const ofShop = z.object({ shopId: pathId });

/**
 * What a shop sells of passes, for buyers and staff.
 * @param parts.maxPriceFen what one pass may cost
 */
export function registerPassKindRoutes(
  app: FastifyInstance,
  { context, maxPriceFen }: { context: Context; maxPriceFen: number },
): void {
  const { database } = context;

  registerRoute(app, 'listPassKinds', {
    tag,
    summary: 'Lists the passes that a shop sells.',
    schemas: { params: ofShop, reply: passKindListReplySchema },
    handler: async ({ params: { shopId } }) => ({
      kinds: await selectKindsOnSale(database.db, { shopId, maxPriceFen }),
    }),
  });

  registerRoute(app, 'listStaffPassKinds', {
    tag,
    summary: 'Lists all kinds of passes of a shop, also those that are not on sale.',
    schemas: { params: ofShop, reply: staffPassKindListReplySchema },
    handler: async ({ params: { shopId } }) => ({ kinds: await selectKinds(database.db, shopId) }),
  });

  registerRoute(app, 'savePassKind', {
    tag,
    summary: 'Adds a kind of pass.',
    schemas: { params: ofShop, body: savePassKindSchema, reply: staffPassKindReplySchema },
    handler: async ({ params: { shopId }, body: kind }) => saveKind(context, { shopId, kind, maxPriceFen }),
  });

  registerRoute(app, 'changePassKind', {
    tag,
    summary: 'Changes a kind of pass, unless somebody else changed it since it was read. Sold passes stay.',
    schemas: {
      params: ofShop.extend({ kindId: pathId }),
      body: changePassKindSchema,
      reply: staffPassKindReplySchema,
    },
    handler: async ({ params, body: change }) => changeKind(context, { ...params, change, maxPriceFen }),
  });
}
