import type { DayReport } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { loggedIn, openConsole, press, text } from '../../testing/open-console.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './ReportPage.vue';
import './MoneySection.vue';

// What it draws is looked at in a browser; here it would only load its library.
vi.mock('../../features/report/SectionChart.vue', () => ({ __esModule: true, default: () => null }));

function aReport(day: string, parts: Partial<DayReport> = {}): DayReport {
  return {
    day,
    orders: 3,
    salesFen: 12_600,
    deliveryFeesFen: 500,
    averageFen: 4200,
    refunds: { count: 1, amountFen: 1000 },
    byHour: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      orders: hour === 11 ? 2 : hour === 13 ? 1 : 0,
      salesFen: hour === 11 ? 8400 : hour === 13 ? 4200 : 0,
    })),
    byProduct: [{ productId: 1, name: '红烧肉', quantity: 3, salesFen: 12_100 }],
    byFulfilment: [{ fulfilment: 'table', orders: 3, salesFen: 12_600 }],
    ...parts,
  };
}

async function openReport(path = '') {
  const days: string[] = [];
  const opened = await openConsole(`/shops/1/money/report${path}`, {
    ...loggedIn,
    readDayReport(options) {
      const { day } = (options as { params: { day: string } }).params;
      days.push(day);
      const isEmpty = day === '2026-11-19';
      return { report: aReport(day, isEmpty ? { orders: 0, salesFen: 0 } : {}) };
    },
  });
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('日报'));
  await flushPromises();
  await press('先看看，不响铃');
  return { ...opened, days };
}
const tableOf = (name: string) =>
  [...document.querySelectorAll('table')].find((one) =>
    one.querySelector('caption')?.textContent.includes(name),
  );

test('tells of today in numbers and tables, with the quiet hours between', async () => {
  const { days } = await openReport();
  expect(days).toEqual(['2026-11-21']);
  expect(text()).toContain('¥126.00');
  const hours = [...(tableOf('按时段（北京时间）')?.querySelectorAll('tbody th') ?? [])].map(
    (head) => head.textContent,
  );
  expect(hours).toEqual(['11:00', '12:00', '13:00']);
  expect(tableOf('按商品')?.textContent).toContain('红烧肉');
  expect(document.querySelector('a[download]')?.getAttribute('href')).toBe(
    '/api/staff/shops/1/reports/2026-11-21/table.csv',
  );
});

test('goes from day to day, as the address says, and to none that is to come', async () => {
  const { days, path } = await openReport();
  await press('昨天');
  expect(path()).toBe('/shops/1/money/report?day=2026-11-20');
  await press('前一天');
  expect(text()).toContain('这一天没有收款');
  await press('今天');
  expect(path()).toBe('/shops/1/money/report');
  expect(days).toEqual(['2026-11-21', '2026-11-20', '2026-11-19', '2026-11-21']);
  expect(document.querySelector('[aria-label="后一天"]')?.hasAttribute('disabled')).toBe(true);
});

test('takes a day that is to come for today', async () => {
  const { days } = await openReport('?day=2027-01-01');
  expect(days).toEqual(['2026-11-21']);
});
