import { describe, expect, test } from 'vitest';
import { speechText } from './speech-text.ts';

const order = { number: '017', tableName: '8 号桌', totalFen: 4200 };

describe('speechText', () => {
  test('says table and amount in Chinese numerals', () => {
    expect(speechText('zh', [order])).toBe('新订单，八号桌，四十二元');
  });

  test.each([
    ['8', '新订单，八号桌，四十二元'],
    ['12号桌', '新订单，十二号桌，四十二元'],
    ['A3', '新订单，A三，四十二元'],
    ['包间 牡丹', '新订单，包间牡丹，四十二元'],
  ])('says the table %s as people do', (tableName, text) => {
    expect(speechText('zh', [{ ...order, tableName }])).toBe(text);
  });

  test('says the pick-up number digit by digit when there is no table', () => {
    expect(speechText('zh', [{ ...order, tableName: null, totalFen: 1250 }])).toBe(
      '新订单，取餐号零一七，十二元五角',
    );
  });

  test('counts several orders instead of reading each', () => {
    expect(speechText('zh', [order, order])).toBe('两笔新订单');
    expect(speechText('zh', [order, order, order])).toBe('三笔新订单');
  });

  test('says nothing for nothing', () => {
    expect(speechText('zh', [])).toBe('');
  });

  test('speaks English where English is chosen', () => {
    expect(speechText('en', [{ ...order, tableName: 'Table 8' }])).toBe('New order, Table 8, ¥42.00');
  });
});
