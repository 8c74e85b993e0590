import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isPromiseLike } from '../core/answer-within.ts';
import { handlerError } from './handler-error.ts';
import type { PayloadIssue } from './handler-error.ts';

/**
 * Answers what the schema makes of the first reading that it accepts; a promise only where the schema
 * answers one. Throws or rejects with HandlerError `invalid_payload`, which has the issues of the likeliest reading.
 */
export function validatePayload<Schema extends StandardSchemaV1>(
  schema: Schema,
  readings: readonly [unknown, ...unknown[]],
): StandardSchemaV1.InferOutput<Schema> | Promise<StandardSchemaV1.InferOutput<Schema>> {
  let refusal: StandardSchemaV1.FailureResult | undefined;
  for (const [index, reading] of readings.entries()) {
    const result = schema['~standard'].validate(reading);
    if (isPromiseLike(result)) return validateLater(schema, result, readings.slice(index + 1), refusal);
    if (!result.issues) return result.value;
    refusal ??= result;
  }
  throw refused(refusal);
}

async function validateLater<Schema extends StandardSchemaV1>(
  schema: Schema,
  first: PromiseLike<StandardSchemaV1.Result<unknown>>,
  others: readonly unknown[],
  earlier: StandardSchemaV1.FailureResult | undefined,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  let result = await first;
  let refusal = earlier;
  for (const reading of others) {
    if (!result.issues) break;
    refusal ??= result;
    result = await schema['~standard'].validate(reading);
  }
  if (result.issues) throw refused(refusal ?? result);
  return result.value;
}

/** As many as a message should carry; a list of a thousand wrong entries is told by its first. */
const MAX_ISSUES = 20;

function refused(refusal: StandardSchemaV1.FailureResult | undefined): Error {
  const issues = (refusal?.issues ?? []).slice(0, MAX_ISSUES).map(toIssue);
  return handlerError('invalid_payload', undefined, { issues });
}

function toIssue({ message, path = [] }: StandardSchemaV1.Issue): PayloadIssue {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { message, path: keys.map((key) => (typeof key === 'symbol' ? String(key) : key)) };
}
