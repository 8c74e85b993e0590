import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logging.ts';
import { SESSION_LIFETIME_MS } from './session.ts';
import type { SessionOwner } from './session.ts';
import type { EndAllOptions, Sessions } from './sessions.ts';

export interface SeeToEndsParts {
  readonly sessions: Pick<Sessions, 'endAll' | 'closeSocketsOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives up what is still tried, when the server ends. */
  readonly closing?: AbortSignal | undefined;
  /** The first wait between two attempts; each further one is twice as long. */
  readonly firstWaitMs?: number | undefined;
}

const MAX_WAIT_MS = 30_000;
/** Ends that are tried again at one time. */
const MAX_UNDER_WAY = 10_000;

/**
 * Makes `Sessions.seeToEnds`: an end that is decided is carried out, whatever becomes of where sessions are kept. What
 * cannot be ended now is tried again until it is done, or the sessions are over by themselves.
 */
export function createSeeToEnds(parts: SeeToEndsParts): Sessions['seeToEnds'] {
  const { sessions, clock, logger, closing, firstWaitMs = 250 } = parts;
  let underWay = 0;

  /** Tells whether it is done; false when their keeper is away. */
  async function attempt(owner: SessionOwner, options: EndAllOptions): Promise<boolean> {
    try {
      await sessions.endAll(owner, options);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.status === 503) return false;
      throw error;
    }
  }

  async function goOn(owner: SessionOwner, options: EndAllOptions): Promise<void> {
    let waitMs = firstWaitMs;
    for (let waitedMs = 0; waitedMs < SESSION_LIFETIME_MS; waitedMs += waitMs) {
      await sleep(waitMs, undefined, { ref: false, ...(closing && { signal: closing }) });
      if (await attempt(owner, options)) return;
      waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
    }
  }

  return async (owner, options) => {
    if (await attempt(owner, options)) return;
    const { reason, but, ways } = options;
    const isAccepted = underWay < MAX_UNDER_WAY;
    logger.warn({ kind: owner.kind, reason, isAccepted }, 'sessions could not be ended yet');
    // All sockets of a staff member are closed without asking which sessions they have.
    const isEverySession = but === undefined && ways === undefined;
    if (owner.kind === 'staff' && isEverySession)
      await sessions.closeSocketsOf(Number(owner.subject), reason);
    if (!isAccepted) return;
    underWay += 1;
    // Not those of who logs in again meanwhile.
    void goOn(owner, { ...options, startedBy: clock.now() })
      .catch((err: unknown) => {
        if (closing?.aborted !== true) logger.error({ err }, 'sessions were not ended');
      })
      .finally(() => (underWay -= 1));
  };
}
