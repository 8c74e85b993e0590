import { expect, test } from 'vitest';
import { nextTick } from 'vue';
import { createFakeDevice } from '../../testing/fake-device.ts';
import { createFakeMemory } from '../../testing/fake-memory.ts';
import { createDevice } from './device.ts';

test('a device takes orders from the gesture on', () => {
  const fake = createFakeDevice();
  const device = createDevice(fake.parts, createFakeMemory());
  expect([device.taking.value, device.bell.state.value]).toEqual([false, 'locked']);
  device.start();
  expect([device.taking.value, device.bell.state.value]).toEqual([true, 'running']);
});

test('a reloaded tab goes on taking orders where the browser lets it sound', async () => {
  const device = createDevice(createFakeDevice().parts, createFakeMemory({ 'taking-orders': 'yes' }));
  await nextTick();
  expect(device.taking.value).toBe(true);
});

test('a reloaded tab waits for a gesture where the browser does not', async () => {
  const fake = createFakeDevice();
  fake.grants = false;
  const device = createDevice(fake.parts, createFakeMemory({ 'taking-orders': 'yes' }));
  await nextTick();
  expect(device.taking.value).toBe(false);
});

test('restoring touches nothing before orders are taken', () => {
  const fake = createFakeDevice();
  createDevice(fake.parts, createFakeMemory()).restore();
  expect(fake.parts.bell.state.value).toBe('locked');
});
