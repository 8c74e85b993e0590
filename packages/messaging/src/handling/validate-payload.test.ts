import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { validatePayload } from './validate-payload.ts';

const later = z.string().refine((text) => Promise.resolve(text !== 'bad'), 'is bad');

describe('a payload', () => {
  test('is what the schema makes of it', async () => {
    const schema = z.object({ to: z.string().trim(), count: z.number().default(1) });
    expect(await validatePayload(schema, [{ to: ' ann ' }])).toEqual({ to: 'ann', count: 1 });
  });

  test('is the first reading that the schema accepts', async () => {
    expect(await validatePayload(z.number(), ['42', 42])).toBe(42);
    expect(await validatePayload(z.string(), ['42', 42])).toBe('42');
    expect(await validatePayload(z.instanceof(Uint8Array), [{}, '{}', Buffer.from('{}')])).toBeInstanceOf(
      Uint8Array,
    );
  });

  test('may be validated by a schema that takes its time', async () => {
    expect(await validatePayload(later, [42, 'good'])).toBe('good');
    expect(await validatePayload(later, ['bad', 'good'])).toBe('good');
    const refused = async () => validatePayload(later, ['bad']);
    await expect(refused()).rejects.toMatchObject({
      code: 'invalid_payload',
      issues: [{ message: 'is bad' }],
    });
  });

  test('that does not fit is refused with the issues of its likeliest reading, and where they are', () => {
    const schema = z.object({ items: z.array(z.object({ count: z.number() })) });
    const run = () => validatePayload(schema, [{ items: [{ count: 'x' }] }, 'text', new Uint8Array()]);
    expect(run).toThrow(
      expect.objectContaining({
        code: 'invalid_payload',
        issues: [{ message: expect.stringContaining('number') as string, path: ['items', 0, 'count'] }],
      }),
    );
  });

  test('is refused with twenty issues at most', () => {
    const run = () => validatePayload(z.array(z.string()), [Array.from({ length: 1_000 }, () => 1)]);
    expect(run).toThrow(
      expect.objectContaining({ issues: expect.objectContaining({ length: 20 }) as object }),
    );
  });
});
