import { describe, expect, test } from 'vitest';
import { anOrder } from '../../testing/orders.ts';
import { emptyBoard, loadBoard } from './board.ts';
import { columnsOf, DONE_SHOWN_MAX } from './columns.ts';

function columnsWith(...orders: ReturnType<typeof anOrder>[]) {
  return columnsOf(loadBoard(emptyBoard, { orders, seq: 1 }));
}

describe('columnsOf', () => {
  test('puts who waits longest first', () => {
    expect(columnsWith(anOrder(3), anOrder(1), anOrder(2)).waiting.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('puts what was completed last first', () => {
    const done = columnsWith(anOrder(1, { status: 'completed' }), anOrder(2, { status: 'completed' })).done;
    expect(done.map(({ id }) => id)).toEqual([2, 1]);
  });

  test('keeps what is ready or on its way apart, until it is done', () => {
    const columns = columnsWith(
      anOrder(1, { status: 'accepted' }),
      anOrder(2, { status: 'delivering' }),
      anOrder(3, { status: 'ready' }),
    );
    expect(columns.making.map(({ id }) => id)).toEqual([1]);
    expect(columns.leaving.map(({ id }) => id)).toEqual([2, 3]);
  });

  test('leaves unpaid orders out', () => {
    const columns = columnsWith(anOrder(1, { status: 'pending_payment' }));
    expect(Object.values(columns).flat()).toEqual([]);
  });

  test('leaves passes out, which ask for no cook', () => {
    const columns = columnsWith(anOrder(1, { status: 'completed', fulfilment: 'pass' }));
    expect(Object.values(columns).flat()).toEqual([]);
  });

  test('shows a bounded number of completed orders', () => {
    const orders = Array.from({ length: DONE_SHOWN_MAX + 5 }, (_, id) =>
      anOrder(id + 1, { status: 'completed' }),
    );
    expect(columnsWith(...orders).done).toHaveLength(DONE_SHOWN_MAX);
  });
});
