import type { Answers } from '@carillon/buyer/testing';
import {
  fakeApi,
  makePass,
  makePassEntry,
  makePassEvent,
  makePassResult,
  makeShowing,
} from '@carillon/buyer/testing';
import { passDestination } from '@carillon/contract';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadAlone, makeShopLine } from '../../testing/alone.ts';
import type { LonePage } from '../../testing/alone.ts';

const parts = vi.hoisted((): Record<string, unknown> => ({}));
vi.mock('../../lib/parts.ts', () => parts);

const NEWEST = 5;
const { line, far } = makeShopLine();
const showing = makeShowing();
const showPass = vi.fn<NonNullable<Answers['showPass']>>();
const readPass = vi.fn(() =>
  Promise.resolve({ pass: makePass(), seq: NEWEST, entries: [makePassEntry()], next: null }),
);
const readPassResult = () => Promise.resolve({ result: null });
Object.assign(parts, { api: fakeApi({ readPass, showPass, readPassResult }), line });

describe('the page of a pass', () => {
  let open: Awaited<ReturnType<typeof loadAlone>>;
  let page: LonePage;
  let brightness: number[];

  beforeAll(async () => {
    open = await loadAlone(() => import('./pass.ts'));
  });

  beforeEach(async () => {
    brightness = [];
    Object.assign(wx, {
      getScreenBrightness: ({ success }: { success: (now: { value: number }) => void }) =>
        success({ value: 0.4 }),
      setScreenBrightness: ({ value }: { value: number }) => brightness.push(value),
    });
    showPass.mockReset().mockResolvedValue({ showing });
    readPass.mockClear();
    page = open({ id: '3' });
    await vi.waitFor(() => expect(far.subscriptions.has(passDestination(3))).toBe(true));
    return () => page.close();
  });

  const shown = async () => vi.waitFor(() => expect(page.data.screen).toMatchObject({ name: 'showing' }));

  test('reads the pass once when it is opened', () => {
    expect(readPass).toHaveBeenCalledOnce();
  });

  test('says what a scan came to, also when the pass was read meanwhile and is no news', async () => {
    page.act('open');
    await shown();
    far.deliver(passDestination(3), NEWEST, makePassEvent(makePassResult()));
    expect(page.data.screen).toMatchObject({ name: 'scanned' });
  });

  test('stays closed when it was closed before the server began to show it', async () => {
    const begun = Promise.withResolvers<{ showing: typeof showing }>();
    showPass.mockReturnValue(begun.promise);
    page.act('open');
    page.act('close');
    begun.resolve({ showing });
    await begun.promise;
    await vi.waitFor(() => expect(page.data.screen).toBeNull());
    await Promise.resolve();
    expect(page.data.screen).toBeNull();
  });

  test('gives the phone its brightness back while nobody looks at the code', async () => {
    page.act('open');
    await shown();
    page.hide();
    expect(brightness).toEqual([1, 0.4]);
    page.show();
    expect(brightness).toEqual([1, 0.4, 1]);
    page.act('close');
    page.hide();
    page.show();
    expect(brightness).toEqual([1, 0.4, 1, 0.4]);
  });
});
