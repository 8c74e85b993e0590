import { makeKey, testRingDestination } from '@carillon/contract';
import type { AskTestRing, TestRing } from '@carillon/contract';
import { onScopeDispose } from 'vue';
import type { Ref } from 'vue';
import type { Line } from '../../lib/line.ts';

export interface TestRingOptions {
  shopId: number;
  line: Pick<Line, 'ask' | 'subscribe'>;
  /** As which device the others see this one; undefined while that is not known. */
  deviceId: Readonly<Ref<string | undefined>>;
  /** Rings once. Not called where another tab of the device rings. */
  ring: (test: TestRing) => void;
  isRinging: () => boolean;
}

/** Takes the way that an order takes, through the server, to hear whether devices ring. Ends with its scope. */
export function useTestRings({ shopId, line, deviceId, ring, isRinging }: TestRingOptions) {
  const subscription = line.subscribe(testRingDestination(shopId), {
    onMessage(message) {
      const test = message.json() as TestRing;
      const isForThis = test.deviceId === null || test.deviceId === deviceId.value;
      if (isForThis && isRinging()) ring(test);
    },
  });
  onScopeDispose(() => subscription.unsubscribe());
  return {
    /** Has this device ring, or every device of the shop. Rejects when the server does not take it. */
    async ask(everyDevice: boolean): Promise<void> {
      const body: AskTestRing = { everyDevice };
      await line.ask(testRingDestination(shopId, '/app'), body, makeKey());
    },
  };
}
