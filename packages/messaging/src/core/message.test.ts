import { expect, test } from 'vitest';
import { createMessageIds, userDefinedHeaders } from './message.ts';

test('message ids are each their own', () => {
  const [here, there] = [createMessageIds('here'), createMessageIds('there')];
  expect(new Set([here(), here(), there(), there()]).size).toBe(4);
});

test('a message keeps the sender’s own headers and content-type alone', () => {
  const headers = {
    destination: '/a',
    receipt: 'r',
    'content-length': '1',
    'content-type': 'x',
    colour: 'red',
  };
  expect({ ...userDefinedHeaders(headers) }).toEqual({ 'content-type': 'x', colour: 'red' });
});
