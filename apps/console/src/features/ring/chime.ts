/**
 * What a chime says: a new order rises, a reminder falls, a success is one clear bell, a refusal two low knocks, a
 * message is two low taps.
 */
export type ChimeName = 'newOrder' | 'reminder' | 'success' | 'refused' | 'message';

/** One sine of a bell. */
export interface Partial {
  frequencyHz: number;
  startS: number;
  /** Until it has died away. */
  durationS: number;
  /** 0 to 1, before the chime's loudness. */
  gain: number;
}

const C4 = 261.63;
const G4 = 392;
const C5 = 523.25;
const E5 = 659.26;
const G5 = 783.99;
const C6 = 1046.5;

const STRIKES: Record<ChimeName, { frequencyHz: number; startS: number; ringS: number }[]> = {
  newOrder: [
    { frequencyHz: E5, startS: 0, ringS: 0.6 },
    { frequencyHz: G5, startS: 0.2, ringS: 0.65 },
    { frequencyHz: C6, startS: 0.4, ringS: 0.8 },
  ],
  reminder: [
    { frequencyHz: G5, startS: 0, ringS: 0.65 },
    { frequencyHz: E5, startS: 0.24, ringS: 0.8 },
  ],
  success: [{ frequencyHz: C6, startS: 0, ringS: 0.5 }],
  refused: [
    { frequencyHz: C4, startS: 0, ringS: 0.25 },
    { frequencyHz: C4, startS: 0.18, ringS: 0.45 },
  ],
  message: [
    { frequencyHz: C5, startS: 0, ringS: 0.22 },
    { frequencyHz: G4, startS: 0.12, ringS: 0.3 },
  ],
};

/**
 * The partials of a struck bell against its strike tone: the hum an octave below, the tone itself, the
 * octave above, and two that make it metal. High ones die first.
 */
const BELL = [
  { ratio: 0.5, gain: 0.14, decay: 1 },
  { ratio: 1, gain: 0.5, decay: 1 },
  { ratio: 2, gain: 0.2, decay: 0.7 },
  { ratio: 2.76, gain: 0.1, decay: 0.4 },
  { ratio: 5.4, gain: 0.05, decay: 0.2 },
];

/** Every sine of a chime, seconds counted from its start. */
export function chimePartials(name: ChimeName): Partial[] {
  return STRIKES[name].flatMap(({ frequencyHz, startS, ringS }) =>
    BELL.map(({ ratio, gain, decay }) => ({
      frequencyHz: frequencyHz * ratio,
      startS,
      durationS: ringS * decay,
      gain,
    })),
  );
}

const ATTACK_S = 0.005;
/** An exponential ramp may not reach zero: this is 72 dB below full. */
const SILENCE = 0.00025;

/**
 * Puts a chime on the context's own schedule.
 * @param loudness 0 to 1.
 * @returns the oscillators, the one that ends last at the end.
 */
export function scheduleChime(output: AudioNode, name: ChimeName, loudness: number): OscillatorNode[] {
  const { context } = output;
  const startS = context.currentTime + 0.02;
  const partials = chimePartials(name).sort((a, b) => a.startS + a.durationS - (b.startS + b.durationS));
  return partials.map((partial) => {
    const oscillator = context.createOscillator();
    const envelope = context.createGain();
    const [fromS, untilS] = [startS + partial.startS, startS + partial.startS + partial.durationS];
    oscillator.frequency.setValueAtTime(partial.frequencyHz, fromS);
    envelope.gain.setValueAtTime(SILENCE, fromS);
    envelope.gain.exponentialRampToValueAtTime(partial.gain * loudness, fromS + ATTACK_S);
    envelope.gain.exponentialRampToValueAtTime(SILENCE, untilS);
    oscillator.connect(envelope).connect(output);
    oscillator.start(fromS);
    oscillator.stop(untilS);
    return oscillator;
  });
}
