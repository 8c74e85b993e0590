import { expect, test } from 'vitest';
import { AS_USUAL, promiseChoices } from './promise-choices.ts';

test('what the shop usually promises comes first, and once', () => {
  expect(promiseChoices(20)).toEqual([AS_USUAL, 15, 30, 45, 60]);
  expect(promiseChoices(25)).toEqual([AS_USUAL, 15, 20, 30, 45, 60]);
});
