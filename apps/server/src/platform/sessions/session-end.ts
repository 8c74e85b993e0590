import { z } from 'zod';

/** Why sockets are closed by us, as their close frame says it: `docs/errors` has the words for people. */
export type EndReason =
  | 'logged_out'
  /** By somebody who may: an owner of the shop, or the same person on another device. */
  | 'device_ended'
  | 'account_disabled'
  | 'password_changed'
  /** They come back, and see what is left to them. */
  | 'role_changed'
  /** Whom only their browser told from others has logged in: they come back as who they are. */
  | 'logged_in';

/** Sockets that are to be closed: those of one session, all of a staff member, or all of a buyer. */
export type SessionEnd = { readonly reason: EndReason } & (
  { readonly session: string } | { readonly staffId: number } | { readonly buyerId: string }
);

const reason = z.enum([
  'logged_out',
  'device_ended',
  'account_disabled',
  'password_changed',
  'role_changed',
  'logged_in',
]);

/** How one node writes it to the others. */
export const sessionEndSchema = z.union([
  z.object({ reason, session: z.string() }),
  z.object({ reason, staffId: z.number() }),
  z.object({ reason, buyerId: z.string() }),
]) satisfies z.ZodType<SessionEnd>;
