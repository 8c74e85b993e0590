import { MAX_PASS_CODE_LENGTH } from '@carillon/contract';
import type { Api } from '@carillon/contract';
import { onScopeDispose, readonly, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import { refusedOutcome } from './scan-outcome.ts';
import type { ScanOutcome } from './scan-outcome.ts';

/** For so long a result stays by itself: a refusal has to be read, and what has no answer waits for somebody. */
const SHOWN_MS: Readonly<Record<ScanOutcome['name'], number | undefined>> = {
  taken: 3000,
  refused: 8000,
  offline: undefined,
  unanswered: undefined,
  failed: undefined,
};

export interface ScanningOptions {
  api: Api;
  shopId: number;
  clock: Pick<Clock, 'after'>;
  hasNetwork: Readonly<Ref<boolean>>;
  /** Called with each outcome, before it is shown. */
  onOutcome: (outcome: ScanOutcome) => void;
}

/**
 * Takes visits by codes, one at a time: what is scanned while the server is asked is not kept for later. Its outcome is
 * shown until the next scan, for a while, or until it is dismissed. Ends with its scope.
 */
export function useScanning({ api, shopId, clock, hasNetwork, onOutcome }: ScanningOptions) {
  const outcome = shallowRef<ScanOutcome>();
  const isAsking = ref(false);
  let cancelReturn: (() => void) | undefined;

  function dismiss(): void {
    cancelReturn?.();
    outcome.value = undefined;
  }
  function show(next: ScanOutcome): void {
    dismiss();
    onOutcome(next);
    outcome.value = next;
    const shownMs = SHOWN_MS[next.name];
    if (shownMs !== undefined) cancelReturn = clock.after(shownMs, dismiss);
  }
  async function ask(code: string): Promise<ScanOutcome> {
    // Some other QR code: the server takes nothing as long as that.
    if (code.length > MAX_PASS_CODE_LENGTH) {
      return { name: 'refused', code: 'pass_code_invalid', facts: {} };
    }
    if (!hasNetwork.value) return { name: 'offline', text: code };
    try {
      return { name: 'taken', ...(await api('scanPass', { params: { shopId }, body: { code } })) };
    } catch (error) {
      return refusedOutcome(error, code);
    }
  }
  let disposed = false;
  onScopeDispose(() => {
    disposed = true;
    cancelReturn?.();
  });

  return {
    outcome: readonly(outcome) as Readonly<Ref<ScanOutcome | undefined>>,
    isAsking: readonly(isAsking),
    dismiss,
    /** Asks the server about a code, as it was read or typed. */
    async scan(text: string): Promise<void> {
      const code = text.trim();
      if (code === '' || isAsking.value) return;
      isAsking.value = true;
      const answered = await ask(code);
      isAsking.value = false;
      if (!disposed) show(answered);
    },
  };
}
