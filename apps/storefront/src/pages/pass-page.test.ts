import {
  makePass,
  makePassEntry,
  makePassEvent,
  makePassResult,
  makeShowing,
  refusalOf,
} from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => {
  opened?.page.unmount();
  vi.useRealTimers();
});

const detail = { pass: makePass(), seq: 1, entries: [makePassEntry()], next: null };

async function openPass(answers: Parameters<typeof mountPage>[1] = {}) {
  opened = await mountPage('/passes/3', {
    readPass: () => Promise.resolve(detail),
    showPass: () => Promise.resolve({ showing: makeShowing() }),
    readPassResult: () => Promise.resolve({ result: null }),
    ...answers,
  });
  return opened;
}

/** What the code on the screen says, as its picture. */
const picture = () => opened?.page.find('.code__qr path').attributes('d');

describe('a pass', () => {
  test('shows what is left of it and what was booked', async () => {
    const { page } = await openPass();
    expect(page.get('.face__left').text()).toBe('5');
    expect(page.get('[aria-label="使用记录"]').text()).toMatch(/核销.*−1.*剩 5 次/s);
  });

  test('shows a code that is another one after half a minute, also without a network', async () => {
    const showPass = vi.fn(() => Promise.resolve({ showing: makeShowing() }));
    const { press } = await openPass({ showPass });
    await press('出示核销码');
    const first = picture();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(picture()).toBe(first);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(picture()).not.toBe(first);
    expect(showPass).toHaveBeenCalledOnce();
  });

  test('says on the whole screen that a visit was taken, the moment the line tells it', async () => {
    const { page, press, line } = await openPass();
    await press('出示核销码');
    line.deliver('/topic/passes/3', 2, makePassEvent(makePassResult()));
    await flushPromises();
    expect(page.get('dialog').text()).toContain('核销成功剩余次数：4');
    expect(page.find('.code__qr').exists()).toBe(false);
    await press('再用一次');
    expect(page.find('.code__qr').exists()).toBe(true);
  });

  test('asks what became of the code while the line is down', async () => {
    const { page, press, line } = await openPass({
      readPassResult: () => Promise.resolve({ result: makePassResult() }),
    });
    line.become('offline');
    await press('出示核销码');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(page.get('dialog').text()).toContain('核销成功');
  });

  test('keeps showing codes after a scan at another shop, and says why nothing was taken', async () => {
    const { page, press, line } = await openPass();
    await press('出示核销码');
    const result = makePassResult({ outcome: 'pass_wrong_shop', left: 5, visitId: null });
    line.deliver('/topic/passes/3', 2, makePassEvent(result));
    await flushPromises();
    expect(page.get('dialog').text()).toContain('这张卡不是这家店的');
    expect(page.find('.code__qr').exists()).toBe(true);
  });

  test('offers no other visit when none is left', async () => {
    const { page, press, line } = await openPass();
    await press('出示核销码');
    line.deliver('/topic/passes/3', 2, makePassEvent(makePassResult({ left: 0 })));
    await flushPromises();
    expect(page.get('dialog').text()).not.toContain('再用一次');
    await press('完成');
    expect(page.find('dialog').exists()).toBe(false);
  });

  test('says why no code could be prepared, and tries again', async () => {
    const showPass = vi
      .fn()
      .mockRejectedValueOnce(refusalOf(0, 'network'))
      .mockResolvedValueOnce({ showing: makeShowing() });
    const { page, press } = await openPass({ showPass });
    await press('出示核销码');
    expect(page.get('dialog').text()).toContain('连不上网络');
    await press('再出示一次');
    expect(page.find('.code__qr').exists()).toBe(true);
  });

  test('that is frozen shows why and no code', async () => {
    const frozen = { at: '2026-11-21T04:06:00.000Z', reason: '挂失' };
    const pass = makePass({ state: 'frozen', frozen });
    const { page } = await openPass({ readPass: () => Promise.resolve({ ...detail, pass }) });
    expect(page.text()).toContain('店家冻结了这张卡：挂失');
    expect(page.text()).not.toContain('出示核销码');
  });

  test('of somebody else is as good as none', async () => {
    const { page } = await openPass({ readPass: () => Promise.reject(refusalOf(404, 'pass_not_found')) });
    expect(page.text()).toContain('没有找到这张次卡');
  });
});
