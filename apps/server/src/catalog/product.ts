import type { LineChoice, OptionGroup } from '@carillon/contract';

/** A product as it is sold at this moment. */
export interface Offer {
  readonly productId: number;
  readonly name: string;
  readonly priceFen: number;
  readonly onShelf: boolean;
  readonly optionGroups: readonly OptionGroup[];
}

/** How many of a product someone wants. */
export interface Demand {
  readonly productId: number;
  readonly quantity: number;
}

/** How many of a product someone wants, and how. */
export interface ChosenDemand extends Demand {
  /** What was chosen of its options, in any order. Left out: nothing. */
  readonly choiceIds?: readonly number[] | undefined;
}

/** A product of which less is left than is wanted. */
export interface Shortage {
  readonly productId: number;
  readonly name: string;
  readonly left: number;
}

/** What one of a product costs, as it was chosen. */
export interface Quote extends Demand {
  readonly name: string;
  /** With what the choices add. */
  readonly unitPriceFen: number;
  readonly choices: readonly LineChoice[];
}
