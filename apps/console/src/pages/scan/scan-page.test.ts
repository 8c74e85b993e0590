import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fillLabelled, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { MORNING_MS } from '../../testing/orders.ts';
import { aPass, aVisit, aVisitEvent } from '../../testing/passes.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './ScanPage.vue';

const clerk = { ...staff, shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };
const before = aVisit(1, { left: 8 });
const taken = { visit: aVisit(2, { at: new Date(MORNING_MS).toISOString() }), pass: aPass(1, { left: 7 }) };

async function openScan(answers: Answers = {}) {
  const opened = await openConsole('/shops/1/scan', {
    ...loggedIn,
    listVisits: () => ({ visits: [before], taken: 1, undone: 0, next: null, seq: 3 }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
  await press('开始接单');
  opened.line.tell({ name: 'online' });
  await flushPromises();
  return opened;
}
/** Types as a USB scanner does: all of it at once, and Enter. */
async function scanByGun(code: string, at: EventTarget = document.body): Promise<void> {
  for (const key of [...Array.from(code), 'Enter']) {
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
  await flushPromises();
}
const result = () => document.querySelector<HTMLElement>('[role="alertdialog"]');

test('a code that a scanner types anywhere takes a visit, said by the whole screen and a bell', async () => {
  const { device, clock } = await openScan({ scanPass: () => taken });
  await scanByGun('C1TTRR234567');
  expect(result()?.dataset.outcome).toBe('taken');
  expect(result()?.textContent).toContain('剩余次数7');
  // No T or R of it was taken for a shortcut.
  expect(device.played).toEqual(['success']);
  clock.advance(3000);
  await flushPromises();
  expect(result()).toBeNull();
});

test('a code that is pasted is asked about, and a refusal says what to do', async () => {
  const at = new Date(MORNING_MS).toISOString();
  const facts = { visitId: 2, at, by: '小周', left: 7 };
  const { device } = await openScan({
    scanPass: () => Promise.reject(refusal(409, 'pass_code_used', facts)),
  });
  await fillLabelled('次卡码', 'C1ABC');
  await submit('form.code');
  expect(result()?.dataset.outcome).toBe('pass_code_used');
  expect(result()?.textContent).toContain('10:00 由小周核销，剩 7 次');
  expect(device.played).toEqual(['refused']);
  result()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await flushPromises();
  expect(result()).toBeNull();
});

test('what no answer came to is asked about again', async () => {
  const { fake } = await openScan({ scanPass: () => Promise.reject(refusal(0, 'network')) });
  await scanByGun('C1ABCDEF');
  expect(result()?.textContent).toContain('不会多扣');
  fake.answers.scanPass = () => taken;
  await press('再核对一次');
  expect(result()?.dataset.outcome).toBe('taken');
});

test('a scanner that types into the field scans once, and leaves it empty', async () => {
  const { fake } = await openScan({ scanPass: () => taken });
  const field = document.querySelector<HTMLInputElement>('[data-takes-codes]');
  if (!field) throw new Error('no field');
  field.focus();
  await fillLabelled('次卡码', 'C1ABCDEF');
  await scanByGun('C1ABCDEF', field);
  await flushPromises();
  expect(fake.calls.filter((call) => call === 'scanPass')).toHaveLength(1);
  expect(field.value).toBe('');
});

test('visits taken elsewhere come by the line, and are counted', async () => {
  const { line } = await openScan();
  const at = new Date(MORNING_MS + 60_000).toISOString();
  for (const { destination, onMessage } of line.subscriptions) {
    const event = aVisitEvent(aVisit(9, { at, by: '小吴' }));
    if (destination.endsWith('/visits')) onMessage({ seq: 4, replayed: false, json: () => event });
  }
  await flushPromises();
  expect(text()).toContain('核销 2 次');
  expect(document.querySelectorAll('[data-visit-id]')).toHaveLength(2);
  expect(document.querySelector('[data-visit-id="9"]')?.textContent).toContain('小吴');
});

test('a manager undoes a visit with a reason, and no longer than ten minutes', async () => {
  const sent: unknown[] = [];
  const { clock } = await openScan({
    undoVisit(options) {
      sent.push(options);
      return taken;
    },
  });
  button('撤销 10:00 的核销，还可以撤销 10:00').click();
  await vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
  await submit('.el-dialog form');
  expect(text()).toContain('请写下原因');
  await fillLabelled('原因', '扫错了卡');
  await submit('.el-dialog form');
  expect(sent).toEqual([{ params: { visitId: 1 }, body: { reason: '扫错了卡' } }]);
  clock.advance(10 * 60_000 + 2000);
  await flushPromises();
  expect(document.querySelector('.undo')).toBeNull();
});

test('a clerk scans, and is not offered to undo', async () => {
  await openScan({ readSelf: () => ({ staff: clerk }) });
  expect(text()).toContain('核销 1 次');
  expect(document.querySelector('.undo')).toBeNull();
});
