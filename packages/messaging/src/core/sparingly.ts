import type { Timers } from './timer-wheel.ts';

/**
 * Makes a report that is made at most once per interval: of things that a stranger can make happen as often as they
 * like, the log shows one, and with the next how many were left out between them.
 */
export function sparingly<Subject>(
  { timers, intervalMs }: { timers: Pick<Timers, 'nowMs'>; intervalMs: number },
  report: (subject: Subject, omitted: number) => void,
): (subject: Subject) => void {
  let quietUntilMs = -Infinity;
  let omitted = 0;
  return (subject) => {
    if (timers.nowMs < quietUntilMs) {
      omitted += 1;
      return;
    }
    quietUntilMs = timers.nowMs + intervalMs;
    report(subject, omitted);
    omitted = 0;
  };
}
