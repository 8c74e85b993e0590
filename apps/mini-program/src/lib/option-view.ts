import { groupMissing, lineOf } from '@carillon/buyer';
import type { Translate } from '@carillon/buyer';
import type { OptionGroup, Product } from '@carillon/contract';
import { formatFen } from '@carillon/contract';

/** The sheet in which the options of a product are chosen. */
export interface OptionView {
  readonly name: string;
  readonly groups: readonly {
    readonly id: number;
    readonly name: string;
    readonly hint: string;
    readonly choices: readonly { id: number; name: string; delta: string; isPicked: boolean }[];
  }[];
  /** The button: what it costs as chosen, or what is missing. */
  readonly submit: string;
  readonly canSubmit: boolean;
}

export function optionView(product: Product, picks: readonly number[], t: Translate): OptionView {
  const { name, optionGroups } = product;
  const missing = groupMissing(optionGroups, picks);
  return {
    name,
    groups: optionGroups.map((group) => ({
      ...{ id: group.id, name: group.name, hint: hintOf(group, t) },
      choices: group.choices.map(({ id, name: choice, deltaFen }) => ({
        ...{ id, name: choice, isPicked: picks.includes(id) },
        delta: deltaFen === 0 ? '' : `${deltaFen > 0 ? '+' : ''}${formatFen(deltaFen)}`,
      })),
    })),
    submit: missing
      ? t('menu.options.missing', { group: missing.name })
      : t('menu.options.add', { price: formatFen(lineOf(product, 1, picks).priceFen) }),
    canSubmit: !missing,
  };
}

function hintOf({ min, max }: OptionGroup, t: Translate): string {
  if (min === 1 && max === 1) return t('menu.options.one');
  if (min === max) return t('menu.options.exactly', { count: min });
  if (min === 0) return t('menu.options.upTo', { count: max });
  return t('menu.options.between', { min, max });
}
