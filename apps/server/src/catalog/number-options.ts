import type { OptionGroup, SaveProduct } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { takeOptionIds } from './product-store.ts';

/** Gives ids to what is new; what the product had keeps its own, so that carts go on meaning it. */
export async function numberOptions(
  tx: Tx,
  drafts: SaveProduct['optionGroups'],
  old: readonly OptionGroup[],
): Promise<OptionGroup[]> {
  const known = new Set(old.flatMap(({ id, choices }) => [id, ...choices.map((choice) => choice.id)]));
  const asked = drafts.flatMap(({ id, choices }) => [id, ...choices.map((choice) => choice.id)]);
  const fresh = await takeOptionIds(tx, asked.length);
  // Taken by the first who names it: no id stands for two things.
  const idOf = (id: number | undefined): number =>
    id !== undefined && known.delete(id) ? id : (fresh.pop() ?? Number.NaN);
  return drafts.map((group) => ({
    ...group,
    id: idOf(group.id),
    choices: group.choices.map((choice) => ({ ...choice, id: idOf(choice.id) })),
  }));
}
