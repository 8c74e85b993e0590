/** What matters of a JSON Schema to make something that fits it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Makes the least that fits a schema, as far as the schema says what fits. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return sampleOf(choice);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleTexts.find((text) => fits(text, schema)) ?? 'x'.repeat(schema.minLength ?? 1);
  }
}

/** Texts of the forms that requests of ours have: words, days, moments, ids, tokens. */
const sampleTexts = [
  ...['text', '2026-11-20', '2026-11-20T04:00:00.000Z', '13800138000', '17', 'a'.repeat(16)],
  ...['longer-than-a-password', 'A'.repeat(43), 'a'.repeat(64)],
];

function fits(text: string, { pattern, minLength = 0, format }: JsonSchema): boolean {
  if (text.length < minLength) return false;
  if (format === 'date-time' && !text.includes('T0')) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}
