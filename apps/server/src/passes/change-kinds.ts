import { MAX_PASS_KINDS } from '@carillon/contract';
import type { ChangePassKind, SavePassKind, StaffPassKindReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { insertKind, lockKind, lockKinds, selectKinds, updateKind } from './kind-store.ts';
import { passErrors } from './pass-errors.ts';

interface KindLimits {
  /** What one pass may cost, in fen: the law of the place says so. */
  readonly maxPriceFen: number;
}

/**
 * Adds a kind of pass to what a shop sells.
 * @throws pass_price_too_high, pass_kinds_full
 */
export async function saveKind(
  { database }: Pick<Context, 'database'>,
  { shopId, kind, maxPriceFen }: KindLimits & { shopId: number; kind: SavePassKind },
): Promise<StaffPassKindReply> {
  checkPrice(kind, maxPriceFen);
  return database.transaction(async (tx) => {
    await lockKinds(tx, shopId);
    const kinds = await selectKinds(tx, shopId);
    if (kinds.length >= MAX_PASS_KINDS) throw passErrors.pass_kinds_full({ max: MAX_PASS_KINDS });
    return { kind: await insertKind(tx, shopId, kind) };
  });
}

/**
 * Changes a kind of pass. What was sold of it stays as it was sold; so does what is being paid at this moment.
 * @throws pass_price_too_high, pass_kind_not_found, pass_kind_changed when somebody changed it since that version
 */
export async function changeKind(
  { database }: Pick<Context, 'database'>,
  {
    change: { version, ...kind },
    maxPriceFen,
    ...at
  }: KindLimits & { shopId: number; kindId: number; change: ChangePassKind },
): Promise<StaffPassKindReply> {
  checkPrice(kind, maxPriceFen);
  return database.transaction(async (tx) => {
    const known = await lockKind(tx, at);
    if (known === undefined) throw passErrors.pass_kind_not_found();
    if (known.version !== version) throw passErrors.pass_kind_changed();
    return { kind: await updateKind(tx, at.kindId, kind) };
  });
}

function checkPrice({ priceFen }: SavePassKind, maxFen: number): void {
  if (priceFen > maxFen) throw passErrors.pass_price_too_high({ maxFen });
}
