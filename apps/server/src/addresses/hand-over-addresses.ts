import { MAX_ADDRESSES } from '@carillon/contract';
import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';
import { lockAddressBook } from './address-store.ts';

/**
 * Puts one buyer's addresses into another's book, each once, as far as there is room: the last used first. None is
 * left in the first.
 */
export async function handOverAddresses(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await lockAddressBook(tx, from);
  await lockAddressBook(tx, to);
  await sql`
    delete from buyer_address mine using buyer_address kept
    where mine.buyer_id = ${from} and kept.buyer_id = ${to}
      and (mine.name, mine.phone, mine.address) = (kept.name, kept.phone, kept.address)`.execute(tx);
  await sql`update buyer_address set buyer_id = ${to} where buyer_id = ${from}`.execute(tx);
  await sql`
    delete from buyer_address where buyer_id = ${to} and id not in (
      select id from buyer_address where buyer_id = ${to}
      order by used_at desc, id desc limit ${sql.lit(MAX_ADDRESSES)})`.execute(tx);
}
