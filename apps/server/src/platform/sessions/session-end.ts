import { z } from 'zod';

/** Why sockets are closed by us, as their close frame says it: `docs/errors` has the words for people. */
export type EndReason =
  | 'logged_out'
  /** By somebody who may: an owner of the shop, or the same person on another device. */
  | 'device_ended'
  | 'account_disabled'
  | 'password_changed'
  /** They come back, and see what is left to them. */
  | 'role_changed';

/** Sockets that are to be closed: those of one session, or all of a staff member. */
export type SessionEnd = { readonly reason: EndReason } & (
  { readonly session: string } | { readonly staffId: number }
);

const reason = z.enum(['logged_out', 'device_ended', 'account_disabled', 'password_changed', 'role_changed']);

/** How one node writes it to the others. */
export const sessionEndSchema = z.union([
  z.object({ reason, session: z.string() }),
  z.object({ reason, staffId: z.number() }),
]) satisfies z.ZodType<SessionEnd>;
