import { inject, readonly, ref, watch } from 'vue';
import type { InjectionKey, Ref } from 'vue';
import type { RingPreference } from '@carillon/contract';
import type { Memory } from '../../lib/memory.ts';
import { createBell } from './bell.ts';
import type { Bell } from './bell.ts';
import { browserTabParts } from './ringing-tab.ts';
import type { TabParts } from './ringing-tab.ts';
import { createNotifier } from './notifier.ts';
import type { Notifier } from './notifier.ts';
import { createSpeaker } from './speaker.ts';
import type { Speaker } from './speaker.ts';
import { createScreenKeeper } from './wake-lock.ts';
import type { ScreenKeeper } from './wake-lock.ts';

/** What a device rings with. */
export interface DeviceParts {
  readonly bell: Bell;
  readonly speaker: Speaker;
  readonly notifier: Notifier;
  readonly screen: ScreenKeeper;
  readonly tabs: TabParts;
}

/** This device, and whether its staff started taking orders on it. */
export interface Device extends DeviceParts {
  readonly taking: Readonly<Ref<boolean>>;
  /** When it rings. */
  readonly prefers: Readonly<Ref<RingPreference>>;
  prefer(preference: RingPreference): void;
  /** Starts taking orders. Must be called in a gesture, or browsers keep the sound locked. */
  start(): void;
  /** Brings back what the browser took away while the page was hidden or another app had the sound. */
  restore(): void;
}

export const deviceKey: InjectionKey<Device> = Symbol('device');

const TAKING = 'taking-orders';
const PREFERENCE = 'ring-preference';

/**
 * Puts a device together. A tab that was taking orders before a reload goes on by itself where the browser
 * lets it sound without a new gesture; elsewhere it waits for one.
 * @param memory lasts as long as the tab.
 * @param lasting as long as the browser keeps it.
 */
export function createDevice(parts: DeviceParts, memory: Memory, lasting: Memory = memory): Device {
  const taking = ref(false);
  const prefers = ref<RingPreference>(
    lasting.read(PREFERENCE) === 'when_nobody_answers' ? 'when_nobody_answers' : 'at_once',
  );

  function restore(): void {
    if (!taking.value) return;
    parts.bell.unlock();
    void parts.screen.keepOn();
  }
  function start(): void {
    taking.value = true;
    memory.write(TAKING, 'yes');
    restore();
    parts.notifier.ask();
  }
  if (memory.read(TAKING) === 'yes') {
    watch(parts.bell.state, (state) => state === 'running' && !taking.value && start());
    parts.bell.unlock();
  }
  return {
    ...parts,
    taking: readonly(taking),
    prefers: readonly(prefers),
    prefer(preference) {
      prefers.value = preference;
      lasting.write(PREFERENCE, preference);
    },
    start,
    restore,
  };
}

/** The parts that this browser has. */
export function browserDeviceParts(): DeviceParts {
  return {
    bell: createBell('AudioContext' in window ? () => new AudioContext() : undefined),
    speaker: createSpeaker('speechSynthesis' in window ? window.speechSynthesis : undefined),
    notifier: createNotifier('Notification' in window ? Notification : undefined),
    screen: createScreenKeeper('wakeLock' in navigator ? navigator.wakeLock : undefined),
    tabs: browserTabParts(),
  };
}

/** Gives the device that this component runs on. */
export function useDevice(): Device {
  const device = inject(deviceKey);
  if (!device) throw new Error('useDevice() outside of the console: provide deviceKey first');
  return device;
}
