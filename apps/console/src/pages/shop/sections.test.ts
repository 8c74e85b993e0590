import { expect, test } from 'vitest';
import { sectionsFor } from './sections.ts';

test('a clerk is offered what a clerk may do', () => {
  expect(sectionsFor('clerk').map(({ name }) => name)).toEqual([
    ...['board', 'orders', 'scan', 'products', 'floor', 'passes', 'tables'],
  ]);
});

test.each(['owner', 'manager'] as const)('the %s is offered all of it', (role) => {
  expect(sectionsFor(role)).toHaveLength(11);
});

test('the bar of a phone has room for four, and for what leads to the others', () => {
  expect(sectionsFor('owner').filter(({ first }) => first)).toHaveLength(4);
});
