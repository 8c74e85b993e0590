import { MAX_ADDRESSES } from '@carillon/contract';
import { addressListReplySchema, addressReplySchema, contactSchema } from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { addressErrors } from './address-errors.ts';
import { deleteAddress, selectAddresses, updateAddress } from './address-store.ts';
import { saveAddress } from './save-address.ts';

const tag = 'addresses';
const ofAddress = z.object({ addressId: pathId });

/** A buyer's address book. It belongs to the browser, known by its cookie. */
export function registerAddressRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  const { db } = context.database;

  /** The buyer's id. A browser that we have not met has no addresses. */
  async function ownerIn(request: FastifyRequest): Promise<string> {
    const buyerId = await visitors.findBuyer(request);
    if (buyerId === undefined) throw addressErrors.address_not_found();
    return buyerId;
  }

  registerRoute(app, 'listAddresses', {
    tag,
    summary: 'Lists the addresses of this browser, the last used first.',
    schemas: { reply: addressListReplySchema },
    handler: async (request) => {
      const buyerId = await visitors.findBuyer(request);
      if (buyerId === undefined) return { addresses: [] };
      return { addresses: await selectAddresses(db, { buyerId, limit: MAX_ADDRESSES }) };
    },
  });

  registerRoute(app, 'saveAddress', {
    tag,
    summary: 'Keeps an address, as the last used; the same one again is kept once.',
    schemas: { body: contactSchema, reply: addressReplySchema },
    handler: async (request, reply) => ({
      address: await saveAddress(context, await visitors.buyer(request, reply), request.body),
    }),
  });

  registerRoute(app, 'changeAddress', {
    tag,
    summary: 'Changes an address. Orders that were placed keep what they were told.',
    schemas: { params: ofAddress, body: contactSchema, reply: addressReplySchema },
    handler: async (request) => {
      const { addressId } = request.params;
      const isChanged = await updateAddress(db, {
        addressId,
        buyerId: await ownerIn(request),
        contact: request.body,
      });
      if (!isChanged) throw addressErrors.address_not_found();
      return { address: { ...request.body, id: addressId } };
    },
  });

  registerRoute(app, 'removeAddress', {
    tag,
    summary: 'Removes an address.',
    schemas: { params: ofAddress },
    handler: async (request) => {
      const { addressId } = request.params;
      const isRemoved = await deleteAddress(db, { addressId, buyerId: await ownerIn(request) });
      if (!isRemoved) throw addressErrors.address_not_found();
      return undefined;
    },
  });
}
