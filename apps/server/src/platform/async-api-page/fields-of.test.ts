import { describe, expect, test } from 'vitest';
import { fieldsOf } from './fields-of.ts';

const object = (properties: object, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const typesOf = (schema: Parameters<typeof fieldsOf>[0]) =>
  fieldsOf(schema).map(({ path, type }) => [path, type]);

describe('the fields of a payload', () => {
  test('are named from the outside in, each before what is in it', () => {
    const name = { type: 'string' };
    const lines = { type: 'array', items: object({ name }) };
    expect(typesOf(object({ order: object({ lines }), at: name }))).toEqual([
      ['order', 'object'],
      ['order.lines', 'object[]'],
      ['order.lines[].name', 'string'],
      ['at', 'string'],
    ]);
  });

  test('are given once though alternatives share them, with all their types', () => {
    const one = object({ type: { const: 'a' }, id: { type: 'integer' } });
    const other = object({ type: { const: 'b' }, id: { type: 'integer' }, by: { type: 'string' } });
    expect(typesOf({ oneOf: [one, other] })).toEqual([
      ['type', '"a" | "b"'],
      ['id', 'integer'],
      ['by', 'string'],
    ]);
  });

  test('may be null, one of several, or left out', () => {
    const text = { anyOf: [{ type: 'string', maxLength: 200 }, { type: 'null' }], description: 'Says it.' };
    const role = { type: 'string', enum: ['owner', 'clerk'] };
    expect(fieldsOf(object({ text, role }, ['role']))).toEqual([
      {
        path: 'text',
        type: 'string | null',
        isRequired: false,
        limits: [{ of: 'length', text: '0–200' }],
        description: 'Says it.',
      },
      { path: 'role', type: '"owner" | "clerk"', isRequired: true, limits: [], description: undefined },
    ]);
  });

  test('say what they keep to, but not what every integer of ours does', () => {
    const id = { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER };
    const at = { type: 'string', format: 'date-time', pattern: '^at great length$' };
    expect(fieldsOf(object({ id, at })).map(({ limits }) => limits)).toEqual([
      [{ text: '> 0' }],
      [{ text: 'date-time' }],
    ]);
  });

  test('end where a schema goes on for ever', () => {
    const endless: Record<string, unknown> = { type: 'object' };
    endless.properties = { again: endless };
    expect(fieldsOf(endless).length).toBeLessThan(20);
  });

  test('are one when the payload is no object', () => {
    expect(typesOf({ type: 'string' })).toEqual([['', 'string']]);
  });
});
