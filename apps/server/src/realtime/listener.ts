import type { Principal } from '@carillon/messaging';
import { buyerAccount, staffAccount } from '../platform/account-names.ts';

/** Who listens on a socket, as its handshake's cookie says. */
export type Listener = StaffListener | BuyerListener;

interface StaffListener extends Principal {
  readonly kind: 'staff';
  readonly staffId: number;
  /** The login session, whose end closes the socket. */
  readonly session: string;
}

interface BuyerListener extends Principal {
  readonly kind: 'buyer';
  readonly buyerId: string;
  /** The login session, whose end closes the socket; none for one who is not logged in. */
  readonly session: string | undefined;
  /** Where it connects from: identities are given to every browser that asks, addresses are not. */
  readonly address: string;
}

export function staffListener(staffId: number, session: string): StaffListener {
  return { kind: 'staff', name: staffAccount(staffId), staffId, session };
}

/** @param session the login session, of one who is logged in */
export function buyerListener(buyerId: string, address: string, session?: string): BuyerListener {
  return { kind: 'buyer', name: buyerAccount(buyerId), buyerId, session, address };
}

/** Tells whether a principal is one that our endpoints made. */
export function isListener(user: Principal): user is Listener {
  return user.kind === 'staff' || user.kind === 'buyer';
}
