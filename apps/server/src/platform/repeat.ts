import type { Logger } from './logging.ts';

/**
 * Runs `work` every `intervalMs` until the returned function is called. A run that takes longer than the interval
 * is not overtaken; one that fails is logged, and the next comes as usual. Keeps no process alive.
 */
export function repeat(intervalMs: number, work: () => Promise<void>, logger: Logger): () => void {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    work()
      .catch((err: unknown) => logger.error({ err }, 'repeated work failed'))
      .finally(() => (running = false));
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
