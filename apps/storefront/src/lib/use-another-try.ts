import { ApiError } from '@carillon/contract';
import { onScopeDispose } from 'vue';
import type { Loader } from './use-loader.ts';

const TRY_EVERY_MS = 5_000;

/**
 * Loads again every few seconds while nothing could be loaded at all, somebody looks, and it may go well. What is
 * followed by a journal needs its first reading: without it nothing is ever heard.
 */
export function useAnotherTry({ state, retry }: Pick<Loader<unknown>, 'state' | 'retry'>): void {
  let isTrying = false;
  async function tryAgain(): Promise<void> {
    const { value: now } = state;
    // A slow network is given its time.
    if (isTrying || document.visibilityState === 'hidden') return;
    if (now.name !== 'failed' || !mayPass(now.error)) return;
    isTrying = true;
    await retry();
    isTrying = false;
  }
  const trying = setInterval(() => void tryAgain(), TRY_EVERY_MS);
  onScopeDispose(() => clearInterval(trying));
}

/** Whether the server did not say that it will refuse. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status < 400 || error.status >= 500 || error.status === 429;
}
