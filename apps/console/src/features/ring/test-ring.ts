import { watch } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import type { Locale } from '../../lib/i18n/index.ts';
import type { Device } from './device.ts';
import { speechText } from './speech-text.ts';

const SAMPLE = { number: '017', fulfilment: 'table', totalFen: 4200 } as const;
const SAMPLES = { zh: { ...SAMPLE, tableName: '8 号桌' }, en: { ...SAMPLE, tableName: 'Table 8' } };

/**
 * Rings once as a new order of ¥42.00 would, to be called in a gesture.
 * @returns whether sound really came out, as far as can be measured on this side of the loudspeaker.
 */
export async function testRing({ bell, speaker }: Device, locale: Locale, clock: Clock): Promise<boolean> {
  bell.unlock();
  await running(bell, clock);
  const heard = await bell.play('newOrder');
  if (heard) {
    speaker.speak(locale, speechText(locale, [SAMPLES[locale]]));
  }
  return heard;
}

const GIVE_UP_AFTER_MS = 2000;

/** Waits until the sound runs: after a gesture that is a matter of milliseconds. */
function running({ state }: Device['bell'], clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(GIVE_UP_AFTER_MS, settle);
    const stop = watch(state, (now) => now === 'running' && settle(), { flush: 'sync' });
    function settle(): void {
      stop();
      cancel();
      resolve();
    }
    if (state.value === 'running') settle();
  });
}
