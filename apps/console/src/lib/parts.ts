import type { Api } from '@carillon/contract';
import { inject } from 'vue';
import type { InjectionKey } from 'vue';
import type { Clock } from './clock.ts';
import type { Line } from './line.ts';

/** What the pages reach the world through. `main.ts` gives the real parts, tests give their own. */
export interface Parts {
  api: Api;
  clock: Clock;
  /** Makes a line to the server that is not connected yet; whoever opens it closes it. */
  openLine: (options: LineOptions) => Line;
}

export interface LineOptions {
  /** Asked when a handshake fails, which browsers do not explain: whether trying again makes sense. */
  mayRetry: () => Promise<boolean>;
}

export const partsKey: InjectionKey<Parts> = Symbol('parts');

/** Gives the parts of the console this component is in. */
export function useParts(): Parts {
  const parts = inject(partsKey);
  if (!parts) throw new Error('useParts() outside of the console: provide partsKey first');
  return parts;
}
