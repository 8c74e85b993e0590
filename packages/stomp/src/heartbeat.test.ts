import { describe, expect, test } from 'vitest';
import { HEARTBEAT, negotiateHeartbeat } from './heartbeat.ts';

test('HEARTBEAT is one line feed', () => {
  expect(Array.from(HEARTBEAT)).toEqual([10]);
});

describe('negotiateHeartbeat', () => {
  test.each<[[number, number], string | undefined, number, number]>([
    [[10_000, 10_000], '10000,10000', 10_000, 10_000],
    [[1000, 2000], '3000,500', 1000, 3000],
    [[0, 2000], '3000,500', 0, 3000],
    [[1000, 0], '3000,500', 1000, 0],
    [[1000, 2000], '0,500', 1000, 0],
    [[1000, 2000], '3000,0', 0, 3000],
    [[1000, 2000], '3000, 500', 1000, 3000],
    [[1000, 2000], ' 3000 ,500 ', 1000, 3000],
    [[1000, 2000], undefined, 0, 0],
    [[1000, 2000], '999999999999,999999999999', 2 ** 31 - 1, 2 ** 31 - 1],
  ])('settles %j with %j to send every %d ms and expect every %d ms', (mine, theirs, send, expected) => {
    expect(negotiateHeartbeat(mine, theirs)).toEqual({ sendEveryMs: send, expectEveryMs: expected });
  });

  test.each(['', '1', '1,', ',1', '1,2,3', '-1,0', '1.5,0', 'a,b', '1 2', '1 0,2', '1000000000000,0'])(
    'refuses %j',
    (theirs) => {
      expect(() => negotiateHeartbeat([1, 1], theirs)).toThrow(
        expect.objectContaining({ code: 'invalid_heart_beat' }),
      );
    },
  );
});
