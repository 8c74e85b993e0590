import type { Pass, PassState, StaffPass } from '@carillon/contract';

/** A pass as it is written down. */
export interface PassRecord {
  readonly id: number;
  readonly shopId: number;
  readonly kindId: number;
  /** null: nobody has taken it yet. */
  readonly buyerId: string | null;
  /** By which it was bought; null when the shop gave it. */
  readonly orderId: number | null;
  readonly name: string;
  readonly terms: string;
  readonly visits: number;
  readonly left: number;
  readonly priceFen: number;
  readonly refundable: boolean;
  readonly issuedAt: Date;
  /** Its last moment; null: for ever. */
  readonly expiresAt: Date | null;
  readonly frozen: { readonly at: Date; readonly reason: string } | null;
  readonly refundedAt: Date | null;
  /** What staff wrote when they issued it. */
  readonly note: string;
}

/** Characters of the mark by which staff tell holders apart. */
export const HOLDER_LENGTH = 6;

/**
 * What a pass is good for at a moment. Of several reasons why no visit is taken from it, the one that is hardest to
 * undo: paid back, frozen, used up, expired.
 */
export function passStateOf(pass: PassRecord, now: Date): PassState {
  if (pass.refundedAt !== null) return 'refunded';
  if (pass.frozen !== null) return 'frozen';
  if (pass.left === 0) return 'used_up';
  return pass.expiresAt !== null && pass.expiresAt < now ? 'expired' : 'active';
}

/** By what staff tell one holder from another, without learning who they are: `7F3A0C`. */
export function holderOf(buyerId: string | null): string | null {
  return buyerId === null ? null : buyerId.slice(0, HOLDER_LENGTH).toUpperCase();
}

/** What is left of a pass is worth, in fen: its share of the price, rounded down; 0 when nothing of it is paid back. */
export function refundFenOf({ refundable, refundedAt, priceFen, left, visits }: PassRecord): number {
  if (!refundable || refundedAt !== null) return 0;
  return Math.floor((priceFen * left) / visits);
}

/** A pass as its buyer sees it at a moment. */
export function describePass(pass: PassRecord, { shopName, now }: { shopName: string; now: Date }): Pass {
  const { id, shopId, kindId, orderId, name, terms, visits, left, priceFen, refundable, frozen } = pass;
  return {
    ...{ id, shopId, shopName, kindId, orderId, name, terms, visits, left, priceFen, refundable },
    state: passStateOf(pass, now),
    issuedAt: pass.issuedAt.toISOString(),
    expiresAt: pass.expiresAt?.toISOString() ?? null,
    frozen: frozen && { at: frozen.at.toISOString(), reason: frozen.reason },
  };
}

/** A pass as staff see it at a moment. */
export function describeStaffPass(pass: PassRecord, shown: { shopName: string; now: Date }): StaffPass {
  const { buyerId, note } = pass;
  return { ...describePass(pass, shown), holder: holderOf(buyerId), note, refundFen: refundFenOf(pass) };
}
