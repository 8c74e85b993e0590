import { LF } from './bytes.ts';
import { StompError } from './stomp-error.ts';

/** One line feed: what a side sends when it has nothing else to send (STOMP 1.2 "Heart-beating"). */
export const HEARTBEAT = Uint8Array.of(LF);

/** The longest time a timer takes; above it a heart-beat is as good as none. */
const MAX_INTERVAL_MS = 2 ** 31 - 1;

/** How one side keeps a line alive; 0 means never. */
export interface HeartbeatPlan {
  /** We promised to send something at least this often. */
  readonly sendEveryMs: number;
  /** They promised to. Networks are late: give them grace, twice this, say. */
  readonly expectEveryMs: number;
}

/**
 * Settles heart-beats by STOMP 1.2 "Heart-beating".
 * @param mine what this side can send and wants to get, in milliseconds; 0 for neither
 * @param theirs the other side's `heart-beat` header; absent means `0,0`
 * @throws StompError `invalid_heart_beat`
 */
export function negotiateHeartbeat(
  mine: readonly [number, number],
  theirs: string | undefined,
): HeartbeatPlan {
  const [theySend, theyWant] = theirs === undefined ? [0, 0] : readHeartbeat(theirs);
  return { sendEveryMs: settled(mine[0], theyWant), expectEveryMs: settled(mine[1], theySend) };
}

function readHeartbeat(header: string): [number, number] {
  const match = /^ *(\d{1,12}) *, *(\d{1,12}) *$/.exec(header);
  if (!match) throw new StompError('invalid_heart_beat');
  return [Number(match[1]), Number(match[2])];
}

function settled(sendsEveryMs: number, wantsEveryMs: number): number {
  if (sendsEveryMs === 0 || wantsEveryMs === 0) return 0;
  return Math.min(Math.max(sendsEveryMs, wantsEveryMs), MAX_INTERVAL_MS);
}
