import { describe, expect, test } from 'vitest';
import { readPushFields } from './push-fields.ts';

/** Read in a few milliseconds when it is read once; in seconds when each blank is looked at from every other. */
const LONG = ' '.repeat(64_000);
const TIME_LIMIT_MS = 500;

describe('the fields of a push', () => {
  test('in XML are read with blanks between them, and without', () => {
    const spread = '\n<xml>\n <A><![CDATA[ 1 ]]></A>\r\n <B>2 &lt; 3</B>\n</xml>\n';
    const fields = [...readPushFields(spread)];
    expect(fields).toEqual([
      ['A', ' 1 '],
      ['B', '2 < 3'],
    ]);
    expect([...readPushFields('<xml></xml>')]).toEqual([]);
  });

  test('in JSON keep all digits of numbers, and every text as it is', () => {
    const fields = readPushFields(
      String.raw`{"MsgID": 3321912348236431361 , "Content":"\":3321912348236431361,", "Count":7}`,
    );
    expect([...fields]).toEqual([
      ['MsgID', '3321912348236431361'],
      ['Content', '":3321912348236431361,'],
      ['Count', '7'],
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a half frame', '<xml>'],
    ['text after the last element', '<xml><A>1</A>x</xml>'],
    ['a field twice', '<xml><A>1</A><A>2</A></xml>'],
    ['an element without an end', '<xml><A>1</xml>'],
    ['JSON that is none', '{"A":'],
  ])('are refused in %s', (_title, text) => {
    expect(() => readPushFields(text)).toThrow(expect.objectContaining({ code: 'wechat_push_malformed' }));
  });

  test.each([
    ['an XML frame without an end', `<xml>${LONG}x`],
    ['an XML frame of nothing', `<xml>${LONG}x</xml>`],
    ['an element without an end', `<xml><A>${LONG}</xml>`],
    ['character data without an end', `<xml><A><![CDATA[${']]>'.repeat(20_000)}</xml>`],
    ['many elements without an end', `<xml>${'<A>'.repeat(20_000)}</xml>`],
    ['JSON before a value', `{"A":${LONG}x`],
    ['JSON after a number', `{"A":1234567890123456${LONG}x`],
    ['a JSON text without an end', String.raw`{"A":"${String.raw`\"`.repeat(32_000)}`],
    ['a JSON number', `{"A":${'1'.repeat(64_000)}x`],
  ])('are refused at once in %s, however long it is', (_title, text) => {
    const startedAtMs = performance.now();
    expect(() => readPushFields(text)).toThrow(expect.objectContaining({ code: 'wechat_push_malformed' }));
    expect(performance.now() - startedAtMs).toBeLessThan(TIME_LIMIT_MS);
  });
});
