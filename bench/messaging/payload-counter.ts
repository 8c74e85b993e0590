import type { ArrivalCounter } from './frame-counter.ts';

/** Stands at the end of each payload, and in nothing that is sent around it. */
const LAST_BYTE = '}'.charCodeAt(0);

/** Counts payloads in a stream in which many may stand in one frame. */
export class PayloadCounter implements ArrivalCounter {
  count = 0;

  push(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(LAST_BYTE); at >= 0; at = bytes.indexOf(LAST_BYTE, at + 1)) this.count += 1;
  }
}
