import { defineErrors } from '../platform/errors.ts';

/** Refusals of the notices domain; described in docs/errors/notices.md. */
export const noticeErrors = defineErrors({
  notice_over: {
    status: 422,
    message: 'The announcement would end before it begins. Choose a later time, or none.',
  },
  notice_key_reused: {
    status: 422,
    message: 'This key was used for another announcement. Make a new key for each change.',
  },
  too_many_notices: {
    status: 429,
    message: 'The announcement was changed too often within a minute. Wait a minute, then try again.',
  },
});
