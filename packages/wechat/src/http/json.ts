/** A JSON object of someone else's making: nothing about its fields is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses bytes as a JSON object in UTF-8; undefined for anything else. */
export function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return asObject(JSON.parse(utf8.decode(bytes)));
  } catch {
    return undefined;
  }
}

/** The object in a field, or undefined. */
export function objectIn(object: JsonObject, field: string): JsonObject | undefined {
  return asObject(own(object, field));
}

/** The objects in a field that is a list of nothing else, or undefined. */
export function objectsIn(object: JsonObject, field: string): JsonObject[] | undefined {
  const value = own(object, field);
  if (!Array.isArray(value)) return undefined;
  const objects = value.map(asObject).filter((item) => item !== undefined);
  return objects.length === value.length ? objects : undefined;
}

/** The text in a field, or undefined; WeChat's empty text stands for none. */
export function textIn(object: JsonObject, field: string): string | undefined {
  const value = own(object, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The safe integer in a field, or undefined. */
export function integerIn(object: JsonObject, field: string): number | undefined {
  const value = own(object, field);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** The RFC 3339 time in a field as ISO-8601 in UTC, or undefined. */
export function timeIn(object: JsonObject, field: string): string | undefined {
  const text = textIn(object, field);
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    return undefined;
  }
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString();
}

function own(object: JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}
