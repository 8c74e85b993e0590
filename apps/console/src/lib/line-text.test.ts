import { expect, test } from 'vitest';
import { lineText } from './line-text.ts';

const line = { productId: 1, name: '牛肉面', quantity: 2, unitPriceFen: 3_300, amountFen: 6_600 };

test('names a line with what was chosen of it', () => {
  const choices = ['大份', '鸡蛋'].map((name) => ({ group: '加料', name, deltaFen: 0 }));
  expect([lineText(line), lineText({ ...line, choices })]).toEqual(['牛肉面×2', '牛肉面（大份、鸡蛋）×2']);
});
