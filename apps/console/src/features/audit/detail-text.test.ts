import { routes } from '@carillon/contract';
import { expect, test } from 'vitest';
import { createWords } from '../../lib/i18n/index.ts';
import type { Translate } from '../../lib/i18n/index.ts';
import { settingsZh } from '../../lib/i18n/settings-zh.ts';
import { actionText, detailText } from './detail-text.ts';

const words = createWords('zh');
words.global.mergeLocaleMessage('zh', { settings: settingsZh });
const t: Translate = (key, values) => words.global.t(key, values ?? {});

test('what was asked for is said in words: money, roles, yes and no', () => {
  const detail = { amountFen: 1250, role: 'manager', isOpen: false, note: '', stock: null, shelf: 'top' };
  expect(detailText(t, detail)).toBe('金额：¥12.50 · 角色：店长 · 营业：否 · shelf：top');
});

test('whatever staff can change has words', () => {
  const changes = Object.entries(routes)
    .filter(
      ([, { method, for: audience }]) => method === 'POST' && !['everybody', 'buyer'].includes(audience),
    )
    .map(([name]) => name);
  // Scans are a list of their own.
  expect(changes.filter((name) => actionText(t, name) === name)).toEqual(['scanPass']);
});

test('an operation that this page does not know is named as it is', () => {
  expect([actionText(t, 'acceptOrder'), actionText(t, 'brandNew')]).toEqual(['接单', 'brandNew']);
});
