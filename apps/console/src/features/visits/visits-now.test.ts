import { expect, test } from 'vitest';
import { aVisit, aVisitEvent } from '../../testing/passes.ts';
import { visitsNow } from './visits-now.ts';

const DAY = '2026-11-21';
const read = { visits: [aVisit(2), aVisit(1)], taken: 5, undone: 1, seq: 10 };
const undone = aVisit(2, { undone: { at: '2026-11-21T02:05:00.000Z', by: '掌柜', reason: '扫错' } });

test('visits that are heard come first, and are counted', () => {
  const now = visitsNow(DAY, read, [{ seq: 11, event: aVisitEvent(aVisit(3)) }]);
  expect(now.visits.map(({ id }) => id)).toEqual([3, 2, 1]);
  expect(now).toMatchObject({ taken: 6, undone: 1 });
});

test('a visit that is undone is so where it stands, and counts as undone', () => {
  const now = visitsNow(DAY, read, [{ seq: 11, event: aVisitEvent(undone) }]);
  expect(now).toEqual({ visits: [undone, aVisit(1)], taken: 4, undone: 2 });
});

test('what was read already has what was heard before', () => {
  expect(visitsNow(DAY, read, [{ seq: 10, event: aVisitEvent(undone) }])).toEqual({
    ...{ visits: read.visits, taken: 5, undone: 1 },
  });
});

test('an undone visit that was not read is only counted', () => {
  const old = { ...undone, id: 9 };
  expect(visitsNow(DAY, { ...read, visits: [aVisit(2)] }, [{ seq: 11, event: aVisitEvent(old) }])).toEqual({
    ...{ visits: [aVisit(2)], taken: 4, undone: 2 },
  });
});

test('visits of another day are left out', () => {
  const other = aVisit(3, { at: '2026-11-20T15:59:00.000Z' });
  expect(visitsNow(DAY, read, [{ seq: 11, event: aVisitEvent(other) }]).taken).toBe(5);
});
