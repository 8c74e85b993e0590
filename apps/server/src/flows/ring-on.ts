import type { Order, OrderRing } from '@carillon/contract';
import { lockOrder, showRings } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { fewAtATime } from '../platform/few-at-a-time.ts';
import {
  endRing,
  isNoteDue,
  listOpenRings,
  noteMessage,
  noteWatch,
  putLimitOff,
  readShownRing,
  takeDueRings,
  takeSteps,
} from '../rings/index.ts';
import { callOffOrder } from './call-off-order.ts';

export interface RingParts {
  readonly context: Context;
  /** Asks for a message to the managers of an order's shop. Returns the names of those who are sent one. */
  readonly messageManagers: (tx: Tx, order: Order) => Promise<readonly string[]>;
}

/** Orders that are rung on for at the same time, and so the most database connections a round can hold. */
const MAX_CONCURRENT_RINGS = 5;

/**
 * Goes on ringing for the orders that nobody answers: each step when its time has come, once, whichever node is
 * there, and at the end of the shop's time the order is cancelled and its money given back.
 */
export async function ringOn(parts: RingParts): Promise<void> {
  const { context } = parts;
  await forgiveAbsence(context);
  const orderIds = await takeDueRings(context);
  await fewAtATime(orderIds, MAX_CONCURRENT_RINGS, async (orderId) => {
    try {
      await ringOnFor(parts, orderId);
    } catch (err) {
      context.logger.error({ orderId, err }, 'a ring could not go on');
    }
  });
}

/** When no node was there for a while, staff get time again: nobody could have answered. */
async function forgiveAbsence({ database, clock, logger }: Context): Promise<void> {
  const now = clock.now();
  if (!(await isNoteDue(database.db, now))) return;
  const putOff = await database.transaction(async (tx) => {
    const awaySince = await noteWatch(tx, now);
    const orderIds = awaySince === undefined ? [] : await listOpenRings(tx);
    const putOffIds: number[] = [];
    for (const orderId of orderIds) {
      await lockOrder(tx, orderId);
      if (awaySince && (await putLimitOff(tx, orderId, { awaySince, now }))) putOffIds.push(orderId);
    }
    // Not before all are locked: who answers one of them waits for its shop's journal.
    await show(tx, putOffIds, now);
    return putOffIds.length;
  });
  if (putOff > 0) logger.warn({ orders: putOff }, 'nobody was there to ring: the time to answer is put off');
}

async function ringOnFor({ context, messageManagers }: RingParts, orderId: number): Promise<void> {
  const { database, clock, logger } = context;
  const at = clock.now();
  const outcome = await database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order?.status !== 'paid') {
      // Whoever answered has ended it; this is the second wall.
      await endRing(tx, { orderId, at, by: 'system' });
      return undefined;
    }
    const steps = await takeSteps(tx, orderId, at);
    if (steps?.isUnanswered === true) {
      await callOffOrder(tx, context, { order, reason: 'unanswered', note: '', by: 'system' });
      return 'unanswered';
    }
    const newest = steps?.taken.at(-1);
    if (newest === undefined) return undefined;
    if (steps?.taken.includes('managers') === true) {
      const names = await messageManagers(tx, order);
      for (const who of names) await noteMessage(tx, { orderId, at, who });
      if (names.length === 0) await noteMessage(tx, { orderId, at, who: undefined });
    }
    await show(tx, [orderId], at);
    return newest;
  });
  if (outcome === 'unanswered') logger.warn({ orderId }, 'nobody answered an order: it is cancelled');
  else if (outcome !== undefined) logger.info({ orderId, step: outcome }, 'nobody has answered an order yet');
}

async function show(tx: Tx, orderIds: readonly number[], at: Date): Promise<void> {
  const rings = new Map<number, OrderRing>();
  for (const orderId of orderIds) {
    const ring = await readShownRing(tx, orderId);
    if (ring !== undefined) rings.set(orderId, ring);
  }
  if (rings.size > 0) await showRings(tx, rings, { at });
}
