import { createSharedLine } from '@carillon/buyer';
import type { Line, LineState, SharedLine } from '@carillon/buyer';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { provided } from './provided.ts';

export interface Realtime extends SharedLine {
  state: Readonly<ShallowRef<LineState>>;
}

/**
 * One line to the server for all of the page, with its state for the page to show.
 * @param openLine makes a line that is not connected yet; rejects when its script cannot be loaded
 */
export function createRealtime(openLine: () => Promise<Line>): Realtime {
  const state = shallowRef<LineState>('idle');
  return { ...createSharedLine(openLine, (now) => (state.value = now)), state };
}

/** The line to the server, provided by `main.ts`; tests provide one of their own. */
export const [realtimeKey, useRealtime] = provided<Realtime>('the realtime line');
