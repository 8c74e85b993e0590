import { MAX_ADDRESSES } from '@carillon/contract';
import type { Address, Contact } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { addressErrors } from './address-errors.ts';
import { insertAddress, lockAddressBook, selectAddresses, touchAddress } from './address-store.ts';

/**
 * Keeps an address for a buyer, as the last used. The same one again, such as when the answer was lost, is not kept
 * twice.
 * @throws too_many_addresses
 */
export async function saveAddress(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  buyerId: string,
  contact: Contact,
): Promise<Address> {
  return database.transaction(async (tx) => {
    await lockAddressBook(tx, buyerId);
    const use = { buyerId, contact, at: clock.now() };
    const known = await touchAddress(tx, use);
    if (known !== undefined) return { ...contact, id: known };
    const kept = await selectAddresses(tx, { buyerId, limit: MAX_ADDRESSES });
    if (kept.length === MAX_ADDRESSES) {
      throw addressErrors.too_many_addresses({ maxAddresses: MAX_ADDRESSES });
    }
    return { ...contact, id: await insertAddress(tx, use) };
  });
}
