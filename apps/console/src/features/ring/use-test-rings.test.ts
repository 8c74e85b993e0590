import type { TestRing } from '@carillon/contract';
import { expect, onTestFinished, test } from 'vitest';
import { effectScope, ref } from 'vue';
import { createFakeLine } from '../../testing/fake-line.ts';
import { useTestRings } from './use-test-rings.ts';

function open({ isRinging = true } = {}) {
  const line = createFakeLine();
  const rung: string[] = [];
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const tests = scope.run(() =>
    useTestRings({
      ...{ shopId: 7, line, deviceId: ref('this'), isRinging: () => isRinging },
      ring: ({ by }) => void rung.push(by),
    }),
  );
  const deliver = (payload: TestRing) =>
    line.subscriptions[0]?.onMessage({ replayed: false, json: () => payload });
  return { line, rung, tests, deliver };
}

test('a device rings when it, or every device of the shop, is tested, and not for another', () => {
  const { rung, deliver } = open();
  deliver({ deviceId: 'this', by: '小王' });
  deliver({ deviceId: 'another', by: '小周' });
  deliver({ deviceId: null, by: '掌柜' });
  expect(rung).toEqual(['小王', '掌柜']);
});

test('of a device’s tabs only the one that rings does', () => {
  const { rung, deliver } = open({ isRinging: false });
  deliver({ deviceId: null, by: '掌柜' });
  expect(rung).toEqual([]);
});

test('a test goes the way of an order: through the server', () => {
  const { line, tests } = open();
  void tests?.ask(true);
  expect(line.reported).toMatchObject([
    { destination: '/app/shops/7/test-ring', body: { everyDevice: true } },
  ]);
});
