import { readonly, ref } from 'vue';
import type { Ref } from 'vue';
import { scheduleChime } from './chime.ts';
import type { ChimeName } from './chime.ts';

/** `locked` until a gesture made the sound; the rest is what the browser says of its AudioContext. */
export type BellState = 'locked' | 'unsupported' | AudioContextState;

/** How many of each chime were heard; those that never were are not in it. */
type ChimesPlayed = Readonly<Partial<Record<ChimeName, number>>>;

/** The sound of this device. What it tells is measured on the audio graph, not assumed. */
export interface Bell {
  readonly state: Readonly<Ref<BellState>>;
  /** Chimes that ran to their end while the context was running and that were not silent. */
  readonly played: Readonly<Ref<ChimesPlayed>>;
  /** Highest amplitude seen on the output during the last chime, 0 to 1. */
  readonly peak: Readonly<Ref<number>>;
  /** Makes or resumes the sound. Browsers want it called in a gesture; without one it may stay suspended. */
  unlock(): void;
  /** Plays a chime to its end, or joins the same one that is playing. False when it could not be heard. */
  play(name: ChimeName, loudness?: number): Promise<boolean>;
}

/** @param createContext undefined where the browser has no WebAudio. */
export function createBell(createContext: (() => AudioContext) | undefined): Bell {
  const state = ref<BellState>(createContext ? 'locked' : 'unsupported');
  const played = ref<ChimesPlayed>({});
  const peak = ref(0);
  let output: { context: AudioContext; analyser: AnalyserNode } | undefined;
  // By name: a new order is not to be lost in the sound of a message.
  const playing = new Map<ChimeName, Promise<boolean>>();

  function unlock(): void {
    output ??= createContext && openOutput(createContext(), (now) => (state.value = now));
    if (output && output.context.state !== 'running') {
      // Without a gesture the promise stays open; with a closed context it rejects: `state` tells both.
      output.context.resume().catch(() => undefined);
    }
  }

  function play(name: ChimeName, loudness = 0.7): Promise<boolean> {
    if (output?.context.state !== 'running') {
      unlock();
      return Promise.resolve(false);
    }
    const joined = playing.get(name);
    if (joined) return joined;
    const sound = listen(output, scheduleChime(output.analyser, name, loudness)).then((heard) => {
      playing.delete(name);
      peak.value = heard;
      if (heard > 0) played.value = { ...played.value, [name]: (played.value[name] ?? 0) + 1 };
      return heard > 0;
    });
    playing.set(name, sound);
    return sound;
  }

  return { state: readonly(state), played: readonly(played), peak: readonly(peak), unlock, play };
}

function openOutput(context: AudioContext, onState: (state: AudioContextState) => void) {
  const analyser = context.createAnalyser();
  analyser.connect(context.destination);
  context.addEventListener('statechange', () => onState(context.state));
  onState(context.state);
  return { context, analyser };
}

/** Waits for the last oscillator's end, measuring at each end before. Gives 0 if the sound broke off. */
function listen(
  { context, analyser }: { context: AudioContext; analyser: AnalyserNode },
  oscillators: OscillatorNode[],
): Promise<number> {
  const samples = new Float32Array(analyser.fftSize);
  let peak = 0;
  function measure(): void {
    analyser.getFloatTimeDomainData(samples);
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  }
  return new Promise((resolve) => {
    function settle(heard: number): void {
      context.removeEventListener('statechange', breakOff);
      resolve(heard);
    }
    function breakOff(): void {
      if (context.state !== 'running') settle(0);
    }
    context.addEventListener('statechange', breakOff);
    for (const oscillator of oscillators) oscillator.addEventListener('ended', measure);
    oscillators.at(-1)?.addEventListener('ended', () => settle(context.state === 'running' ? peak : 0));
  });
}
