import { createHmac } from 'node:crypto';
import type { PassShowing } from '@carillon/contract';
import { PASS_CODE_PERIOD_MS, PASS_SHOWING_MS } from '@carillon/contract';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test, vi } from 'vitest';
import { readPassCode, signPassCode, writePassCode } from './index.ts';

const STARTS_AT = Date.parse('2026-11-22T04:00:00.000Z');
const KEY = Buffer.from(Array.from({ length: 32 }, (_, n) => n));

function showing(changes: Partial<PassShowing> = {}): PassShowing {
  return {
    ...{ id: 17, passId: 5, shopId: 7, userId: 'b1', keyId: 1, key: KEY.toString('base64url') },
    startsAt: new Date(STARTS_AT).toISOString(),
    endsAt: new Date(STARTS_AT + PASS_SHOWING_MS).toISOString(),
    ...changes,
  };
}

const codeAt = (elapsedMs: number) => writePassCode(showing(), STARTS_AT + elapsedMs);

describe('a pass code', () => {
  // Other programs that write or read codes are checked against these; a change of one of them is a new version.
  test.each([
    [0, 'C104000000008G0026S89VPWQA8V5JQ3J98GTSXG4G'],
    [1, 'C104000000008G00B5JR961SA1HYMGY5X5PH2WMFED'],
    [19, 'C104000000008G04SCWB78MPX800W8RYSPSHWYR1VT'],
  ])('of step %i is as written down', (step, code) => {
    expect(codeAt(step * PASS_CODE_PERIOD_MS)?.code).toBe(code);
  });

  test('is signed by HMAC-SHA-256 as the document says', () => {
    const message = Buffer.concat([
      Buffer.from('carillon pass code v1'),
      Buffer.from([0, 0, 0, 0, 0, 17]),
      Buffer.from([1, 2]),
    ]);
    const mac = createHmac('sha256', KEY).update(message).digest().subarray(0, 16);
    expect(Buffer.from(signPassCode(KEY, { showingId: 17, step: 258 }))).toEqual(mac);
  });

  test('fits the alphanumeric mode of QR codes in 42 characters', () => {
    expect(codeAt(0)?.code).toMatch(/^C1[0-9A-Z]{40}$/);
  });

  test('stays for 30 s, then the next takes its place, until the showing ends', () => {
    expect(codeAt(29_999)).toMatchObject({ step: 0, renewsInMs: 1, endsInMs: 570_001 });
    expect(codeAt(30_000)).toMatchObject({ step: 1, renewsInMs: 30_000, endsInMs: 570_000 });
    expect(codeAt(599_999)).toMatchObject({ step: 19, renewsInMs: 1, endsInMs: 1 });
    expect(codeAt(600_000)).toBeUndefined();
  });

  test('renews with the end of its showing where that comes first', () => {
    const short = showing({ endsAt: new Date(STARTS_AT + 45_000).toISOString() });
    expect(writePassCode(short, STARTS_AT + 31_000)).toMatchObject({ step: 1, renewsInMs: 14_000 });
  });

  test('is the first one on a phone whose clock went back', () => {
    expect(codeAt(-3_600_000)).toEqual(codeAt(0));
  });

  test('is written without what mini programs have not', () => {
    const expected = codeAt(0);
    for (const name of ['Buffer', 'TextEncoder', 'TextDecoder', 'crypto', 'atob', 'btoa']) {
      vi.stubGlobal(name, undefined);
    }
    const written = codeAt(0);
    vi.unstubAllGlobals();
    expect(written).toEqual(expected);
  });

  test.each([
    ['a key that is not base64url', showing({ key: '+/==' })],
    ['a number that has no room', showing({ id: 2 ** 48 })],
    ['a key number that has no room', showing({ keyId: 256 })],
  ])('is not written with %s', (_title, unfit) => {
    expect(() => writePassCode(unfit, STARTS_AT)).toThrow(RangeError);
  });

  property.prop([
    fc.integer({ min: 1, max: 2 ** 48 - 1 }),
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 0, max: PASS_SHOWING_MS - 1 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  ])('is read as it was written', (id, keyId, elapsedMs, key) => {
    const made = showing({ id, keyId, key: Buffer.from(key).toString('base64url') });
    const written = writePassCode(made, STARTS_AT + elapsedMs);
    const step = Math.floor(elapsedMs / PASS_CODE_PERIOD_MS);
    expect(written?.step).toBe(step);
    expect(readPassCode(written?.code ?? '')).toEqual({
      ...{ keyId, showingId: id, step },
      mac: signPassCode(key, { showingId: id, step }),
    });
  });
});

describe('reading a pass code', () => {
  const { code = '' } = codeAt(0) ?? {};
  const parts = readPassCode(code);

  test.each([
    ['small letters', code.toLowerCase()],
    ['what a keyboard scanner adds', `\t${code}\r\n`],
    ['a symbology identifier', `]Q1${code}`],
    ['groups of four', code.replace(/.{4}/g, '$& ')],
    ['hyphens', code.replace(/.{6}/g, '$&-')],
    ['look-alikes', code.replaceAll('0', 'O').replace('1', 'l').replaceAll('1', 'I')],
    [
      'full-width characters',
      Array.from(code, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
    ],
    ['a byte order mark', `\uFEFF${code}`],
  ])('takes %s', (_title, typed) => {
    expect(parts).toBeDefined();
    expect(readPassCode(typed)).toEqual(parts);
  });

  test.each([
    ['nothing', ''],
    ['a code that is cut off', code.slice(0, -1)],
    ['a code with more behind it', `${code}0`],
    ['two codes at once', code + code],
    ['another version', code.replace('C1', 'C2')],
    ['a letter that is no digit', code.replace(/.$/, 'U')],
    ['an address', 'https://shop.example/t/1?table=8'],
    ['a payment code', 'weixin://wxpay/bizpayurl?pr=k0zPq1S'],
  ])('refuses %s', (_title, typed) => {
    expect(readPassCode(typed)).toBeUndefined();
  });

  property.prop([fc.string({ unit: 'binary', maxLength: 200 })])('never throws', (text) => {
    expect(() => readPassCode(text)).not.toThrow();
  });
});
