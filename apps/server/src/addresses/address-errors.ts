import { defineErrors } from '../platform/errors.ts';

/** Refusals of the addresses domain; described in docs/errors/addresses.md. */
export const addressErrors = defineErrors({
  address_not_found: {
    status: 404,
    message: 'There is no such address, or it is not yours. Reload your addresses.',
  },
  too_many_addresses: {
    status: 409,
    message: 'You keep `details.maxAddresses` addresses already. Remove one, or change one.',
  },
});
