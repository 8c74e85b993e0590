import type { Logger } from './logging.ts';

/** The parts of `process` that end it. */
export interface EndableProcess {
  on(event: 'SIGTERM' | 'SIGINT', listener: (signal: string) => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): void;
}

const STOP_LIMIT_MS = 20_000;

/**
 * Ends the process after an error that nobody caught: its state can no longer be trusted. It is logged, the
 * exit code is 1, and whatever started us starts us again; all that was acknowledged is in the database.
 * @returns the same end, for failures that are known to be fatal.
 */
export function endOnUncaught(endable: EndableProcess, logger: Logger): (error: unknown) => void {
  function die(error: unknown): void {
    logger.fatal({ err: error }, 'fatal error');
    endable.exit(1);
  }
  endable.on('uncaughtException', die);
  endable.on('unhandledRejection', die);
  return die;
}

/**
 * On the first SIGTERM or SIGINT runs `stop` and exits with 0; with 1 when `stop` fails or takes longer than
 * `stopLimitMs`. A second signal exits at once.
 */
export function endOnSignals(
  endable: EndableProcess,
  logger: Logger,
  stop: () => Promise<void>,
  stopLimitMs = STOP_LIMIT_MS,
): void {
  let stopping = false;
  function onSignal(signal: string): void {
    if (stopping) {
      logger.warn({ signal }, 'second signal: leaving at once');
      endable.exit(1);
      return;
    }
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ stopLimitMs }, 'stopping takes too long: leaving');
      endable.exit(1);
    }, stopLimitMs).unref();
    stop().then(
      () => {
        logger.info('stopped');
        endable.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        endable.exit(1);
      },
    );
  }
  endable.on('SIGTERM', onSignal);
  endable.on('SIGINT', onSignal);
}
