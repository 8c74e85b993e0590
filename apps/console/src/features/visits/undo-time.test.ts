import { expect, test } from 'vitest';
import { aVisit } from '../../testing/passes.ts';
import { countdownText, undoLeftMs } from './undo-time.ts';

const visit = aVisit(1);
const takenMs = Date.parse(visit.at);

test('a visit may be undone for ten minutes, and once', () => {
  expect(undoLeftMs(visit, takenMs + 60_000)).toBe(540_000);
  expect(undoLeftMs(visit, takenMs + 600_000)).toBe(0);
  expect(undoLeftMs({ ...visit, undone: { at: visit.at, by: '掌柜', reason: '扫错' } }, takenMs)).toBe(0);
});

test('a clock that is slow does not promise more', () => {
  expect(undoLeftMs(visit, takenMs - 3_600_000)).toBe(600_000);
});

test('the countdown ends at nothing, not before', () => {
  expect([600_000, 65_000, 400, 0].map(countdownText)).toEqual(['10:00', '1:05', '0:01', '0:00']);
});
