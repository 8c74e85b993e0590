/** The schemas of what a shop sells, where its guests sit, and how its staff change both. */
import { z } from 'zod';
import {
  MAX_CATEGORIES,
  MAX_CATEGORY_NAME_LENGTH,
  MAX_CHOICES,
  MAX_DESCRIPTION_LENGTH,
  MAX_OPTION_GROUPS,
  MAX_OPTION_NAME_LENGTH,
  MAX_PRICE_FEN,
  MAX_PRODUCTS,
  MAX_PRODUCT_NAME_LENGTH,
  MAX_STOCK,
  MAX_TABLE_NAME_LENGTH,
} from './catalog-limits.ts';
import { lineOfText, text } from './text-schemas.ts';

const id = z.int().positive();
const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');
const instant = z.iso.datetime().describe('UTC, ISO 8601.');
const stock = z.int().nonnegative().nullable().describe('How many are left; null means unlimited.');
const deltaFen = z.int().describe('What it adds to the price, in fen; below 0 it takes away.');

export const tableCodeSchema = lineOfText.max(32).describe('Opaque code printed in the QR of the table.');

/** What a buyer chooses of a product: its size, how hot, what else goes in. */
export const optionGroupSchema = z.object({
  id,
  name: z.string(),
  min: z.int().nonnegative().describe('How many must be chosen at least.'),
  max: z.int().positive().describe('How many may be chosen at most.'),
  choices: z.array(z.object({ id, name: z.string(), deltaFen })).min(1),
});

/** What was chosen, as an order copies it. */
export const lineChoiceSchema = z.object({
  group: z.string().describe('The name of its group.'),
  name: z.string(),
  deltaFen: deltaFen.describe('Is in the line’s `unitPriceFen` already.'),
});

export const productSchema = z.object({
  id,
  name: z.string(),
  description: z.string(),
  pictureUrl: z.string().describe('Small, as a menu shows it; empty when there is none.'),
  largePictureUrl: z.string().describe('Empty when there is none.'),
  priceFen: amountFen.describe('In fen, before anything is chosen.'),
  stock,
  optionGroups: z.array(optionGroupSchema),
});
export const categorySchema = z.object({ id, name: z.string(), products: z.array(productSchema) });

/** Payload of `/topic/shops/{shopId}/menu`. */
export const menuEventSchema = z.discriminatedUnion('type', [
  z
    .object({ type: z.literal('menu.changed'), at: instant, shopId: id })
    .describe('Its staff changed something: read the menu again.'),
  z
    .object({
      type: z.literal('menu.stock'),
      at: instant,
      shopId: id,
      products: z.array(z.object({ productId: id, stock })).min(1),
    })
    .describe('Few of these products are left, none any more, or some again.'),
]);

export const tableSchema = z.object({
  code: z.string().describe('Opaque code printed in the QR of the table.'),
  name: z.string(),
});
export const tableListReplySchema = z.object({ tables: z.array(tableSchema) });
export const saveTableSchema = z.object({ name: lineOfText.trim().min(1).max(MAX_TABLE_NAME_LENGTH) });
export const savedTableReplySchema = z.object({ table: tableSchema });

/** A category as staff see it: also one in which nothing is. */
export const staffCategorySchema = z.object({ id, name: z.string() });
export const categoryListReplySchema = z.object({
  categories: z.array(staffCategorySchema).describe('As they are sorted.'),
});
export const saveCategorySchema = z.object({
  name: lineOfText.trim().min(1).max(MAX_CATEGORY_NAME_LENGTH),
});
export const sortCategoriesSchema = z.object({
  categoryIds: z.array(id).min(1).max(MAX_CATEGORIES).describe('Each category of the shop once.'),
});

/** A product as staff see it. */
export const staffProductSchema = productSchema.extend({
  categoryId: id,
  onShelf: z.boolean(),
  version: z.int().positive().describe('Grows with each change of what `changeProduct` changes.'),
});
export const productListReplySchema = z.object({
  products: z.array(staffProductSchema).describe('By category, as they are sorted.'),
});
export const productReplySchema = z.object({ product: staffProductSchema });

const optionName = lineOfText.trim().min(1).max(MAX_OPTION_NAME_LENGTH);
const known = id.optional().describe('Left out: it is new.');
const choiceDraft = z.object({
  id: known,
  name: optionName,
  deltaFen: deltaFen.min(-MAX_PRICE_FEN).max(MAX_PRICE_FEN),
});
const optionGroupDraft = z
  .object({
    id: known,
    name: optionName,
    min: z.int().min(0).max(MAX_CHOICES),
    max: z.int().min(1).max(MAX_CHOICES),
    choices: z.array(choiceDraft).min(1).max(MAX_CHOICES),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], error: 'must not be above max' })
  .refine(({ max, choices }) => max <= choices.length, {
    path: ['max'],
    error: 'must not be above the number of choices',
  })
  .refine(({ choices }) => new Set(choices.map(({ name }) => name)).size === choices.length, {
    path: ['choices'],
    error: 'must have names of their own',
  });

const productFields = z.object({
  categoryId: id,
  name: lineOfText.trim().min(1).max(MAX_PRODUCT_NAME_LENGTH),
  description: text.trim().max(MAX_DESCRIPTION_LENGTH),
  priceFen: amountFen.max(MAX_PRICE_FEN),
  pictureId: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .optional()
    .describe('Of `uploadPicture`. null: none. Left out: as it is.'),
  optionGroups: z.array(optionGroupDraft).max(MAX_OPTION_GROUPS),
});
const newStock = z.int().min(0).max(MAX_STOCK).nullable().describe('null means unlimited.');

export const saveProductSchema = productFields.extend({ stock: newStock, onShelf: z.boolean() });
export const changeProductSchema = productFields.extend({
  version: z.int().positive().describe('Which version was changed: refused when another came since.'),
});
export const shelveProductSchema = z.object({ onShelf: z.boolean() });
export const setStockSchema = z.object({ stock: newStock });
export const stockReplySchema = productReplySchema.extend({
  replaced: stock.describe('What was left at the moment at which it was set; null: it was unlimited.'),
});
export const sortProductsSchema = z.object({
  productIds: z.array(id).min(1).max(MAX_PRODUCTS).describe('Each product of the category once.'),
});

export const pictureReplySchema = z.object({
  picture: z.object({
    id: z.string().describe('For the `pictureId` of a product.'),
    url: z.string(),
    largeUrl: z.string(),
    width: z.int().positive().describe('Of the large one, in pixels.'),
    height: z.int().positive(),
  }),
});
