import type { Order, OrderEvent, OrderListReply } from '@carillon/contract';
import { isFurther } from '../../lib/order-status.ts';

/** The orders of a shop by id, each with the journal number of the last news about it. */
export type Board = ReadonlyMap<number, BoardEntry>;

interface BoardEntry {
  readonly order: Order;
  /** Journal number this entry is current with; undefined when the journal that counted it is no more. */
  readonly seq: number | undefined;
}

export const emptyBoard: Board = new Map();

/**
 * Takes the server's list as the truth, except where this board knows better already: an order whose
 * news came by the line after the list was made, or that has gone further since. An order never goes back,
 * unless the board is `disowned`.
 */
export function loadBoard(board: Board, reply: OrderListReply): Board {
  const next = new Map<number, BoardEntry>();
  for (const entry of board.values()) {
    if (isNewer(entry, reply)) next.set(entry.order.id, entry);
  }
  for (const order of reply.orders) {
    const known = board.get(order.id);
    const keep = known && (isNewer(known, reply) || goesBack(known, order));
    next.set(order.id, keep ? known : { order, seq: reply.seq });
  }
  return next;
}

/**
 * Takes what the board knows for a mere picture, to be shown until the next list or event says otherwise. For
 * a journal that was cut or started anew: a restored database gives its numbers and order ids a second time.
 */
export function disowned(board: Board): Board {
  return new Map([...board].map(([id, { order }]) => [id, { order, seq: undefined }]));
}

/**
 * Applies one event, also one that moves nothing, such as a reminder. Told twice, or told late, it changes nothing and
 * the same board comes back.
 */
export function applyEvent(board: Board, event: OrderEvent, seq: number): Board {
  return applyOrder(board, event.order, seq);
}

/** Puts in an order as the server just told it. */
function applyOrder(board: Board, order: Order, seq: number): Board {
  const known = board.get(order.id);
  if (known && !isNews(known, order, seq)) return board;
  return new Map(board).set(order.id, { order, seq });
}

/**
 * Puts in an order as the server answered it to a step taken here, which counts by no number of the journal: it is news
 * if the order is still `before`, as it was when the step was begun. Else the line was quicker, and knows as much.
 */
export function applyAnswer(board: Board, order: Order, before: Order | undefined): Board {
  const known = board.get(order.id);
  if (known === undefined || known.order !== before) return applyOrder(board, order, known?.seq ?? 0);
  return isFurther(before.status, order.status) ? board : new Map(board).set(order.id, { ...known, order });
}

function isNews(known: BoardEntry, order: Order, seq: number): boolean {
  if (known.seq === undefined || isFurther(order.status, known.order.status)) return true;
  return seq > known.seq && !isFurther(known.order.status, order.status);
}

function isNewer({ seq }: BoardEntry, reply: OrderListReply): boolean {
  return seq !== undefined && seq > reply.seq;
}

function goesBack(known: BoardEntry, order: Order): boolean {
  return known.seq !== undefined && isFurther(known.order.status, order.status);
}
