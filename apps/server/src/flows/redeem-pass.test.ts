import type { PassRefusal, PassShowing, VisitListReply } from '@carillon/contract';
import { passDestination, shopVisitsDestination } from '@carillon/contract';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkLedger, createResultMemory, rotateKeys } from '../passes/index.ts';
import type { Database } from '../platform/database.ts';
import { createPaces } from '../platform/paces.ts';
import { testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { openPassScreen } from '../testing/pass-screen.ts';
import type { PassScreen } from '../testing/pass-screen.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import { scanPass } from './redeem-pass.ts';
import { createScanCounts } from './scan-counts.ts';
import { createScanLines } from './scan-lines.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

describe.each(testDatabases())('redeeming a pass, on %s', (_name, open) => {
  let database: Database;
  let counter: PassCounter;
  let screen: PassScreen;
  let passId: number;
  let showing: PassShowing;

  beforeAll(async () => {
    database = await open();
    counter = await openPassCounter(database);
    screen = openPassScreen(counter);
    return async () => counter.app.close();
  });

  beforeEach(async () => {
    passId = await screen.give(3);
    showing = await screen.show(passId);
    return async () => expect(await checkLedger(database.db)).toEqual([]);
  });

  const refusal = (code: PassRefusal, details?: object) => ({
    error: { code, ...(details && { details: expect.objectContaining(details) as object }) },
  });
  const told = async (): Promise<string[]> => (await counter.told())[passDestination(passId)] ?? [];
  const left = async (): Promise<number | undefined> =>
    (await counter.get<{ pass: { left: number } }>(counter.buyer, `/api/passes/${passId}`)).pass?.left;

  test('takes one visit, and tells buyer and staff of it', async () => {
    const { status, visit, pass } = await screen.scan(screen.codeOf(showing));
    expect(status).toBe(200);
    expect(visit).toMatchObject({ passId, passName: '咖啡十杯卡', by: '小王', left: 2, undone: null });
    expect(pass).toMatchObject({ id: passId, left: 2, state: 'active', shopName: 'Shop passes' });
    expect(await screen.result(showing)).toMatchObject({ outcome: 'taken', left: 2, visitId: visit?.id });
    expect(await told()).toEqual(['pass.result']);
    const visits = (await counter.told())[shopVisitsDestination(counter.shopId)];
    expect(visits?.at(-1)).toBe('visit.taken');
  });

  test('takes no second visit from a showing, by whichever of its codes and whoever scans', async () => {
    const first = screen.codeOf(showing);
    const { visit } = await screen.scan(first);
    const used = refusal('pass_code_used', { visitId: visit?.id, by: '小王', left: 2, isUndone: false });
    expect(await screen.scan(first)).toMatchObject({ status: 409, ...used });
    expect(await screen.scan(first, { staff: counter.manager })).toMatchObject(used);
    counter.context.advance(MINUTE_MS);
    expect(await screen.scan(screen.codeOf(showing))).toMatchObject(used);
    // Photographed, and shown again long after its end.
    counter.context.advance(30 * MINUTE_MS);
    expect(await screen.scan(first)).toMatchObject(used);
    expect(await left()).toBe(2);
  });

  // A scanner that triggers twice, or repeats what got no answer, must not turn the buyer's “taken” into a refusal.
  test('tells the buyer nothing when the same clerk repeats a scan at once, and of others that it was used', async () => {
    await screen.scan(screen.codeOf(showing));
    await screen.scan(screen.codeOf(showing));
    expect(await told()).toEqual(['pass.result']);
    await screen.scan(screen.codeOf(showing), { staff: counter.manager });
    expect(await told()).toEqual(['pass.result', 'pass.result']);
    // What became of the showing is still that a visit was taken.
    expect(await screen.result(showing)).toMatchObject({ outcome: 'taken' });
  });

  test('takes a visit each from two showings', async () => {
    await screen.scan(screen.codeOf(showing));
    const second = await screen.scan(screen.codeOf(await screen.show(passId)));
    expect(second.pass?.left).toBe(1);
  });

  test.each([
    ['in its first moment', 0, 200],
    ['until ten seconds behind its 30', 40 * SECOND_MS, 200],
    ['not a moment later', 40 * SECOND_MS + 1, 409],
  ])('takes the code of a step %s', async (_when, laterMs, status) => {
    const code = screen.codeOf(showing);
    counter.context.advance(laterMs);
    expect((await screen.scan(code)).status).toBe(status);
    if (status === 409) expect(await screen.result(showing)).toMatchObject({ outcome: 'pass_code_expired' });
  });

  test.each([
    ['of a phone a little ahead', 30 * SECOND_MS, 25 * SECOND_MS, 200],
    ['that was written ahead of its time', 30 * SECOND_MS, 25 * SECOND_MS - 1, 409],
  ])('judges a code %s by the server’s clock', async (_whose, writtenMs, scannedMs, status) => {
    const code = screen.codeOf(showing, writtenMs);
    counter.context.advance(scannedMs);
    expect((await screen.scan(code)).status).toBe(status);
  });

  test('takes codes that a phone wrote off the line for ten minutes, and no longer', async () => {
    counter.context.advance(10 * MINUTE_MS - 1);
    const last = screen.codeOf(showing);
    counter.context.advance(10 * SECOND_MS + 1);
    expect((await screen.scan(last)).status).toBe(200);
    const other = await screen.show(passId);
    // Whoever has the key can sign on. It is not taken.
    const longer = { ...other, endsAt: new Date(Date.parse(other.endsAt) + MINUTE_MS).toISOString() };
    counter.context.advance(10 * MINUTE_MS);
    expect(await screen.scan(screen.codeOf(longer))).toMatchObject(refusal('pass_code_expired'));
  });

  test('knows no code that it did not give the key for', async () => {
    const [code, other] = [screen.codeOf(showing), await screen.show(await screen.give())];
    const forged = { ...showing, key: other.key };
    const elsewhere = { ...other, id: showing.id };
    const unknown = { ...showing, id: 4_000_000 };
    const byOtherKey = { ...showing, keyId: showing.keyId + 1 };
    const codes = [forged, elsewhere, unknown, byOtherKey].map((one) => screen.codeOf(one));
    codes.push('', '13800138000', code.slice(0, -1), code.replace(/.$/, code.endsWith('0') ? '1' : '0'));
    for (const wrong of codes) expect(await screen.scan(wrong)).toMatchObject(refusal('pass_code_invalid'));
    // Nothing became of the showing that a forged code named.
    expect(await screen.result(showing)).toBeNull();
    expect(await told()).toEqual([]);
  });

  test('refuses a pass of another shop, and says no more of it', async () => {
    const { shopId } = await openTestShop(database, `other-${passId}`);
    const username = `clerk-${passId}`;
    await hireStaff(database, { username, name: '小李', roles: [{ shopId, role: 'clerk' }] });
    const staff = await counter.logIn(username);
    const { error } = await screen.scan(screen.codeOf(showing), { staff, shopId });
    expect(error).toEqual({ code: 'pass_wrong_shop', message: expect.any(String) as string });
    expect(await screen.result(showing)).toMatchObject({ outcome: 'pass_wrong_shop', left: 3 });
    // Its own shop takes it all the same.
    expect((await screen.scan(screen.codeOf(showing))).status).toBe(200);
  });

  test('lets nobody scan but staff of the shop', async () => {
    const code = screen.codeOf(showing);
    expect((await screen.scan(code, { staff: counter.buyer })).status).toBe(401);
    const { shopId } = await openTestShop(database, `third-${passId}`);
    expect(await screen.scan(code, { shopId })).toMatchObject({
      status: 403,
      error: { code: 'not_your_shop' },
    });
  });

  test('refuses a pass that is frozen, and takes it once it is not', async () => {
    await counter.post(counter.manager, `/api/staff/passes/${passId}/freeze`, { reason: '挂失' });
    const frozen = refusal('pass_frozen', { reason: '挂失', left: 3 });
    expect(await screen.scan(screen.codeOf(showing))).toMatchObject(frozen);
    expect(await counter.post(counter.buyer, `/api/passes/${passId}/showings`)).toMatchObject(frozen);
    await counter.post(counter.manager, `/api/staff/passes/${passId}/unfreeze`);
    expect((await screen.scan(screen.codeOf(showing))).status).toBe(200);
  });

  test('refuses a pass without visits left', async () => {
    const once = await screen.give(1);
    const [first, second] = [await screen.show(once), await screen.show(once)];
    await screen.scan(screen.codeOf(first));
    expect(await screen.scan(screen.codeOf(second))).toMatchObject(refusal('pass_used_up', { left: 0 }));
    expect(await screen.result(second)).toMatchObject({ outcome: 'pass_used_up', left: 0 });
  });

  test('lists the visits of the day, with how many of them count', async () => {
    const path = `/api/staff/shops/${counter.shopId}/visits`;
    const before = await counter.get<VisitListReply>(counter.clerk, path);
    const { visit } = await screen.scan(screen.codeOf(showing));
    const { visits, taken = 0 } = await counter.get<VisitListReply>(counter.clerk, path);
    expect(visits?.[0]).toEqual(visit);
    expect(taken).toBe((before.taken ?? 0) + 1);
    const other = await counter.get<VisitListReply>(counter.clerk, `${path}?day=2020-01-01`);
    expect(other).toMatchObject({ visits: [], taken: 0, undone: 0, next: null });
  });

  test('undoes a visit within ten minutes, once, by a manager; its code stays used', async () => {
    const code = screen.codeOf(showing);
    const { visit } = await screen.scan(code);
    const path = `/api/staff/visits/${visit?.id}/undo`;
    const undo = async (staff = counter.manager) => counter.post(staff, path, { reason: '扫错了' });
    expect(await undo(counter.clerk)).toMatchObject({ status: 403, error: { code: 'managers_only' } });
    expect(await undo()).toMatchObject({
      visit: { undone: { by: '王经理', reason: '扫错了' } },
      pass: { left: 3 },
    });
    expect(await undo()).toMatchObject({
      status: 409,
      error: { code: 'visit_undone', details: { by: '王经理' } },
    });
    expect(await screen.result(showing)).toMatchObject({ outcome: 'undone', left: 3, visitId: visit?.id });
    expect(await told()).toEqual(['pass.result', 'pass.result']);
    expect(await screen.scan(code)).toMatchObject(refusal('pass_code_used', { isUndone: true }));
    expect(await left()).toBe(3);
  });

  test('undoes nothing after ten minutes, nor at a shop of others', async () => {
    const { visit } = await screen.scan(screen.codeOf(showing));
    const path = `/api/staff/visits/${visit?.id}/undo`;
    const { shopId } = await openTestShop(database, `fourth-${passId}`);
    const username = `boss-${passId}`;
    await hireStaff(database, { username, name: '李经理', roles: [{ shopId, role: 'manager' }] });
    const stranger = await counter.logIn(username);
    const unknown = { status: 404, error: { code: 'visit_not_found' } };
    expect(await counter.post(stranger, path, { reason: 'x' })).toMatchObject(unknown);
    counter.context.advance(10 * MINUTE_MS + 1);
    const late = { status: 409, error: { code: 'visit_undo_too_late' } };
    expect(await counter.post(counter.manager, path, { reason: 'x' })).toMatchObject(late);
  });

  test('shows a pass to nobody but its buyer, nor what its scans come to', async () => {
    const stranger = await counter.openBuyer();
    const unknown = { status: 404, error: { code: 'pass_not_found' } };
    expect(await counter.post(stranger, `/api/passes/${passId}/showings`)).toMatchObject(unknown);
    const path = `/api/passes/${passId}/showings/${showing.id}/result`;
    expect(await counter.get(stranger, path)).toMatchObject(unknown);
    // The showing of one pass is not asked for by another of one's own.
    const own = await screen.give();
    const crossed = `/api/passes/${own}/showings/${showing.id}/result`;
    expect(await counter.get(counter.buyer, crossed)).toMatchObject(unknown);
  });

  test('answers 304 to who polls while nothing became of the code', async () => {
    const path = `/api/passes/${passId}/showings/${showing.id}/result`;
    const ask = async (etag = '') => counter.buyer.get(path, { 'if-none-match': etag });
    const first = await ask();
    expect(first.json()).toEqual({ result: null });
    const again = await ask(String(first.headers.etag));
    expect([again.statusCode, again.body]).toEqual([304, '']);
    await screen.scan(screen.codeOf(showing));
    const scanned = await ask(String(first.headers.etag));
    expect(scanned.json()).toMatchObject({ result: { outcome: 'taken', left: 2 } });
    expect((await ask(String(scanned.headers.etag))).statusCode).toBe(304);
  });

  test('does not look at codes that come faster than hands scan', async () => {
    const { context, shopId } = counter;
    const results = createResultMemory(undefined, context.logger);
    const paces = createPaces({ perSecond: 1, atOnce: 1, maxWaitMs: 0, maxKeys: 10, nowMs: () => 0 });
    const parts = { context, results, paces, counts: createScanCounts(), lines: createScanLines() };
    const scan = async (id: number) =>
      scanPass(parts, { shopId, code: screen.codeOf(showing), staff: { id, name: '快手' } });
    await expect(scan(7)).resolves.toMatchObject({ pass: { left: 2 } });
    await expect(scan(7)).rejects.toMatchObject({ code: 'pass_scan_too_fast' });
    await expect(scan(8)).rejects.toMatchObject({ code: 'pass_code_used' });
    expect(parts.counts.read()).toMatchObject({ taken: 1, too_fast: 1, pass_code_used: 1 });
  });

  test('takes what an older key signed once the key was rotated, and nothing once it leaked', async () => {
    const code = screen.codeOf(showing);
    const now = counter.context.clock.now();
    expect(await rotateKeys(database, { now, forgetOld: false })).toBe(showing.keyId + 1);
    expect((await screen.show(passId)).keyId).toBe(showing.keyId + 1);
    expect((await screen.scan(code)).status).toBe(200);
    const later = await screen.show(passId);
    await rotateKeys(database, { now, forgetOld: true });
    expect(await screen.scan(screen.codeOf(later))).toMatchObject(refusal('pass_code_invalid'));
    expect((await screen.scan(screen.codeOf(await screen.show(passId)))).status).toBe(200);
  });

  test('counts what scans come to, for whoever watches', async () => {
    await screen.scan('no code');
    await screen.scan(screen.codeOf(showing));
    const { body } = await counter.app.http.inject('/metrics');
    expect(body).toMatch(/carillon_pass_scans\{outcome="taken"\} [1-9]/);
    expect(body).toMatch(/carillon_pass_scans\{outcome="pass_code_invalid"\} [1-9]/);
  });
});
