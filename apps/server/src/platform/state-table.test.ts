import { describe, expect, test } from 'vitest';
import { defineStates } from './state-table.ts';

const door = {
  initial: 'closed',
  states: ['closed', 'open'],
  transitions: [
    { move: 'push', from: ['closed'], to: 'open' },
    { move: 'pull', from: ['open'], to: 'closed' },
  ],
} as const;

describe('defineStates', () => {
  test('tells where a move starts and ends', () => {
    expect(defineStates('door', door).move('push')).toEqual({ from: ['closed'], to: 'open' });
  });

  test('refuses a state that cannot be reached', () => {
    const table = { ...door, states: ['closed', 'open', 'locked'] };
    expect(() => defineStates<string, string>('door', table)).toThrow('state locked is unreachable');
  });

  test('refuses a state that is not listed', () => {
    const transitions = [...door.transitions, { move: 'kick', from: ['open'], to: 'broken' }];
    expect(() => defineStates<string, string>('door', { ...door, transitions })).toThrow(
      'state broken is unknown',
    );
  });

  test('refuses an unknown initial state', () => {
    expect(() => defineStates<string, string>('door', { ...door, initial: 'ajar' })).toThrow(
      'state ajar is unknown',
    );
  });

  test('refuses a state listed twice', () => {
    const table = { ...door, states: ['closed', 'open', 'open'] };
    expect(() => defineStates<string, string>('door', table)).toThrow('state open is listed twice');
  });

  test('refuses a move listed twice, which would have two ends', () => {
    const transitions = [...door.transitions, { move: 'push', from: ['open'], to: 'closed' }];
    expect(() => defineStates<string, string>('door', { ...door, transitions })).toThrow(
      'move push is listed twice',
    );
  });

  test('refuses a move that the table has not got', () => {
    const machine = defineStates<string, string>('door', door);
    expect(() => machine.move('kick')).toThrow('no move "kick"');
  });
});
