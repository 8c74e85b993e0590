import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path.ts';

const text = 'weixin://wxpay/bizpayurl?pr=AbCdEf12';

function drawn(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let step = 0; step < Number(length); step += 1)
      modules[Number(y)]?.splice(Number(x) + step, 1, true);
  }
  return modules;
}

test('draws every dark module and no light one', () => {
  const { path, size } = qrPath(text);
  expect(drawn(path, size)).toEqual(encode(text, { ecc: 'M', border: 4 }).data);
});

test('leaves a quiet zone of four modules', () => {
  const { path, size } = qrPath(text);
  const quiet = drawn(path, size).filter((_, y) => y < 4 || y >= size - 4);
  expect(quiet.flat()).not.toContain(true);
});
