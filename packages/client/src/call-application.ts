import type { Clock } from './clock.ts';

/**
 * Runs code of the application. What it throws becomes an uncaught error in a turn of its own: it is
 * reported as any other, and the line goes on.
 */
export function callApplication(clock: Clock, run: () => void): void {
  try {
    run();
  } catch (error) {
    clock.after(0, () => {
      throw error;
    });
  }
}
