import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { billText } from '../../testing/bill-stand-in.ts';
import { readTradeBill } from './read-trade-bill.ts';

function reading(text: string) {
  return () => readTradeBill(Buffer.from(text));
}

function coded(code: string, naming: string): unknown {
  return expect.objectContaining({ code, message: expect.stringContaining(naming) as string });
}

describe('a trade bill', () => {
  test('is read with times in UTC and amounts in fen', () => {
    const { rows, summary } = readTradeBill(Buffer.from(billText()));
    expect(rows).toEqual([
      {
        time: '2026-11-20T04:00:05.000Z',
        appid: 'wx8888888888888888',
        mchid: '1900000109',
        transactionId: '4200002026112000000000042',
        outTradeNo: 'C00000042',
        payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
        tradeType: 'NATIVE',
        tradeState: 'SUCCESS',
        currency: 'CNY',
        amountFen: 4200,
        settlementFen: 4200,
        refundId: undefined,
        outRefundNo: undefined,
        appliedRefundFen: 0,
        refundFen: 0,
        couponRefundFen: 0,
        refundStatus: undefined,
        description: '巷口小馆, 017',
        attach: '42',
        feeMilliFen: 25_200,
      },
      expect.objectContaining({
        tradeState: 'REFUND',
        amountFen: 0,
        refundId: '50000000382026112009732678859',
        outRefundNo: 'R00000042',
        refundFen: 800,
        appliedRefundFen: 800,
        refundStatus: 'SUCCESS',
        feeMilliFen: -4800,
      }),
    ]);
    expect(summary).toEqual({
      count: 2,
      settlementFen: 4200,
      refundFen: 800,
      couponRefundFen: 0,
      feeMilliFen: 20_400,
      amountFen: 4200,
      appliedRefundFen: 800,
    });
  });

  test('may lack the byte order mark, and end its lines with line feeds alone', () => {
    const text = billText().slice(1).replaceAll('\r\n', '\n');
    expect(readTradeBill(Buffer.from(text)).rows).toHaveLength(2);
  });

  test('may have no rows', () => {
    const [header = '', , , summaryHeader = ''] = billText().split('\r\n');
    const text = `${header}\n${summaryHeader}\n\`0,\`0.00,\`0.00,\`0.00,\`0.00000,\`0.00,\`0.00\n`;
    expect(readTradeBill(Buffer.from(text))).toMatchObject({ rows: [], summary: { count: 0 } });
  });

  test('is read by the names of its columns, whatever their order', () => {
    const columns = Object.keys(cellsOf(billText())).reverse();
    const columnsAndNew = [...columns, '新的一列'];
    expect(readTradeBill(Buffer.from(billText({ columns: columnsAndNew }))).rows).toEqual(
      readTradeBill(Buffer.from(billText())).rows,
    );
  });

  test('of payments alone has no columns of refunds', () => {
    const refundColumns = [
      '微信退款单号',
      '商户退款单号',
      '退款金额',
      '充值券退款金额',
      '退款类型',
      '退款状态',
      '申请退款金额',
    ];
    const columns = Object.keys(cellsOf(billText())).filter((column) => !refundColumns.includes(column));
    const sums = { 总交易单数: '1', 退款总金额: '0.00', 申请退款总金额: '0.00', 手续费总金额: '0.252' };
    const text = billText({ columns, refund: null, summary: sums });
    expect(readTradeBill(Buffer.from(text)).rows).toMatchObject([{ outTradeNo: 'C00000042', refundFen: 0 }]);
  });

  test('may be of the early form, which knows no coupons', () => {
    const text = [
      '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率',
      '`2026-11-20 12:00:05,`wx88,`1900000109,`0,`,`42000,`C00000042,`oUpF,`NATIVE,`SUCCESS,`CFT,`CNY,`42.00,`0.00,`0,`0,`0.00,`0.00,`,`,`饭,`,`0.25200,`0.60%',
      '`2026-11-20 18:30:00,`wx88,`1900000109,`0,`,`42000,`C00000042,`oUpF,`NATIVE,`REFUND,`CFT,`CNY,`0.00,`0.00,`50300,`R00000042,`8.00,`0.00,`ORIGINAL,`SUCCESS,`饭,`,`-0.04800,`0.60%',
      '总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额',
      '`2,`42.00,`8.00,`0.00,`0.20400',
    ].join('\n');
    expect(readTradeBill(Buffer.from(text)).rows).toMatchObject([
      { outTradeNo: 'C00000042', amountFen: 4200, settlementFen: 4200, refundFen: 0 },
      { outRefundNo: 'R00000042', amountFen: 0, appliedRefundFen: 800, refundFen: 800 },
    ]);
  });

  test.prop([fc.string({ unit: fc.constantFrom(',', '`', ' ', '菜', '"', '\\'), maxLength: 12 })])(
    'keeps the name of a product with commas, quotes and backticks in it',
    (name) => {
      fc.pre(!name.includes(',`') && !name.endsWith(','));
      const [row] = readTradeBill(Buffer.from(billText({ payment: { 商品名称: name } }))).rows;
      expect(row?.description).toBe(name.trim());
    },
  );
});

describe('a trade bill that is not as it should be', () => {
  test.each([
    ['an empty file', '', '总交易单数'],
    ['a page of a proxy', '<html></html>', '总交易单数'],
    ['no summary', billText().split('\r\n').slice(0, 3).join('\r\n'), '总交易单数'],
    ['a cut summary', billText().split('\r\n').slice(0, 4).join('\r\n'), 'does not end'],
    ['a line after its end', `${billText()}\`1`, 'does not end'],
    ['a row cut short', billText().replace(',`42,`0.25200', ''), 'Line 2'],
    ['a row without backticks', billText().replace('`2026-11-20 18', '2026-11-20 18'), 'Line 3'],
    ['no column of amounts', billText({ columns: ['交易时间', '公众账号ID'] }), '商户号'],
    ['an amount with thirds of fen', billText({ payment: { 订单金额: '42.003' } }), '订单金额'],
    ['an amount that is none', billText({ payment: { 应结订单金额: '' } }), '应结订单金额'],
    ['an amount in scientific notation', billText({ payment: { 订单金额: '4.2e1' } }), '订单金额'],
    ['a time that is none', billText({ payment: { 交易时间: '2026-13-20 12:00:05' } }), '交易时间'],
  ])('is refused with %s', (_, text, naming) => {
    expect(reading(text)).toThrow(coded('wechat_bill_unreadable', naming));
  });

  test('is refused when it is not UTF-8', () => {
    expect(() => readTradeBill(Buffer.from([0xc4, 0xfa]))).toThrow(coded('wechat_bill_unreadable', 'UTF-8'));
  });

  test.each([
    ['a missing row', billText({ refund: null }), '1 rows'],
    ['a changed amount', billText({ payment: { 订单金额: '43.00' } }), '订单总金额'],
    ['a changed settlement', billText({ payment: { 应结订单金额: '41.99' } }), '应结订单总金额'],
    ['a changed refund', billText({ refund: { 退款金额: '8.01' } }), '退款总金额'],
    ['a changed fee', billText({ payment: { 手续费: '0.25201' } }), '手续费总金额'],
  ])('does not add up with %s', (_, text, naming) => {
    expect(reading(text)).toThrow(coded('wechat_bill_sums_differ', naming));
  });
});

/** The first row by its columns, as the file has it. */
function cellsOf(text: string): Record<string, string> {
  const [header = '', row = ''] = text.slice(1).split('\r\n');
  const values = row.slice(1).split(',`');
  return Object.fromEntries(header.split(',').map((column, index) => [column, values[index] ?? '']));
}
