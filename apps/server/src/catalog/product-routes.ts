import {
  changeProductSchema,
  productListReplySchema,
  productReplySchema,
  saveProductSchema,
  setStockSchema,
  shelveProductSchema,
  sortProductsSchema,
  stockReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import {
  changeProduct,
  removeProduct,
  saveProduct,
  setStock,
  shelveProduct,
  sortProducts,
} from './change-products.ts';
import { selectProducts } from './product-store.ts';

const tag = 'catalog';
const ofShop = z.object({ shopId: pathId });
const ofProduct = z.object({ shopId: pathId, productId: pathId });

/** What staff do with the products of their shop. */
export function registerProductRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  registerRoute(app, 'listProducts', {
    tag,
    summary: 'Lists all products of a shop, also those off the shelf.',
    schemas: { params: ofShop, reply: productListReplySchema },
    handler: async (request) => ({
      products: await selectProducts(context.database.db, request.params.shopId),
    }),
  });

  registerRoute(app, 'saveProduct', {
    tag,
    summary: 'Adds a product.',
    schemas: { params: ofShop, body: saveProductSchema, reply: productReplySchema },
    handler: async (request) => saveProduct(context, request.params.shopId, request.body),
  });

  registerRoute(app, 'changeProduct', {
    tag,
    summary: 'Changes a product, unless somebody else changed it since it was read.',
    schemas: { params: ofProduct, body: changeProductSchema, reply: productReplySchema },
    handler: async (request) => changeProduct(context, request.params, request.body),
  });

  registerRoute(app, 'shelveProduct', {
    tag,
    summary: 'Puts a product on the shelf, or takes it off.',
    schemas: { params: ofProduct, body: shelveProductSchema, reply: productReplySchema },
    handler: async (request) => shelveProduct(context, request.params, request.body.onShelf),
  });

  registerRoute(app, 'setStock', {
    tag,
    summary: 'Sets how many of a product are left, and says how many were.',
    schemas: { params: ofProduct, body: setStockSchema, reply: stockReplySchema },
    handler: async (request) => setStock(context, request.params, request.body.stock),
  });

  registerRoute(app, 'removeProduct', {
    tag,
    summary: 'Removes a product for good. Orders keep their copies of it.',
    schemas: { params: ofProduct },
    handler: async (request) => {
      await removeProduct(context, request.params);
      return undefined;
    },
  });

  registerRoute(app, 'sortProducts', {
    tag,
    summary: 'Sorts the products of a category.',
    schemas: {
      params: z.object({ shopId: pathId, categoryId: pathId }),
      body: sortProductsSchema,
      reply: productListReplySchema,
    },
    handler: async (request) => sortProducts(context, request.params, request.body.productIds),
  });
}
