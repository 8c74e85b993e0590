import type { AsyncApiDocument } from '@carillon/messaging';

type JsonSchema = AsyncApiDocument['components']['schemas'][string];

/** A field of a payload, as a row of a table. */
export interface Field {
  /** From the outside in: `order.lines[].name`; empty for the payload itself. */
  readonly path: string;
  /** `string`, `integer`, `"owner" | "manager"`, `object[]`, `string | null` … */
  readonly type: string;
  readonly isRequired: boolean;
  readonly limits: readonly Limit[];
  readonly description: string | undefined;
}

/** What a value must keep to: `> 0`, a format, a pattern; a name where the text is about its length. */
export interface Limit {
  readonly of?: 'length' | 'items';
  readonly text: string;
}

/** No payload of ours is nested deeper; a schema that refers to itself would be, for ever. */
const MAX_DEPTH = 8;

/** Lists the fields of a payload in the order of its schema, those within others after them. */
export function fieldsOf(schema: JsonSchema): readonly Field[] {
  return merged(rowsOf(schema, { path: '', isRequired: true, depth: 0 }));
}

interface Place {
  readonly path: string;
  readonly isRequired: boolean;
  readonly depth: number;
}

function rowsOf(schema: JsonSchema, { path, isRequired, depth }: Place): Field[] {
  if (depth > MAX_DEPTH) return [];
  const alternatives = alternativesOf(schema);
  const inner = alternatives.flatMap((one) => innerOf(one, path, depth + 1));
  const type = [...new Set(alternatives.map(typeOf))].join(' | ');
  // The payload itself is worth a row only when it is not just an object.
  if (path === '' && type === 'object') return inner;
  const descriptions = [schema, ...alternatives].map(({ description }) => textOf(description));
  const description = descriptions.find((text) => text !== undefined);
  return [{ path, type, isRequired, limits: alternatives.flatMap(limitsOf), description }, ...inner];
}

/** `anyOf` and `oneOf` are alternatives; so is null beside something else. */
function alternativesOf(schema: JsonSchema): JsonSchema[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(alternatives)) return [schema];
  return (alternatives as JsonSchema[]).flatMap(alternativesOf);
}

function typeOf(schema: JsonSchema): string {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') {
    const items = alternativesOf(itemsOf(schema)).map(typeOf).join(' | ');
    return items.includes('|') ? `(${items})[]` : `${items}[]`;
  }
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  return textOf(schema.type) ?? 'any';
}

function innerOf(schema: JsonSchema, path: string, depth: number): Field[] {
  if (schema.type === 'array') {
    const place = { path: `${path}[]`, isRequired: true, depth };
    // The array's own row says what its items are.
    return rowsOf(itemsOf(schema), place).filter((field) => field.path !== place.path);
  }
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return properties.flatMap(([name, property]) => {
    const place = {
      path: path === '' ? name : `${path}.${name}`,
      isRequired: required.includes(name),
      depth,
    };
    return rowsOf(property, place);
  });
}

/** Alternatives share fields: each is one row, with all its types. */
function merged(fields: readonly Field[]): readonly Field[] {
  const byPath = new Map<string, Field>();
  for (const field of fields) {
    const same = byPath.get(field.path);
    const types = same === undefined || same.type === field.type ? [field.type] : [same.type, field.type];
    byPath.set(field.path, { ...(same ?? field), type: types.join(' | ') });
  }
  return [...byPath.values()];
}

function itemsOf(schema: JsonSchema): JsonSchema {
  return (schema.items ?? {}) as JsonSchema;
}

function limitsOf(schema: JsonSchema): Limit[] {
  const format = textOf(schema.format);
  // The pattern of a format says the same again, at length.
  const pattern = format === undefined ? textOf(schema.pattern) : undefined;
  const limits: (Limit | undefined)[] = [
    between('length', schema.minLength, schema.maxLength),
    between('items', schema.minItems, schema.maxItems),
    bound('>', schema.exclusiveMinimum),
    bound('≥', schema.minimum),
    bound('≤', schema.maximum),
    format === undefined ? undefined : { text: format },
    pattern === undefined ? undefined : { text: pattern },
  ];
  return limits.filter((limit) => limit !== undefined);
}

function between(of: 'length' | 'items', min: unknown, max: unknown): Limit | undefined {
  if (typeof max !== 'number') return typeof min === 'number' ? { of, text: `≥ ${min}` } : undefined;
  return { of, text: `${typeof min === 'number' ? min : 0}–${max}` };
}

/** Every integer of ours is a safe one, which need not be said. */
function bound(sign: string, value: unknown): Limit | undefined {
  const isTelling = typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return isTelling ? { text: `${sign} ${value}` } : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
