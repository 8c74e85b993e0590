import { defineErrors } from '../platform/errors.ts';

/** Refusals of the accounts domain; described in docs/errors/accounts.md. */
export const accountErrors = defineErrors({
  wrong_credentials: {
    status: 401,
    message: 'The username or the password is wrong. Check both and try again.',
  },
  too_many_logins: {
    status: 429,
    message: 'Too many login attempts. Wait for `details.retryAfterSeconds`, then try again.',
  },
  not_logged_in: {
    status: 401,
    message: 'Nobody is logged in, or the session ended. Log in and try again.',
  },
  not_your_shop: {
    status: 403,
    message: 'You do not work at this shop. Ask its owner for a role there.',
  },
  managers_only: {
    status: 403,
    message: 'Only the owners and managers of this shop may do this. Ask one of them.',
  },
  owners_only: {
    status: 403,
    message: 'Only the owners of this shop may do this. Ask one of them.',
  },
  device_not_found: {
    status: 404,
    message: 'No device of this shop’s staff is logged in under this id. It may have logged out already.',
  },
  return_path_refused: {
    status: 400,
    message: 'A login leads only to pages of the console. Give a plain path below /console/.',
  },
  wechat_login_unavailable: {
    status: 503,
    message: 'WeChat login is not set up on this server. Log in with a password.',
  },
  wechat_login_cancelled: {
    status: 401,
    message: 'The login was cancelled in WeChat. Start again, or log in with a password.',
  },
  wechat_login_expired: {
    status: 401,
    message:
      'This login was already used, took too long, or began in another browser. Start again from the login page.',
  },
  wechat_login_unknown: {
    status: 403,
    message: 'This WeChat account belongs to no staff member here. Ask the owner to add it.',
  },
  wechat_login_failed: {
    status: 502,
    message: 'WeChat did not confirm the login. Start again, or log in with a password.',
  },
});
