import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from './async-api-document.ts';

/** Makes a JSON Schema (draft 7) of a schema; undefined for one that it does not know. */
export type ToJsonSchema = (schema: StandardSchemaV1) => JsonSchema | undefined;

/** What a payload looks like: a schema that validates, or a JSON Schema (draft 7) that only says it. */
export type PayloadSchema = StandardSchemaV1 | JsonSchema;

/**
 * The JSON Schema of a schema: by the application's converter, or by the schema's own where it follows Standard
 * JSON Schema (zod 4.2, valibot and arktype of 2026 do). Of any other it says that it is not known.
 */
export function jsonSchemaOf(
  schema: PayloadSchema,
  side: 'input' | 'output',
  convert: ToJsonSchema | undefined,
): JsonSchema {
  if (!isStandardSchema(schema)) return schema;
  const standard: Partial<StandardJSONSchemaV1.Props> = schema['~standard'];
  try {
    const converted = convert?.(schema) ?? standard.jsonSchema?.[side]({ target: 'draft-07' });
    if (converted) return converted;
  } catch {
    // A schema for what JSON has not, e.g. bytes.
  }
  return { description: `A schema of ${schema['~standard'].vendor}, of which there is no JSON Schema.` };
}

function isStandardSchema(schema: PayloadSchema): schema is StandardSchemaV1 {
  return '~standard' in schema;
}

/** Moves a schema from the root of a document to `at`: what it says of itself goes with it. */
export function moveSchema(schema: JsonSchema, at: string): JsonSchema {
  const { $schema, ...rest } = schema;
  return rewrite($schema === undefined ? schema : rest, at) as JsonSchema;
}

function rewrite(value: unknown, at: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, at));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
      ? `${at}${inner.slice(1)}`
      : rewrite(inner, at),
  ]);
  return Object.fromEntries(entries);
}
