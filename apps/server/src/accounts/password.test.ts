import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

const quick = { cost: 16, blockSize: 8, parallelization: 1 };

describe('passwords', () => {
  test('verify against their own hash and no other', async () => {
    const stored = await hashPassword('carillon', quick);
    expect(await verifyPassword('carillon', stored)).toBe(true);
    expect(await verifyPassword('Carillon', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  test('are hashed with a salt of their own', async () => {
    expect(await hashPassword('carillon', quick)).not.toBe(await hashPassword('carillon', quick));
  });

  test('keep the parameters they were hashed with', async () => {
    const stored = await hashPassword('carillon', { cost: 32, blockSize: 4, parallelization: 2 });
    expect(stored).toMatch(/^scrypt\$32\$4\$2\$/);
    expect(await verifyPassword('carillon', stored)).toBe(true);
  });

  test('match however the keyboard composed their characters', async () => {
    const stored = await hashPassword('caf\u00e9', quick);
    expect(await verifyPassword('cafe\u0301', stored)).toBe(true);
  });

  test('are worked on one at a time, and refused when too many wait', async () => {
    const all = await Promise.allSettled(Array.from({ length: 21 }, async () => hashPassword('x', quick)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(all.at(-1)).toMatchObject({ reason: { code: 'passwords_busy', status: 503 } });
    expect(await hashPassword('x', quick)).toMatch(/^scrypt/);
  });

  test('never verify against a record that is no hash', async () => {
    expect(await verifyPassword('carillon', 'carillon')).toBe(false);
    expect(await verifyPassword('', '')).toBe(false);
  });
});
