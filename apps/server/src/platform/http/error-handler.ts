import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError } from '../errors.ts';
import { platformErrors } from '../platform-errors.ts';

/** Fastify's own refusals, by its codes. */
const byFastifyCode: Readonly<Record<string, () => AppError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: platformErrors.body_too_large,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: platformErrors.unsupported_media_type,
  FST_ERR_CTP_EMPTY_JSON_BODY: platformErrors.invalid_json,
  FST_ERR_CTP_INVALID_JSON_BODY: platformErrors.invalid_json,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: platformErrors.invalid_request,
  FST_ERR_BAD_URL: platformErrors.not_found,
  FST_ERR_ASYNC_CONSTRAINT: platformErrors.not_found,
};

/** Turns everything that was thrown into the API's error shape. What we did not foresee goes to the log only. */
export function answerError(
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const refusal = toAppError(error, request);
  if (refusal.status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed');
  const { code, message, details, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  void reply
    .code(refusal.status)
    .type('application/json; charset=utf-8')
    // Not through the route's schemas: this shape is the same everywhere.
    .serializer(JSON.stringify)
    .send({ error: { code, message, ...(details !== undefined && { details }) } });
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  answerError(platformErrors.not_found(), request, reply);
}

function toAppError(error: FastifyError | AppError, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, message }) => ({
      path: [error.validationContext, ...instancePath.split('/').filter(Boolean)].join('.'),
      message,
    }));
    return platformErrors.invalid_request({ issues });
  }
  const known = byFastifyCode[error.code];
  if (known) return known();
  if (error.statusCode === 400 && error instanceof SyntaxError) return platformErrors.invalid_json();
  return platformErrors.internal_error({ requestId: request.id }, error);
}
