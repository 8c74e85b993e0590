import type { PassResult, PassShowing } from '@carillon/contract';
import { readPassCode } from '@carillon/pass-code';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPassScreen } from './pass-screen.ts';
import type { PassScreen, PassScreenState } from './pass-screen.ts';

const startsAt = '2026-05-04T08:00:00.000Z';
const showing: PassShowing = {
  ...{ id: 7, passId: 3, shopId: 1, userId: 'b', keyId: 2 },
  key: Buffer.alloc(32, 5).toString('base64url'),
  startsAt,
  endsAt: '2026-05-04T08:10:00.000Z',
};
const taken: PassResult = {
  ...{ showingId: 7, passId: 3, shopId: 1, at: startsAt },
  ...{ outcome: 'taken', left: 4, visitId: 9 },
};

let nowMs: number;
let states: PassScreenState[];
let screen: PassScreen;
let answers: { show: () => Promise<PassShowing>; result: () => Promise<PassResult | null> };

beforeEach(() => {
  nowMs = 1_000;
  states = [];
  answers = { show: async () => Promise.resolve(showing), result: async () => Promise.resolve(null) };
  screen = createPassScreen({
    show: async () => answers.show(),
    readResult: async () => answers.result(),
    nowMs: () => nowMs,
    onState: (state) => states.push(state),
  });
});

const state = () => states.at(-1);

function shownStep(): number | undefined {
  const now = state();
  return now?.name === 'showing' ? readPassCode(now.code.code)?.step : undefined;
}

describe('a screen that shows a pass', () => {
  test('puts the next code in the place of one whose time is over, without asking the server', async () => {
    await screen.open();
    expect(states.map(({ name }) => name)).toEqual(['opening', 'showing']);
    expect(shownStep()).toBe(0);
    nowMs += 29_999;
    screen.tick();
    expect(shownStep()).toBe(0);
    nowMs += 1;
    screen.tick();
    expect(shownStep()).toBe(1);
  });

  test('counts from the middle of the time that the answer took', async () => {
    answers.show = async () => {
      nowMs += 8_000;
      return Promise.resolve(showing);
    };
    await screen.open();
    nowMs += 26_000;
    screen.tick();
    expect(shownStep()).toBe(1);
  });

  test('is over when its time is, and says so once', async () => {
    await screen.open();
    nowMs += 10 * 60_000;
    screen.tick();
    screen.tick();
    expect(states.map(({ name }) => name)).toEqual(['opening', 'showing', 'over']);
  });

  test('shows no code once a visit was taken', async () => {
    await screen.open();
    screen.take(taken);
    screen.tick();
    expect(state()).toEqual({ name: 'scanned', result: taken });
  });

  test('shows that the visit was undone', async () => {
    await screen.open();
    screen.take(taken);
    screen.take({ ...taken, outcome: 'undone', left: 5 });
    expect(state()).toMatchObject({ name: 'scanned', result: { outcome: 'undone' } });
  });

  test('goes on after a code that was too old, and says so as long as that code’s successor stands', async () => {
    await screen.open();
    nowMs += 31_000;
    const result: PassResult = { ...taken, outcome: 'pass_code_expired', visitId: null };
    screen.take(result);
    expect(state()).toMatchObject({ name: 'showing', refused: result });
    nowMs += 30_000;
    screen.tick();
    expect(state()).toMatchObject({ name: 'showing', refused: undefined });
  });

  test('leaves what was scanned of another showing alone', async () => {
    await screen.open();
    screen.take({ ...taken, showingId: 6 });
    expect(state()?.name).toBe('showing');
  });

  test('asks what became of it, and stays as it is when nobody answers', async () => {
    await screen.open();
    answers.result = async () => Promise.reject(new Error('no network'));
    await screen.ask();
    expect(state()?.name).toBe('showing');
    answers.result = async () => Promise.resolve(taken);
    await screen.ask();
    expect(state()?.name).toBe('scanned');
  });

  test('asks also after its time is over: it may have been scanned in the last second', async () => {
    await screen.open();
    nowMs += 10 * 60_000;
    screen.tick();
    answers.result = async () => Promise.resolve(taken);
    await screen.ask();
    expect(state()?.name).toBe('scanned');
  });

  test('says why it could not begin, and takes only the latest answer', async () => {
    const refusal = new Error('pass_frozen');
    answers.show = async () => Promise.reject(refusal);
    const first = screen.open();
    answers.show = async () => Promise.resolve(showing);
    await Promise.all([first, screen.open()]);
    expect(state()?.name).toBe('showing');
    answers.show = async () => Promise.reject(refusal);
    await screen.open();
    expect(state()).toEqual({ name: 'failed', error: refusal });
  });
});
