import {
  categoryListReplySchema,
  saveCategorySchema,
  sortCategoriesSchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { selectCategories } from './category-store.ts';
import { removeCategory, renameCategory, saveCategory, sortCategories } from './change-categories.ts';

const tag = 'catalog';
const ofShop = z.object({ shopId: pathId });
const ofCategory = z.object({ shopId: pathId, categoryId: pathId });
const reply = categoryListReplySchema;

/** What staff do with the categories of their shop. Every answer has all of them. */
export function registerCategoryRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  registerRoute(app, 'listCategories', {
    tag,
    summary: 'Lists the categories of a shop, also the empty ones.',
    schemas: { params: ofShop, reply },
    handler: async (request) => ({
      categories: await selectCategories(context.database.db, request.params.shopId),
    }),
  });

  registerRoute(app, 'saveCategory', {
    tag,
    summary: 'Adds a category behind the others.',
    schemas: { params: ofShop, body: saveCategorySchema, reply },
    handler: async (request) => saveCategory(context, request.params.shopId, request.body.name),
  });

  registerRoute(app, 'sortCategories', {
    tag,
    summary: 'Sorts the categories of a shop.',
    schemas: { params: ofShop, body: sortCategoriesSchema, reply },
    handler: async (request) => sortCategories(context, request.params.shopId, request.body.categoryIds),
  });

  registerRoute(app, 'changeCategory', {
    tag,
    summary: 'Gives a category another name.',
    schemas: { params: ofCategory, body: saveCategorySchema, reply },
    handler: async (request) => renameCategory(context, request.params, request.body.name),
  });

  registerRoute(app, 'removeCategory', {
    tag,
    summary: 'Removes a category in which nothing is.',
    schemas: { params: ofCategory, reply },
    handler: async (request) => removeCategory(context, request.params),
  });
}
