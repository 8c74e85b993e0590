import {
  saveTableSchema,
  savedTableReplySchema,
  tableCodeSchema,
  tableListReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { removeTable, renameTable, renewTable, saveTable } from './change-tables.ts';
import { selectTables } from './table-store.ts';

const tag = 'catalog';
const ofShop = z.object({ shopId: pathId });
const ofTable = z.object({ shopId: pathId, code: tableCodeSchema });

/** What staff do with the tables of their shop. */
export function registerTableRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  registerRoute(app, 'listTables', {
    tag,
    summary: 'Lists the tables of a shop with the codes for their QRs, for its staff.',
    schemas: { params: ofShop, reply: tableListReplySchema },
    handler: async (request) => ({
      tables: await selectTables(context.database.db, request.params.shopId),
    }),
  });

  registerRoute(app, 'saveTable', {
    tag,
    summary: 'Adds a table, with a code for its QR.',
    schemas: { params: ofShop, body: saveTableSchema, reply: savedTableReplySchema },
    handler: async (request) => saveTable(context, request.params.shopId, request.body.name),
  });

  registerRoute(app, 'changeTable', {
    tag,
    summary: 'Gives a table another name.',
    schemas: { params: ofTable, body: saveTableSchema, reply: savedTableReplySchema },
    handler: async (request) => renameTable(context, request.params, request.body.name),
  });

  registerRoute(app, 'renewTable', {
    tag,
    summary: 'Gives a table a new code: the QR that was printed leads nowhere from then on.',
    schemas: { params: ofTable, reply: savedTableReplySchema },
    handler: async (request) => renewTable(context, request.params),
  });

  registerRoute(app, 'removeTable', {
    tag,
    summary: 'Removes a table. Orders that were placed at it keep its name.',
    schemas: { params: ofTable },
    handler: async (request) => {
      await removeTable(context, request.params);
      return undefined;
    },
  });
}
