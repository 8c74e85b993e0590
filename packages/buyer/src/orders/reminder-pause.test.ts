import { expect, test } from 'vitest';
import { reminderPauseMs } from './reminder-pause.ts';

const at = '2026-11-21T04:00:00.000Z';
const nowMs = Date.parse(at);

test.each([
  ['an order nobody asked after', null, nowMs, 0],
  ['one that was asked after this moment', at, nowMs, 60_000],
  ['one half a minute later', at, nowMs + 30_000, 30_000],
  ['one a minute later', at, nowMs + 60_000, 0],
  ['one long ago', at, nowMs + 3_600_000, 0],
  ['a phone that is an hour behind', at, nowMs - 3_600_000, 60_000],
])('the pause of %s', (_what, remindedAt, now, pauseMs) => {
  expect(reminderPauseMs(remindedAt, now)).toBe(pauseMs);
});
