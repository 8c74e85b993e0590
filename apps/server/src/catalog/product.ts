/** A product as it is sold at this moment. */
export interface Offer {
  readonly productId: number;
  readonly name: string;
  readonly priceFen: number;
  readonly onShelf: boolean;
}

/** How many of a product someone wants. */
export interface Demand {
  readonly productId: number;
  readonly quantity: number;
}

/** A product of which less is left than is wanted. */
export interface Shortage {
  readonly productId: number;
  readonly name: string;
  readonly left: number;
}
