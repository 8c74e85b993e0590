import type { OptionGroup } from '@carillon/contract';

/** Where nobody needs to think twice: what must be chosen is, from the top. */
export function firstPicks(groups: readonly OptionGroup[]): number[] {
  return groups.flatMap(({ min, choices }) => choices.slice(0, min).map(({ id }) => id));
}

/**
 * The picks after a tap on a choice. Of a group of which one is chosen, the new one takes the old one's place; of
 * others it comes and goes, as long as there is room.
 */
export function togglePick(group: OptionGroup, picks: readonly number[], choiceId: number): number[] {
  const ofGroup = picks.filter((id) => group.choices.some((choice) => choice.id === id));
  const others = picks.filter((id) => !ofGroup.includes(id));
  if (ofGroup.includes(choiceId)) {
    const isNeeded = group.min === 1 && group.max === 1;
    return isNeeded ? [...picks] : picks.filter((id) => id !== choiceId);
  }
  if (group.max === 1) return [...others, choiceId];
  return ofGroup.length < group.max ? [...picks, choiceId] : [...picks];
}

/** The first group of which too few are chosen. */
export function groupMissing(
  groups: readonly OptionGroup[],
  picks: readonly number[],
): OptionGroup | undefined {
  return groups.find(({ min, choices }) => choices.filter(({ id }) => picks.includes(id)).length < min);
}
