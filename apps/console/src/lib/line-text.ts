import type { OrderLine } from '@carillon/contract';

/** A line of an order in few words, with what was chosen of it: `牛肉面（大份）×2`. */
export function lineText({ name, choices = [], quantity }: OrderLine): string {
  const chosen = choices.map((choice) => choice.name).join('、');
  return `${name}${chosen === '' ? '' : `（${chosen}）`}×${quantity}`;
}
