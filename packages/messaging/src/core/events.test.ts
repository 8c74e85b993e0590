import { expect, test, vi } from 'vitest';
import { EngineEvents } from './events.ts';
import { silentLogger } from './logger.ts';

test('a listener that throws is logged, and keeps nothing from the others', () => {
  const error = vi.fn();
  const events = new EngineEvents({ ...silentLogger, error });
  const told = vi.fn();
  events.emitter.on('brokerAvailability', () => {
    throw new Error('broken');
  });
  events.emitter.on('brokerAvailability', told);
  events.emit('brokerAvailability', true);
  expect(told).toHaveBeenCalledWith(true);
  expect(error).toHaveBeenCalledOnce();
});

test('a listener that rejects is logged, and does not end the process', async () => {
  const error = vi.fn();
  const events = new EngineEvents({ ...silentLogger, error });
  const rejects: () => unknown = () => Promise.reject(new Error('broken'));
  events.emitter.on('brokerAvailability', rejects);
  events.emit('brokerAvailability', true);
  await expect.poll(() => error).toHaveBeenCalledOnce();
});

test('a listener for one time is called one time', () => {
  const events = new EngineEvents(silentLogger);
  const told = vi.fn();
  events.emitter.once('brokerAvailability', told);
  events.emit('brokerAvailability', true);
  events.emit('brokerAvailability', false);
  expect(told.mock.calls).toEqual([[true]]);
});
