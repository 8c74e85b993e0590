import type { ScanPassReply } from '@carillon/contract';
import {
  describeStaffPass,
  describeVisit,
  findScanned,
  passErrors,
  takeVisit,
  tellOfVisit,
} from '../passes/index.ts';
import type { ResultMemory } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Paces } from '../platform/paces.ts';
import type { ScanCounts } from './scan-counts.ts';
import type { ScanLines } from './scan-lines.ts';
import { tellOfPasses } from './tell-of-passes.ts';

export interface RedeemParts {
  readonly context: Pick<Context, 'database' | 'clock'>;
  /** How fast one staff member may scan, whatever it is. */
  readonly paces: Paces;
  readonly lines: ScanLines;
  readonly results: ResultMemory;
  readonly counts: ScanCounts;
}

export interface ScanWish {
  readonly shopId: number;
  /** As it was read. */
  readonly code: string;
  readonly staff: { readonly id: number; readonly name: string };
}

/**
 * Takes a visit by a code that staff scanned: exactly one per showing, however often and by whomever its codes are
 * scanned. Visit, ledger, result and what is told of them commit together, the refusals of genuine codes too; then
 * staff are answered.
 * @throws why no visit was taken: a `PassRefusal`, or pass_scan_too_fast
 */
export async function scanPass(parts: RedeemParts, wish: ScanWish): Promise<ScanPassReply> {
  const { context, paces, lines, counts } = parts;
  // Whoever stands in line has shown the code when they came, not when it is their turn.
  const now = context.clock.now();
  const turn = (await paces.turn(String(wish.staff.id)))
    ? lines.run(wish, async () => redeem(parts, { ...wish, now }))
    : undefined;
  if (turn !== undefined) return turn;
  counts.count('too_fast');
  throw passErrors.pass_scan_too_fast();
}

async function redeem(
  { context: { database }, results, counts }: RedeemParts,
  { shopId, code, staff, now }: ScanWish & { readonly now: Date },
): Promise<ScanPassReply> {
  const scanned = await findScanned(database.db, code);
  if (scanned === undefined) {
    counts.count('pass_code_invalid');
    throw passErrors.pass_code_invalid();
  }
  const taking = await database.transaction(async (tx) => {
    const taking = await takeVisit(tx, { ...scanned, shopId, staff, now });
    const { pass, result } = taking;
    const [told] = taking.isTold ? await tellOfPasses(tx, [{ pass, result }], now) : [];
    if (taking.refusal === undefined)
      await tellOfVisit(tx, { type: 'visit.taken', visit: taking.visit, pass });
    return { ...taking, shopName: told?.pass.shopName ?? '' };
  });
  const { pass, result, shopName } = taking;
  const { showingId, passId } = result;
  if (taking.isKept) results.put({ showingId, passId, buyerId: pass.buyerId, result });
  if (taking.refusal !== undefined) {
    const { code, details } = taking.refusal;
    counts.count(taking.isTold ? code : 'repeated');
    throw passErrors[code](details);
  }
  counts.count('taken');
  return { visit: describeVisit(taking.visit, pass), pass: describeStaffPass(pass, { shopName, now }) };
}
