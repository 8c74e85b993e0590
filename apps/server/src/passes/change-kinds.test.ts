import { expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { changeKind, saveKind } from './change-kinds.ts';

const KIND = {
  ...{ name: '咖啡十杯卡', terms: '', visits: 10, priceFen: 19_900, validDays: null },
  ...{ refundable: true, maxPerBuyer: null, onSale: true },
};

test('a kind of pass may cost what the operator allows, and no fen more', async () => {
  const database = {} as Database;
  const refused = { code: 'pass_price_too_high', details: { maxFen: 19_899 } };
  const at = { shopId: 1, maxPriceFen: 19_899 };
  await expect(saveKind({ database }, { ...at, kind: KIND })).rejects.toMatchObject(refused);
  const change = { ...KIND, version: 1 };
  await expect(changeKind({ database }, { ...at, kindId: 1, change })).rejects.toMatchObject(refused);
});
