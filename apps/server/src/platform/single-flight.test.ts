import { expect, test } from 'vitest';
import { createSingleFlight } from './single-flight.ts';

test('runs once for those who ask while it runs, and anew for those who ask later', async () => {
  const flights = createSingleFlight<string, number>();
  const { promise, resolve } = Promise.withResolvers<number>();
  let runs = 0;
  const work = () => {
    runs += 1;
    return promise;
  };
  const both = Promise.all([flights.share('key', work), flights.share('key', work)]);
  resolve(7);
  expect(await both).toEqual([7, 7]);
  expect(runs).toBe(1);
  await flights.share('key', work);
  expect(runs).toBe(2);
});

test('keeps keys apart', async () => {
  const flights = createSingleFlight<string, string>();
  const results = [
    flights.share('a', () => Promise.resolve('1')),
    flights.share('b', () => Promise.resolve('2')),
  ];
  expect(await Promise.all(results)).toEqual(['1', '2']);
});

test('lets a failure be tried again', async () => {
  const flights = createSingleFlight<string, number>();
  await expect(flights.share('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await flights.share('key', () => Promise.resolve(1))).toBe(1);
});
