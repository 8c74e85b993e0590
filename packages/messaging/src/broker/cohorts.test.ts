import { describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { Cohorts } from './cohorts.ts';
import type { Reader } from './cohorts.ts';
import { placeOf } from './place.ts';

const { session } = new TestEngine().connect();

function reader(id = '1'): Reader {
  const common = { session, after: undefined, ackMode: 'auto', headers: {} } as const;
  return { session, place: placeOf({ ...common, id, destination: '/topic/a' }), cohort: undefined };
}

function readersAt(cohorts: Cohorts, cursor: number): number {
  return cohorts.at(cursor)?.size ?? 0;
}

describe('the readers of a journal', () => {
  test('stand together when they stand at the same number, grouped by what they are sent', () => {
    const cohorts = new Cohorts();
    for (const id of ['1', '1', '2']) cohorts.add(reader(id), 7);
    cohorts.add(reader(), 3);
    expect([...(cohorts.at(7)?.groups() ?? [])].map(({ size }) => size)).toEqual([2, 1]);
    expect([cohorts.lowest, cohorts.highest]).toEqual([3, 7]);
  });

  test('move as one, and join those who are there already', () => {
    const cohorts = new Cohorts();
    const [one, two, three] = [reader(), reader(), reader()];
    cohorts.add(one, 1);
    cohorts.add(two, 1);
    cohorts.add(three, 2);
    const moving = cohorts.at(1);
    if (moving) cohorts.move(moving, 2);
    expect([readersAt(cohorts, 1), readersAt(cohorts, 2)]).toEqual([0, 3]);
    expect(one.cohort).toBe(three.cohort);
    for (const left of [two, three]) cohorts.remove(left);
    expect(cohorts.at(2)?.all()).toEqual([one]);
  });

  test('leave nothing behind, and may leave twice', () => {
    const cohorts = new Cohorts();
    const [one, two] = [reader(), reader()];
    cohorts.add(one, 1);
    cohorts.add(two, 1);
    cohorts.remove(one);
    cohorts.remove(one);
    expect(readersAt(cohorts, 1)).toBe(1);
    cohorts.remove(two);
    expect(cohorts.isEmpty).toBe(true);
    expect(cohorts.at(1)).toBeUndefined();
  });
});
