/** Why a camera did not open: each has words, and something to do about it. */
export type CameraProblem = 'denied' | 'none' | 'inUse' | 'insecure' | 'failed';

const PROBLEMS: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  // Windows gives a camera to one program at a time.
  NotReadableError: 'inUse',
  AbortError: 'inUse',
};

/** Tells by what `getUserMedia` rejected with why there is no picture. */
export function cameraProblem(error: unknown): CameraProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return PROBLEMS[name] ?? 'failed';
}
