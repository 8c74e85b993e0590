import {
  changeShopSettingsSchema,
  setShopOpenSchema,
  shopSettingsReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { changeShopSettings, readShopSettings, setShopOpen } from './change-shop-settings.ts';

const tag = 'catalog';
const params = z.object({ shopId: pathId });

/** What a shop is called, how it takes orders, and whether it takes any. Whom each is for, the contract says. */
export function registerShopSettingsRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  registerRoute(app, 'readShopSettings', {
    tag,
    summary: 'Reads a shop’s settings, for its staff.',
    schemas: { params, reply: shopSettingsReplySchema },
    handler: async (request) => ({
      settings: await readShopSettings(context.database.db, request.params.shopId),
    }),
  });

  registerRoute(app, 'changeShopSettings', {
    tag,
    summary: 'Changes a shop’s settings, all at once; for its owners and managers.',
    schemas: { params, body: changeShopSettingsSchema, reply: shopSettingsReplySchema },
    handler: async (request) => ({
      settings: await changeShopSettings(context, request.params.shopId, request.body),
    }),
  });

  registerRoute(app, 'setShopOpen', {
    tag,
    summary: 'Opens a shop for orders, or closes it.',
    schemas: { params, body: setShopOpenSchema, reply: shopSettingsReplySchema },
    handler: async (request) => ({
      settings: await setShopOpen(context, request.params.shopId, request.body.isOpen),
    }),
  });
}
