import { ref } from 'vue';
import type { BellState } from '../features/ring/bell.ts';
import type { ChimeName } from '../features/ring/chime.ts';
import type { DeviceParts } from '../features/ring/device.ts';
import type { NotifierState } from '../features/ring/notifier.ts';
import { createFakeBrowser } from './fake-tabs.ts';

export interface FakeDevice {
  parts: DeviceParts;
  /** What was played, said and shown, in order. */
  played: ChimeName[];
  said: string[];
  notified: string[];
  /** Whether a gesture unlocks the sound. */
  grants: boolean;
  become(state: BellState): void;
}

/** Makes a device whose sound is a list. */
export function createFakeDevice(): FakeDevice {
  const state = ref<BellState>('locked');
  const fake: FakeDevice = {
    played: [],
    said: [],
    notified: [],
    grants: true,
    become: (next) => (state.value = next),
    parts: {
      bell: {
        state,
        played: ref({}),
        peak: ref(0),
        unlock: () => (state.value = fake.grants ? 'running' : 'suspended'),
        play(name) {
          if (state.value !== 'running') return Promise.resolve(false);
          fake.played.push(name);
          return Promise.resolve(true);
        },
      },
      speaker: { languages: ref(['zh']), speak: (_, text) => void fake.said.push(text) },
      notifier: {
        state: ref<NotifierState>('granted'),
        ask: () => undefined,
        show: (tag) => void fake.notified.push(tag),
      },
      screen: { state: ref('off'), keepOn: () => Promise.resolve() },
      tabs: createFakeBrowser().openTab('this'),
    },
  };
  return fake;
}
