import { describe, expect, test } from 'vitest';
import { createFakeAudio } from '../../testing/fake-audio.ts';
import { chimePartials, scheduleChime } from './chime.ts';
import type { ChimeName } from './chime.ts';

const strikes = (name: ChimeName) => [...new Set(chimePartials(name).map(({ startS }) => startS))];
const endsS = (name: ChimeName) =>
  Math.max(...chimePartials(name).map(({ startS, durationS }) => startS + durationS));

describe('the chime of a new order', () => {
  test('is three rising bells, E5 G5 C6, in 1.2 s', () => {
    const tones = chimePartials('newOrder')
      .filter(({ gain }) => gain === 0.5)
      .map(({ frequencyHz }) => frequencyHz);
    expect(tones).toEqual([659.26, 783.99, 1046.5]);
    expect(strikes('newOrder')).toEqual([0, 0.2, 0.4]);
    expect(endsS('newOrder')).toBeCloseTo(1.2);
  });

  test('never asks for more than full amplitude at once, even with all bells sounding', () => {
    const sum = chimePartials('success').reduce((total, { gain }) => total + gain, 0);
    expect(sum).toBeLessThanOrEqual(1);
  });
});

test('the chime of a reminder is two falling bells, G5 E5', () => {
  const tones = chimePartials('reminder').filter(({ gain }) => gain === 0.5);
  expect(tones.map(({ frequencyHz }) => frequencyHz)).toEqual([783.99, 659.26]);
  expect(strikes('reminder')).toEqual([0, 0.24]);
});

test('the chime of a success is one bell', () => {
  expect(strikes('success')).toEqual([0]);
});

test('the chime of a message is two falling taps, lower and shorter than the ring of an order', () => {
  const tonesOf = (name: ChimeName) =>
    chimePartials(name)
      .filter(({ gain }) => gain === 0.5)
      .map(({ frequencyHz }) => frequencyHz);
  expect(tonesOf('message')).toEqual([523.25, 392]);
  expect(Math.max(...tonesOf('message'))).toBeLessThan(Math.min(...tonesOf('newOrder')));
  expect(endsS('message')).toBeLessThan(0.5);
});

describe('scheduleChime', () => {
  function schedule(loudness: number) {
    const { audio } = createFakeAudio();
    scheduleChime(audio.createAnalyser() as AudioNode, 'newOrder', loudness);
    return audio.oscillators;
  }

  test('puts every partial a little ahead of the audio clock', () => {
    const oscillators = schedule(1);
    expect(oscillators).toHaveLength(15);
    for (const { startS, stopS } of oscillators) {
      expect(startS).toBeGreaterThan(3);
      expect(stopS).toBeGreaterThan(startS);
    }
  });

  test('rises from silence and falls back to it, so that nothing clicks', () => {
    for (const { envelope, startS, stopS } of schedule(1)) {
      expect(envelope[0]).toEqual([0.00025, startS]);
      expect(envelope.at(-1)).toEqual([0.00025, stopS]);
    }
  });

  test('scales with loudness', () => {
    const loudest = (loudness: number) =>
      Math.max(...schedule(loudness).flatMap((o) => o.envelope.map(([v]) => v)));
    expect(loudest(0.5)).toBeCloseTo(loudest(1) / 2);
  });

  test('ends with the oscillator that ends last', () => {
    const stops = schedule(1).map(({ stopS }) => stopS);
    expect(stops.at(-1)).toBe(Math.max(...stops));
  });
});

test('the chime of a refusal is two equal knocks, lower than all others', () => {
  const tones = chimePartials('refused').filter(({ gain }) => gain === 0.5);
  expect(tones.map(({ frequencyHz }) => frequencyHz)).toEqual([261.63, 261.63]);
});
