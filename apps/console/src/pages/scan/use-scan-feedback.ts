import { computed, ref } from 'vue';
import type { Device } from '../../features/ring/device.ts';
import type { ScanOutcome } from '../../features/scan/scan-outcome.ts';
import { lookOf } from '../../features/scan/result-look.ts';
import { deviceMemory } from '../../lib/memory.ts';
import { useWords } from '../../lib/use-words.ts';

const SPEAKS = 'scan-speaks';
const LOUDNESS = 0.7;
/** One touch for a visit; three for what took none. In milliseconds, on and off by turns. */
const TAKEN_BUZZ = [80];
const REFUSED_BUZZ = [60, 60, 60, 60, 180];

/** Tells a result to whoever does not look: one bell or two low knocks, a buzz, and in words where that is wanted. */
export function useScanFeedback(device: Pick<Device, 'bell' | 'speaker'>) {
  const { t, locale } = useWords();
  const isWanted = ref(deviceMemory.read(SPEAKS) === 'yes');

  return {
    /** Whether this device can say it in the language of the page. */
    hasVoice: computed(() => device.speaker.languages.value.includes(locale.value)),
    speaks: computed({
      get: () => isWanted.value,
      set(wanted) {
        isWanted.value = wanted;
        deviceMemory.write(SPEAKS, wanted ? 'yes' : 'no');
      },
    }),
    tell(outcome: ScanOutcome): void {
      const isTaken = outcome.name === 'taken';
      void device.bell.play(isTaken ? 'success' : 'refused', LOUDNESS);
      // Desktops and iPhones have none.
      if ('vibrate' in navigator) navigator.vibrate(isTaken ? TAKEN_BUZZ : REFUSED_BUZZ);
      if (!isWanted.value) return;
      const words = isTaken
        ? t('passes.scan.result.said', { n: outcome.visit.left })
        : t(`passes.scan.result.reasons.${lookOf(outcome).word}.title`);
      device.speaker.speak(locale.value, words);
    },
  };
}
