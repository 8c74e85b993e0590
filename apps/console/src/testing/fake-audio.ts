interface FakeParam {
  setValueAtTime(value: number, atS: number): void;
  exponentialRampToValueAtTime(value: number, atS: number): void;
}

export interface FakeOscillator extends EventTarget {
  frequencyHz: number;
  startS: number;
  stopS: number;
  /** The envelope's values, `[value, atS]`. */
  envelope: [number, number][];
}

/** An AudioContext that makes no sound, runs no time, and tells what was put on its schedule. */
export class FakeAudioContext extends EventTarget {
  state: AudioContextState = 'suspended';
  currentTime = 3;
  readonly destination = {};
  readonly oscillators: FakeOscillator[] = [];
  /** What the analyser sees. */
  amplitude = 0.5;
  /** Whether a resume is granted, as in a gesture. */
  grants = true;

  resume(): Promise<void> {
    if (this.grants) this.become('running');
    return Promise.resolve();
  }
  become(state: AudioContextState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
  /** Lets everything on the schedule ring out. */
  ringOut(): void {
    for (const oscillator of this.oscillators.splice(0)) oscillator.dispatchEvent(new Event('ended'));
  }
  createAnalyser(): object {
    return {
      context: this,
      fftSize: 32,
      connect: (next: object) => next,
      getFloatTimeDomainData: (samples: Float32Array) => samples.fill(this.amplitude),
    };
  }
  createGain(): object {
    const values: [number, number][] = [];
    const set = (value: number, atS: number) => void values.push([value, atS]);
    const gain: FakeParam = { setValueAtTime: set, exponentialRampToValueAtTime: set };
    return { gain, values, connect: (next: object) => next };
  }
  createOscillator(): FakeOscillator {
    const oscillator = Object.assign(new EventTarget(), {
      frequencyHz: 0,
      startS: 0,
      stopS: 0,
      envelope: [] as [number, number][],
      frequency: { setValueAtTime: (value: number) => (oscillator.frequencyHz = value) },
      connect: (next: { values: [number, number][] }) => {
        oscillator.envelope = next.values;
        return next;
      },
      start: (atS: number) => (oscillator.startS = atS),
      stop: (atS: number) => (oscillator.stopS = atS),
    });
    this.oscillators.push(oscillator);
    return oscillator;
  }
}

/** Makes one, and the maker to hand to the bell. */
export function createFakeAudio(): { audio: FakeAudioContext; createContext: () => AudioContext } {
  const audio = new FakeAudioContext();
  return { audio, createContext: () => audio as unknown as AudioContext };
}
