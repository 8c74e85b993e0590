import type { OrderRing } from '@carillon/contract';
import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';

/** Writes down what staff are shown of the rings of orders, by order, before their next event is told. */
export async function noteRings(tx: Tx, rings: ReadonlyMap<number, OrderRing>): Promise<void> {
  const shown = [...rings.values()].map((ring) => JSON.stringify(ring));
  await sql`
    update shop_order set ring = shown.ring::json
    from unnest(${[...rings.keys()]}::bigint[], ${shown}::text[]) as shown (id, ring)
    where shop_order.id = shown.id`.execute(tx);
}
