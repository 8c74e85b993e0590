import type { Address, Contact } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface AddressTables {
  buyer_address: {
    id: Generated<number>;
    buyer_id: string;
    name: string;
    phone: string;
    address: string;
    used_at: Date;
  };
}

/** Any number that no other advisory lock of ours has. */
const ADDRESS_LOCK = 7_301_002;

const tables = tablesOf<AddressTables>;

/** Lets one transaction at a time add to a buyer's address book. */
export async function lockAddressBook(tx: Tx, buyerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADDRESS_LOCK}::int, hashtext(${buyerId}))`.execute(tx);
}

/** A buyer's addresses, the last used first; of one moment, the last written. */
export async function selectAddresses(
  executor: Executor,
  { buyerId, limit }: { buyerId: string; limit: number },
): Promise<Address[]> {
  return tables(executor)
    .selectFrom('buyer_address')
    .select(['id', 'name', 'phone', 'address'])
    .where('buyer_id', '=', buyerId)
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function insertAddress(
  executor: Executor,
  { buyerId, contact, at }: AddressUse,
): Promise<number> {
  const { name, phone, address } = contact;
  const row = await tables(executor)
    .insertInto('buyer_address')
    .values({ buyer_id: buyerId, name, phone, address, used_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Returns whether it was there, and the buyer's. */
export async function updateAddress(
  executor: Executor,
  { addressId, buyerId, contact }: { addressId: number; buyerId: string; contact: Contact },
): Promise<boolean> {
  const { name, phone, address } = contact;
  const { numUpdatedRows } = await tables(executor)
    .updateTable('buyer_address')
    .set({ name, phone, address })
    .where('id', '=', addressId)
    .where('buyer_id', '=', buyerId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Returns whether it was there, and the buyer's. */
export async function deleteAddress(
  executor: Executor,
  { addressId, buyerId }: { addressId: number; buyerId: string },
): Promise<boolean> {
  const { numDeletedRows } = await tables(executor)
    .deleteFrom('buyer_address')
    .where('id', '=', addressId)
    .where('buyer_id', '=', buyerId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export interface AddressUse {
  readonly buyerId: string;
  readonly contact: Contact;
  readonly at: Date;
}

/** Notes that a buyer used one of their addresses. One that is not in their book is none of our business. */
export async function touchAddress(
  executor: Executor,
  { buyerId, contact, at }: AddressUse,
): Promise<number | undefined> {
  const { name, phone, address } = contact;
  const row = await tables(executor)
    .updateTable('buyer_address')
    .set({ used_at: at })
    .where('buyer_id', '=', buyerId)
    .where('name', '=', name)
    .where('phone', '=', phone)
    .where('address', '=', address)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}
