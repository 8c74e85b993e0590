import type { Logger } from './logging.ts';

export interface RepeatOptions {
  readonly logger: Logger;
  /** Whether the first run is now, not after the first interval. */
  readonly atOnce?: boolean;
}

/**
 * Runs `work` every `intervalMs` until the returned function is called. A run that takes longer than the interval
 * is not overtaken; one that fails is logged, and the next comes as usual. Keeps no process alive.
 */
export function repeat(
  intervalMs: number,
  work: () => Promise<void> | void,
  { logger, atOnce = false }: RepeatOptions,
): () => void {
  let running = false;
  function run(): void {
    if (running) return;
    running = true;
    doWork()
      .catch((err: unknown) => logger.error({ err }, 'repeated work failed'))
      .finally(() => (running = false));
  }
  async function doWork(): Promise<void> {
    await work();
  }
  if (atOnce) run();
  const timer = setInterval(run, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
