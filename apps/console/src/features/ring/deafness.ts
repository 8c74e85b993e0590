import { lostSinceMs } from '../../lib/line.ts';
import type { LineState } from '../../lib/line.ts';
import type { BellState } from './bell.ts';

export type DeafReason = Exclude<BellState, 'running'> | 'line' | 'refused';

/** Why this device would stay silent if an order came now; undefined when it would ring. */
export function deafReason(taking: boolean, bell: BellState, line: LineState): DeafReason | undefined {
  if (bell === 'unsupported') return 'unsupported';
  if (!taking) return 'locked';
  if (bell !== 'running') return bell;
  if (line.name === 'refused') return 'refused';
  return line.name === 'closed' || lostSinceMs(line) !== undefined ? 'line' : undefined;
}
