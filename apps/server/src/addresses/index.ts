/** Buyers' address books: where they had something brought, and whom to ask for there. */
export { registerAddressRoutes } from './address-routes.ts';
export { handOverAddresses } from './hand-over-addresses.ts';
export { touchAddress } from './address-store.ts';
