import {
  menuReplySchema,
  shopListReplySchema,
  tableCodeSchema,
  tableReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { selectShops } from './catalog-store.ts';
import { registerCategoryRoutes } from './category-routes.ts';
import { registerPictureRoutes } from './picture-routes.ts';
import { registerProductRoutes } from './product-routes.ts';
import { registerShopSettingsRoutes } from './shop-settings-routes.ts';
import { registerTableRoutes } from './table-routes.ts';
import { readMenu } from './read-menu.ts';
import { readTable } from './read-table.ts';

const tag = 'catalog';
const ofShop = z.object({ shopId: pathId });

/** Shops, menus and tables. A browser that reads a menu becomes a buyer: it is given its cookie. */
export function registerCatalogRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  const { db } = context.database;

  registerRoute(app, 'listShops', {
    tag,
    summary: 'Lists the shops that this server is for.',
    schemas: { reply: shopListReplySchema },
    handler: async () => ({ shops: await selectShops(db) }),
  });

  registerRoute(app, 'readMenu', {
    tag,
    summary: 'Reads what a shop sells, by category, with what is left.',
    schemas: { params: ofShop, reply: menuReplySchema },
    handler: async (request, reply) => {
      await visitors.buyer(request, reply);
      return readMenu(db, request.params.shopId);
    },
  });

  registerRoute(app, 'readTable', {
    tag,
    summary: 'Tells which table, of which shop, has the code in a QR.',
    schemas: { params: z.object({ code: tableCodeSchema }), reply: tableReplySchema },
    handler: async (request, reply) => {
      await visitors.buyer(request, reply);
      return readTable(db, request.params.code);
    },
  });

  registerShopSettingsRoutes(app, { context });
  registerProductRoutes(app, { context });
  registerPictureRoutes(app, { context });
  registerCategoryRoutes(app, { context });
  registerTableRoutes(app, { context });
}
