import { MAX_PASS_ENTRIES_PER_PAGE, passDestination } from '@carillon/contract';
import type {
  PassDetailReply,
  PassEntry,
  PassListReply,
  PassSearchQuery,
  StaffPass,
  StaffPassDetailReply,
  StaffPassListReply,
} from '@carillon/contract';
import { nameShops } from '../catalog/index.ts';
import {
  describePass,
  describeStaffPass,
  findPass,
  passErrors,
  selectEntries,
  selectFoundPasses,
  selectOwnPasses,
} from '../passes/index.ts';
import type { PassRecord } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Executor, Tx } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { findStaffPass } from './find-staff-pass.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

/** More than a page shows, of a buyer who never forgets one: the oldest that cannot be used are left out. */
const MAX_OWN_PASSES = 100;
const SEARCH_PAGE_SIZE = 30;

/** A buyer's passes, at all shops. */
export async function listOwnPasses(
  { database, clock }: Parts,
  buyerId: string | undefined,
): Promise<PassListReply> {
  if (buyerId === undefined) return { passes: [] };
  const now = clock.now();
  return readSnapshot(database, async (tx) => {
    const found = await selectOwnPasses(tx, { buyerId, now, limit: MAX_OWN_PASSES });
    const names = await nameShops(tx, [...new Set(found.map(({ shopId }) => shopId))]);
    return {
      passes: found.map((pass) => describePass(pass, { shopName: names.get(pass.shopId) ?? '', now })),
    };
  });
}

/**
 * A pass for its buyer, with a page of its ledger, and the number of its journal that the answer is current with.
 * @throws pass_not_found also when it is somebody else's
 */
export async function readPass(
  { database, clock }: Parts,
  passId: number,
  { buyerId, before }: { buyerId: string | undefined; before?: number | undefined },
): Promise<PassDetailReply> {
  return readSnapshot(database, async (tx) => {
    const found = await findPass(tx, passId);
    if (found === undefined || buyerId === undefined || found.buyerId !== buyerId) {
      throw passErrors.pass_not_found();
    }
    const pass = describePass(found, await shownAt(tx, { clock }, found));
    const seq = await newestSeq(tx, passDestination(passId));
    return { pass, seq, ...(await readEntries(tx, passId, before)) };
  });
}

/** @throws pass_not_found also when it is another shop's */
export async function readStaffPass(
  { database, clock }: Parts,
  passId: number,
  { staff, before }: { staff: StaffVisitor; before?: number | undefined },
): Promise<StaffPassDetailReply> {
  return readSnapshot(database, async (tx) => {
    const found = await findStaffPass(tx, passId, staff);
    return {
      pass: await showStaffPass(tx, { clock }, found),
      ...(await readEntries(tx, passId, before)),
    };
  });
}

/** Looks for passes of a shop, by pages, the newest first. */
export async function searchPasses(
  { database, clock }: Parts,
  shopId: number,
  query: PassSearchQuery,
): Promise<StaffPassListReply> {
  const now = clock.now();
  return readSnapshot(database, async (tx) => {
    const found = await selectFoundPasses(tx, { ...query, shopId, now, limit: SEARCH_PAGE_SIZE + 1 });
    const page = found.slice(0, SEARCH_PAGE_SIZE);
    const shopName = (await nameShops(tx, [shopId])).get(shopId) ?? '';
    return {
      passes: page.map((pass) => describeStaffPass(pass, { shopName, now })),
      next: found.length > SEARCH_PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** A pass as staff are shown it now. */
export async function showStaffPass(
  executor: Executor,
  context: Pick<Context, 'clock'>,
  pass: PassRecord,
): Promise<StaffPass> {
  return describeStaffPass(pass, await shownAt(executor, context, pass));
}

async function shownAt(
  executor: Executor,
  { clock }: Pick<Context, 'clock'>,
  { shopId }: PassRecord,
): Promise<{ shopName: string; now: Date }> {
  return { shopName: (await nameShops(executor, [shopId])).get(shopId) ?? '', now: clock.now() };
}

async function readEntries(
  tx: Tx,
  passId: number,
  before: number | undefined,
): Promise<{ entries: PassEntry[]; next: number | null }> {
  const found = await selectEntries(tx, { passId, before, limit: MAX_PASS_ENTRIES_PER_PAGE + 1 });
  const entries = found.slice(0, MAX_PASS_ENTRIES_PER_PAGE);
  return {
    entries,
    next: found.length > MAX_PASS_ENTRIES_PER_PAGE ? (entries.at(-1)?.id ?? null) : null,
  };
}
