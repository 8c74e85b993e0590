import { RING_ABILITY_MS } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { expect, onTestFinished, test } from 'vitest';
import { effectScope, ref } from 'vue';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createFakeDevice } from '../../testing/fake-device.ts';
import { createFakeLine } from '../../testing/fake-line.ts';
import { createFakeMemory } from '../../testing/fake-memory.ts';
import { createDevice } from './device.ts';
import type { TabState } from './ringing-tab.ts';
import { useRingAbility } from './use-ring-ability.ts';

function open() {
  const fake = createFakeDevice();
  const device = createDevice(fake.parts, createFakeMemory());
  const [clock, line, tab] = [createFakeClock(), createFakeLine(), ref<TabState>('here')];
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const ability = scope.run(() => useRingAbility({ shopId: 7, clock, line, device, tab }));
  return { fake, device, clock, line, tab, deviceId: () => ability?.deviceId.value };
}

test('a device tells the shop whether it would ring, and each time that changes', async () => {
  const { fake, device, line } = open();
  line.tell({ name: 'online' });
  device.start();
  await flushPromises();
  fake.become('suspended');
  await flushPromises();
  device.prefer('when_nobody_answers');
  await flushPromises();
  expect(line.reported.map(({ body }) => body)).toEqual([
    { why: 'locked', prefers: 'at_once' },
    { why: null, prefers: 'at_once' },
    { why: 'suspended', prefers: 'at_once' },
    { why: 'suspended', prefers: 'when_nobody_answers' },
  ]);
  expect(line.reported[0]?.destination).toBe('/app/shops/7/ring-ability');
});

test('a device repeats that it would ring, for one that is frozen says nothing', () => {
  const { clock, line } = open();
  line.tell({ name: 'online' });
  clock.advance(3 * RING_ABILITY_MS);
  expect(line.reported).toHaveLength(4);
});

test('a device says nothing while its line is lost, and at once when it is back', () => {
  const { clock, line } = open();
  clock.advance(RING_ABILITY_MS);
  expect(line.reported).toEqual([]);
  line.tell({ name: 'online' });
  expect(line.reported).toHaveLength(1);
});

test('a tab leaves it to the one that rings to speak for the device', () => {
  const { clock, line, tab } = open();
  tab.value = 'elsewhere';
  line.tell({ name: 'online' });
  clock.advance(RING_ABILITY_MS);
  expect(line.reported).toEqual([]);
});

test('a device hears as which the others see it', async () => {
  const { line, deviceId } = open();
  line.tell({ name: 'online' });
  line.reported[0]?.resolve({ deviceId: '0123456789abcdef' });
  await flushPromises();
  expect(deviceId()).toBe('0123456789abcdef');
});
