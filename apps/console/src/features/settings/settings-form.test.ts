import type { ChangeShopSettings } from '@carillon/contract';
import { expect, test } from 'vitest';
import { readForm, toForm } from './settings-form.ts';

const settings: ChangeShopSettings = {
  ...{ name: '川味小馆', phone: '028-1', address: '一条街', pickup: true },
  delivery: { feeFen: 450, minimumFen: 3000 },
  promiseMinutes: 30,
  answerLimitMinutes: 10,
};
const t = (key: string): string => key;

test('what is shown is read back as it was', () => {
  expect(toForm(settings)).toMatchObject({ fee: '4.50', minimum: '30', delivers: true });
  expect(readForm(t, toForm(settings))).toEqual({ body: settings });
  const without = { ...settings, delivery: null };
  expect(readForm(t, toForm(without))).toEqual({ body: without });
});

test.each([
  [{ name: ' ' }, 'settings.missingName'],
  [{ fee: '-1' }, 'settings.wrongFee'],
  [{ promise: '0' }, 'settings.wrongPromise'],
  [{ promise: '1.5' }, 'settings.wrongPromise'],
  [{ answer: '2' }, 'settings.wrongAnswer'],
  [{ answer: '' }, 'settings.wrongAnswer'],
])('%j is not sent, and says why', (parts, wrong) => {
  expect(readForm(t, { ...toForm(settings), ...parts })).toEqual({ wrong });
});

test('fees of a shop that does not deliver are not looked at', () => {
  expect(readForm(t, { ...toForm(settings), delivers: false, fee: 'x' })).toMatchObject({
    body: { delivery: null },
  });
});
