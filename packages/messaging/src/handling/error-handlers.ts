import type { ErrorMatch } from './handlers.ts';
import type { ErrorMapping } from './mapping.ts';

interface Entry {
  readonly match: ErrorMatch<unknown>;
  readonly mapping: ErrorMapping;
}

/** The error handlers of a group, and behind them those of the group around it. */
export class ErrorHandlers {
  readonly #entries: Entry[] = [];
  readonly #outer: ErrorHandlers | undefined;

  constructor(outer?: ErrorHandlers) {
    this.#outer = outer;
  }

  add(match: ErrorMatch<unknown>, mapping: ErrorMapping): void {
    this.#entries.push({ match, mapping });
  }

  find(error: unknown): ErrorMapping | undefined {
    let nearest: ErrorMapping | undefined;
    let nearestDistance = Infinity;
    for (const { match, mapping } of this.#entries) {
      const distance = distanceOf(match, error);
      if (distance >= nearestDistance) continue;
      nearest = mapping;
      nearestDistance = distance;
    }
    return nearest ?? this.#outer?.find(error);
  }
}

/** -1 for a function that picks the error, else how many classes lie between; Infinity when it is another. */
function distanceOf(match: ErrorMatch<unknown>, error: unknown): number {
  if (!isErrorClass(match)) return match(error) ? -1 : Infinity;
  if (!(error instanceof match)) return Infinity;
  let distance = 0;
  let prototype: unknown = Object.getPrototypeOf(error);
  while (prototype !== match.prototype && prototype !== null) {
    prototype = Object.getPrototypeOf(prototype);
    distance += 1;
  }
  return distance;
}

/** Tells a class from a function that picks errors: of a class, and of nothing else, the prototype cannot be replaced. */
function isErrorClass(match: ErrorMatch<unknown>): match is abstract new (...args: never[]) => unknown {
  const prototype = Object.getOwnPropertyDescriptor(match, 'prototype');
  // The errors of older libraries are plain functions.
  return prototype?.writable === false || prototype?.value instanceof Error;
}
