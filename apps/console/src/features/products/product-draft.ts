import { MAX_PRICE_FEN, MAX_STOCK } from '@carillon/contract';
import type { ChangeProduct, StaffProduct } from '@carillon/contract';
import { parseYuan } from '../../lib/parse-yuan.ts';

interface ChoiceDraft {
  id?: number;
  name: string;
  /** In yuan, as it is typed: `2`, `-1.5`. */
  delta: string;
}

export interface GroupDraft {
  /** Tells groups apart while they are edited. */
  key: string;
  id?: number;
  name: string;
  min: number;
  max: number;
  choices: ChoiceDraft[];
}

/** A product as its form has it: what is typed, right or not. */
export interface ProductDraft {
  name: string;
  description: string;
  categoryId: string;
  price: string;
  /** Of a new product only; empty is unlimited. */
  stock: string;
  onShelf: boolean;
  /** Left out: as it is. null: none. */
  pictureId?: string | null;
  groups: GroupDraft[];
}

/** What is wrong with a draft; the keys of words. */
export type DraftProblem =
  'name' | 'category' | 'price' | 'stock' | 'groupName' | 'choiceName' | 'delta' | 'sameName';

/** What a form begins with: a product, or nothing in a category. */
export function draftOf(product: StaffProduct | undefined, categoryId: number | undefined): ProductDraft {
  if (!product) {
    const category = categoryId === undefined ? '' : String(categoryId);
    return {
      name: '',
      description: '',
      categoryId: category,
      price: '',
      stock: '',
      onShelf: true,
      groups: [],
    };
  }
  const { name, description, onShelf, priceFen, stock, optionGroups } = product;
  return {
    ...{ name, description, onShelf },
    categoryId: String(product.categoryId),
    price: yuan(priceFen),
    stock: stock === null ? '' : String(stock),
    groups: optionGroups.map(({ choices, ...group }) => ({
      ...group,
      key: `old-${group.id}`,
      choices: choices.map((choice) => ({
        id: choice.id,
        name: choice.name,
        delta: choice.deltaFen === 0 ? '' : yuan(choice.deltaFen),
      })),
    })),
  };
}

/** The first thing that is wrong with a draft; undefined when it can be saved. */
export function problemOf(draft: ProductDraft): DraftProblem | undefined {
  if (draft.name.trim() === '') return 'name';
  if (draft.categoryId === '') return 'category';
  if (parsePrice(draft.price) === undefined) return 'price';
  if (parseStock(draft.stock) === undefined) return 'stock';
  for (const { name, choices } of draft.groups) {
    const names = choices.map((choice) => choice.name.trim());
    if (name.trim() === '') return 'groupName';
    if (names.includes('')) return 'choiceName';
    if (new Set(names).size !== names.length) return 'sameName';
    if (choices.some(({ delta }) => parseDelta(delta) === undefined)) return 'delta';
  }
  return undefined;
}

/** What is sent for a draft without a problem; version, stock and shelf come beside it. */
export function fieldsOf(draft: ProductDraft): Omit<ChangeProduct, 'version'> {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    categoryId: Number(draft.categoryId),
    priceFen: parsePrice(draft.price) ?? 0,
    ...(draft.pictureId !== undefined && { pictureId: draft.pictureId }),
    optionGroups: draft.groups.map(({ id, name, min, max, choices }) => ({
      ...(id !== undefined && { id }),
      ...{ name: name.trim(), min: Math.min(min, choices.length), max: Math.min(max, choices.length) },
      choices: choices.map((choice) => ({
        ...(choice.id !== undefined && { id: choice.id }),
        name: choice.name.trim(),
        deltaFen: parseDelta(choice.delta) ?? 0,
      })),
    })),
  };
}

/** How many are left by what is typed: null is unlimited, undefined is no number. */
export function parseStock(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
  return count !== undefined && count <= MAX_STOCK ? count : undefined;
}

function parsePrice(text: string): number | undefined {
  const priceFen = parseYuan(text);
  return priceFen !== undefined && priceFen <= MAX_PRICE_FEN ? priceFen : undefined;
}

function parseDelta(text: string): number | undefined {
  const [, sign = '', amount = ''] = /^\s*([-−+＋]?)(.*)$/.exec(text) ?? [];
  const fen = amount.trim() === '' && sign === '' ? 0 : parseYuan(amount);
  return fen !== undefined && (sign === '-' || sign === '−') && fen !== 0 ? -fen : fen;
}

function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}
