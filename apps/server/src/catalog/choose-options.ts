import type { LineChoice, OptionGroup } from '@carillon/contract';

/**
 * What a buyer chose of a product's options, in the order of the menu; undefined when it cannot be ordered so: a
 * choice that is not there (any more) or is there twice, too few of a group, or too many.
 */
export function chooseOptions(
  groups: readonly OptionGroup[],
  choiceIds: readonly number[],
): LineChoice[] | undefined {
  const wanted = new Set(choiceIds);
  if (wanted.size !== choiceIds.length) return undefined;
  const chosen: LineChoice[] = [];
  for (const { name: group, min, max, choices } of groups) {
    const picks = choices.filter(({ id }) => wanted.has(id));
    if (picks.length < min || picks.length > max) return undefined;
    chosen.push(...picks.map(({ name, deltaFen }) => ({ group, name, deltaFen })));
  }
  return chosen.length === wanted.size ? chosen : undefined;
}

/** The least that the choices can add to a product's price, in fen; below 0 when they can take away. */
export function leastDeltaFen(groups: readonly Pick<OptionGroup, 'min' | 'max' | 'choices'>[]): number {
  return groups.reduce((sum, { min, max, choices }) => {
    const deltas = choices.map(({ deltaFen }) => deltaFen).sort((one, other) => one - other);
    const taken = deltas.slice(0, max).filter((deltaFen, index) => index < min || deltaFen < 0);
    return sum + taken.reduce((total, deltaFen) => total + deltaFen, 0);
  }, 0);
}
