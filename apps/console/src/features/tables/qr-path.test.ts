import { expect, test } from 'vitest';
import { qrPath } from './qr-path.ts';

test('a QR has its finder pattern inside a quiet zone of four modules', () => {
  const { path, side } = qrPath('https://shop.example/t/abc');
  expect(side).toBeGreaterThanOrEqual(21 + 8);
  expect(path).toContain('M4 4h1v1h-1z');
  expect(path).not.toMatch(/M[0-3] /);
});
