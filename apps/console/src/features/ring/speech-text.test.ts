import { describe, expect, test } from 'vitest';
import { reminderSpeech, speechText } from './speech-text.ts';

const order = { number: '017', fulfilment: 'table', tableName: '8 号桌', totalFen: 4200 } as const;
const takeaway = { ...order, fulfilment: 'delivery', tableName: null } as const;

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

  test('says the number digit by digit where a table has no name', () => {
    expect(speechText('zh', [{ ...order, tableName: null, totalFen: 1250 }])).toBe(
      '新订单，取餐号零一七，十二元五角',
    );
  });

  test.each(['pickup', 'delivery'] as const)('says of a takeaway order (%s) that it is one', (fulfilment) => {
    const fetched = { ...takeaway, fulfilment };
    expect(speechText('zh', [fetched])).toBe('您有新的外卖订单，请及时处理');
    expect(speechText('zh', [fetched, fetched])).toBe('您有两笔新的外卖订单，请及时处理');
    expect(speechText('zh', [fetched, order])).toBe('两笔新订单');
    expect(speechText('en', [fetched])).toBe('New takeaway order');
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

describe('reminderSpeech', () => {
  test('says the number of the order, digit by digit', () => {
    expect(reminderSpeech('zh', [order])).toBe('零一七号订单客户催单');
    expect(reminderSpeech('zh', [takeaway])).toBe('零一七号订单客户催单');
    expect(reminderSpeech('en', [order])).toBe('Order 17: the customer asks for it');
  });

  test('counts several, and says nothing for nothing', () => {
    expect(reminderSpeech('zh', [order, takeaway])).toBe('两笔订单客户催单');
    expect(reminderSpeech('zh', [])).toBe('');
  });
});
