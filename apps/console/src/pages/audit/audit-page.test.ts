import type { AuditEntry, AuditQuery } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { loggedIn, openConsole, press, text } from '../../testing/open-console.ts';
import { aColleague } from '../../testing/people.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './AuditPage.vue';

const entry = (id: number, parts: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ id, at: '2026-11-21T02:05:00.000Z', by: { id: 2, name: '小周' }, action: 'acceptOrder' },
  ...{ subject: { kind: 'order', id: '17' }, detail: { promiseMinutes: 20 } },
  ...parts,
});

test('tells who did what to what, in words, and is narrowed down', async () => {
  const asked: unknown[] = [];
  const { path } = await openConsole('/shops/1/audit', {
    ...loggedIn,
    listStaff: () => ({ staff: [aColleague(2)] }),
    listAudit(options) {
      asked.push((options as { query?: AuditQuery }).query);
      const role = entry(8, {
        ...{ action: 'changeRole', subject: { kind: 'staff', id: '2' }, detail: { role: 'manager' } },
        at: '2026-11-20T02:05:00.000Z',
      });
      return { entries: [entry(9), role], next: null, actions: ['acceptOrder', 'changeRole'] };
    },
  });
  await vi.waitFor(() => expect(document.querySelector('[data-action]')).not.toBeNull());
  await press('先看看，不响铃');
  const rows = [...document.querySelectorAll('[data-action]')].map((row) => row.textContent);
  expect(rows[0]).toContain('小周');
  expect(rows[0]).toContain('接单');
  expect(document.querySelector('[data-action] a')?.getAttribute('href')).toBe('/console/shops/1/orders/17');
  expect(rows[1]).toContain('角色：店长');
  expect(text()).toContain('昨天');
  const [, what] = [...document.querySelectorAll('select')];
  if (!what) throw new Error('no filter');
  what.value = 'changeRole';
  what.dispatchEvent(new Event('change'));
  await flushPromises();
  expect(path()).toBe('/shops/1/audit?action=changeRole');
  expect(asked).toEqual([{}, { action: 'changeRole' }]);
});
