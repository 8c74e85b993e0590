import { defineErrors } from './errors.ts';

/** Errors that any route may answer with. */
export const platformErrors = defineErrors({
  invalid_request: {
    status: 400,
    message: 'The request does not have the form this operation expects; `details.issues` says where.',
  },
  invalid_json: { status: 400, message: 'The body is not valid JSON.' },
  cross_origin_refused: {
    status: 403,
    message: 'Requests that change something are only taken from our own pages.',
  },
  not_found: { status: 404, message: 'There is nothing at this address.' },
  body_too_large: { status: 413, message: 'The body is larger than this server takes.' },
  unsupported_media_type: { status: 415, message: 'Send the body as application/json.' },
  too_many_requests: {
    status: 429,
    message: 'Too many requests from this address; wait as many seconds as the header Retry-After says.',
  },
  internal_error: {
    status: 500,
    message: 'Something went wrong on our side. `details.requestId` finds it in the log.',
  },
  sessions_unavailable: {
    status: 503,
    message: 'It cannot be looked up now who is logged in. Nobody was logged out; try again shortly.',
    retryAfterSeconds: 5,
  },
  database_busy: {
    status: 503,
    message: 'The database was too busy to do this in time. Nothing was changed; try again.',
    retryAfterSeconds: 2,
  },
  database_unavailable: {
    status: 503,
    message: 'The database cannot be reached. Nothing was confirmed; try again shortly.',
    retryAfterSeconds: 5,
  },
});
