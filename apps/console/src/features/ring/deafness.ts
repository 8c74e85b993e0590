import { lostSinceMs } from '../../lib/line.ts';
import type { LineState } from '../../lib/line.ts';
import type { BellState } from './bell.ts';
import type { TabState } from './ringing-tab.ts';

export type DeafReason = Exclude<BellState, 'running'> | 'line' | 'refused';

/** What it takes to ring. */
export interface Hearing {
  readonly taking: boolean;
  readonly bell: BellState;
  readonly line: LineState;
  /** Which tab of the device rings: if it is another one, the sound of this does not matter. */
  readonly tab: TabState;
}

/** Why this device would stay silent if an order came now; undefined when it would ring. */
export function deafReason({ taking, bell, line, tab }: Hearing): DeafReason | undefined {
  if (tab === 'elsewhere') return lineReason(line);
  if (bell === 'unsupported') return 'unsupported';
  if (!taking) return 'locked';
  if (bell !== 'running') return bell;
  return lineReason(line);
}

function lineReason(line: LineState): 'line' | 'refused' | undefined {
  if (line.name === 'refused') return 'refused';
  return line.name === 'closed' || lostSinceMs(line) !== undefined ? 'line' : undefined;
}
