import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { OrderStatus } from '@carillon/contract';
import { anEvent, anOrder } from '../../testing/orders.ts';
import { applyAnswer, applyEvent, disowned, emptyBoard, loadBoard } from './board.ts';
import type { Board } from './board.ts';

function statusOf(board: Board, id: number): string | undefined {
  return board.get(id)?.order.status;
}

describe('applyEvent', () => {
  test('adds an order it has not seen', () => {
    const board = applyEvent(emptyBoard, anEvent(anOrder(17)), 5);
    expect(statusOf(board, 17)).toBe('paid');
  });

  test('gives the same board back for an event told twice', () => {
    const board = applyEvent(emptyBoard, anEvent(anOrder(17)), 5);
    expect(applyEvent(board, anEvent(anOrder(17)), 5)).toBe(board);
  });

  test('takes what moves nothing, such as a reminder, and that once', () => {
    const before = applyEvent(emptyBoard, anEvent(anOrder(17)), 5);
    const reminded = anOrder(17, { remindedAt: '2026-11-21T02:05:00.000Z' });
    const event = { ...anEvent(reminded), type: 'order.reminded' } as const;
    const board = applyEvent(before, event, 6);
    expect(board.get(17)?.order.remindedAt).toBe(reminded.remindedAt);
    expect(applyEvent(board, event, 6)).toBe(board);
    expect(applyEvent(board, anEvent(anOrder(17)), 5)).toBe(board);
  });

  test('takes no reminder of an order that was accepted here meanwhile', () => {
    const accepted = applyEvent(emptyBoard, anEvent(anOrder(17, { status: 'accepted' })), 5);
    const late = { ...anEvent(anOrder(17)), type: 'order.reminded' } as const;
    expect(applyEvent(accepted, late, 6)).toBe(accepted);
  });

  test('never moves an order back', () => {
    const board = applyEvent(emptyBoard, anEvent(anOrder(17, { status: 'completed' })), 7);
    expect(applyEvent(board, anEvent(anOrder(17, { status: 'accepted' })), 6)).toBe(board);
  });

  const statuses: OrderStatus[] = ['paid', 'accepted', 'completed'];
  const moves = fc.array(
    fc.record({ id: fc.integer({ min: 1, max: 4 }), step: fc.integer({ min: 0, max: 2 }) }),
  );
  const told = moves.chain((list) => {
    const twice = [...list, ...list];
    return fc.tuple(fc.constant(list), fc.shuffledSubarray(twice, { minLength: twice.length }));
  });
  property.prop([told])(
    'ends the same however often and in whatever order the events come',
    ([once, muddled]) => {
      const run = (list: typeof once) =>
        list.reduce((board, { id, step }, index) => {
          return applyEvent(board, anEvent(anOrder(id, { status: statuses[step] ?? 'paid' })), index + 1);
        }, emptyBoard);
      const statusesOf = (board: Board) =>
        [...board.values()].map(({ order }) => `${order.id} ${order.status}`).sort();
      expect(statusesOf(run(muddled))).toEqual(statusesOf(run(once)));
    },
  );
});

describe('applyAnswer', () => {
  const before = applyEvent(emptyBoard, anEvent(anOrder(17, { status: 'accepted' })), 5);
  const known = before.get(17)?.order;
  const promised = anOrder(17, { status: 'accepted', promisedAt: '2026-11-21T02:30:00.000Z' });

  test('takes what a step changed, also where the order stays where it is', () => {
    const board = applyAnswer(before, promised, known);
    expect(board.get(17)).toEqual({ order: promised, seq: 5 });
  });

  test('leaves what the line told meanwhile', () => {
    const reminded = anOrder(17, { status: 'accepted', remindedAt: '2026-11-21T02:05:00.000Z' });
    const told = applyEvent(before, anEvent(reminded), 6);
    expect(applyAnswer(told, promised, known)).toBe(told);
  });

  test('never moves an order back', () => {
    expect(applyAnswer(before, anOrder(17), known)).toBe(before);
  });

  test('adds an order that the board has not', () => {
    expect(statusOf(applyAnswer(emptyBoard, promised, undefined), 17)).toBe('accepted');
  });
});

describe('loadBoard', () => {
  test('takes the list of the server', () => {
    const board = loadBoard(emptyBoard, { orders: [anOrder(1), anOrder(2)], seq: 9 });
    expect([...board.keys()]).toEqual([1, 2]);
  });

  test('forgets orders that the server no longer lists', () => {
    const before = loadBoard(emptyBoard, { orders: [anOrder(1), anOrder(2)], seq: 9 });
    expect([...loadBoard(before, { orders: [anOrder(2)], seq: 12 }).keys()]).toEqual([2]);
  });

  test('keeps an order whose event is newer than the list', () => {
    const before = applyEvent(emptyBoard, anEvent(anOrder(3)), 13);
    expect(statusOf(loadBoard(before, { orders: [], seq: 12 }), 3)).toBe('paid');
  });

  test('keeps the further state when the list is behind', () => {
    const before = applyEvent(emptyBoard, anEvent(anOrder(3, { status: 'accepted' })), 12);
    expect(statusOf(loadBoard(before, { orders: [anOrder(3)], seq: 12 }), 3)).toBe('accepted');
  });
});

// A database restored from a copy counts anew: its journal numbers and its order ids come a second time.
describe('a board disowned by a journal that was cut or started anew', () => {
  const completed = anOrder(3, { status: 'completed' });
  const board = disowned(loadBoard(emptyBoard, { orders: [completed, anOrder(4)], seq: 90 }));

  test('shows what it knew until it is told better', () => {
    expect([statusOf(board, 3), statusOf(board, 4)]).toEqual(['completed', 'paid']);
  });

  test('gives way to the list, however low its number', () => {
    const orders = [anOrder(3)];
    expect(loadBoard(board, { orders, seq: 7 })).toEqual(loadBoard(emptyBoard, { orders, seq: 7 }));
  });

  test('gives way to an event about an order id that comes a second time', () => {
    expect(statusOf(applyEvent(board, anEvent(anOrder(3)), 7), 3)).toBe('paid');
  });

  test('keeps what it is told from then on', () => {
    const told = applyEvent(board, anEvent(anOrder(5)), 8);
    expect([...loadBoard(told, { orders: [], seq: 7 }).keys()]).toEqual([5]);
    expect(applyEvent(told, anEvent(anOrder(5)), 8)).toBe(told);
  });
});
