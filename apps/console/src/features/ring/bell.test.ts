import { describe, expect, test } from 'vitest';
import { createFakeAudio } from '../../testing/fake-audio.ts';
import { createBell } from './bell.ts';

function unlockedBell() {
  const { audio, createContext } = createFakeAudio();
  const bell = createBell(createContext);
  bell.unlock();
  return { audio, bell };
}

describe('a bell', () => {
  test('is locked, and makes no context, until a gesture unlocks it', () => {
    const { audio, createContext } = createFakeAudio();
    const bell = createBell(createContext);
    expect(bell.state.value).toBe('locked');
    bell.unlock();
    expect(bell.state.value).toBe('running');
    expect(audio.state).toBe('running');
  });

  test('says so where there is no sound at all', async () => {
    const bell = createBell(undefined);
    bell.unlock();
    expect(bell.state.value).toBe('unsupported');
    expect(await bell.play('newOrder')).toBe(false);
  });

  test('follows the context when the browser or a call takes the sound', () => {
    const { audio, bell } = unlockedBell();
    audio.become('interrupted');
    expect(bell.state.value).toBe('interrupted');
    audio.become('suspended');
    expect(bell.state.value).toBe('suspended');
  });

  test('counts a chime only when its last oscillator ended', async () => {
    const { audio, bell } = unlockedBell();
    const played = bell.play('newOrder');
    expect(bell.played.value).toEqual({});
    audio.ringOut();
    expect(await played).toBe(true);
    expect(bell.played.value).toEqual({ newOrder: 1 });
    expect(bell.peak.value).toBe(0.5);
  });

  test('does not count a chime that came out silent', async () => {
    const { audio, bell } = unlockedBell();
    audio.amplitude = 0;
    const played = bell.play('newOrder');
    audio.ringOut();
    expect(await played).toBe(false);
    expect(bell.played.value).toEqual({});
  });

  test('does not count a chime that was broken off', async () => {
    const { audio, bell } = unlockedBell();
    const played = bell.play('newOrder');
    audio.become('suspended');
    expect(await played).toBe(false);
    audio.ringOut();
    expect(bell.played.value).toEqual({});
  });

  test('puts nothing on the schedule of a context that does not run, to blare out later', async () => {
    const { audio, bell } = unlockedBell();
    audio.grants = false;
    audio.become('suspended');
    expect(await bell.play('newOrder')).toBe(false);
    expect(audio.oscillators).toEqual([]);
  });

  test('rings for an order in the middle of another sound', async () => {
    const { audio, bell } = unlockedBell();
    const both = [bell.play('message'), bell.play('newOrder')];
    expect(audio.oscillators).toHaveLength(25);
    audio.ringOut();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(bell.played.value).toEqual({ message: 1, newOrder: 1 });
  });

  test('rings the same chime once at a time', async () => {
    const { audio, bell } = unlockedBell();
    const both = [bell.play('newOrder'), bell.play('newOrder')];
    audio.ringOut();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(bell.played.value).toEqual({ newOrder: 1 });
  });
});
