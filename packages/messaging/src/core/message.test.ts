import { expect, test } from 'vitest';
import { createMessage, createMessageIds } from './message.ts';

test('message ids are each their own', () => {
  const [here, there] = [createMessageIds('here'), createMessageIds('there')];
  expect(new Set([here(), here(), there(), there()]).size).toBe(4);
});

test('a message has its destination, its id and the sender’s own headers, content-type among them', () => {
  const headers = {
    destination: '/elsewhere',
    'message-id': 'forged',
    receipt: 'r',
    'content-length': '1',
    'content-type': 'x',
    colour: 'red',
  };
  const message = createMessage({ id: 'm1', destination: '/a', headers, body: new Uint8Array(0) });
  expect({ ...message.headers }).toEqual({
    destination: '/a',
    'message-id': 'm1',
    'content-type': 'x',
    colour: 'red',
  });
});

test('a message’s headers inherit nothing, and hold names of Object like any other', () => {
  const headers = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>;
  const message = createMessage({ id: 'm1', destination: '/a', headers, body: new Uint8Array(0) });
  expect(Object.entries(message.headers).slice(2)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect('toString' in message.headers).toBe(false);
});
