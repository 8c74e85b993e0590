import { describe, expect, test } from 'vitest';
import { decodeBatch, encodeBatch } from './payload-batch.ts';

const BATCH = {
  nodeId: 'node-0123456',
  number: 2 ** 47,
  payloads: [Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')],
};

describe('a batch', () => {
  test('comes back as it was', () => {
    expect(decodeBatch(encodeBatch(BATCH))).toEqual(BATCH);
  });

  test('cut anywhere but between its payloads is told from one', () => {
    const bytes = encodeBatch(BATCH);
    const whole = [19, 19 + 7, 19 + 7 + 4];
    for (let length = 0; length < bytes.length; length += 1) {
      const decoded = decodeBatch(bytes.subarray(0, length));
      if (!whole.includes(length)) expect(decoded).toBeUndefined();
    }
  });

  test('is not what begins otherwise', () => {
    const bytes = encodeBatch(BATCH);
    bytes[0] = 0;
    expect(decodeBatch(bytes)).toBeUndefined();
  });
});
