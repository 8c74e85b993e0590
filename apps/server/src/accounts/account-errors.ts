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
  passwords_busy: {
    status: 503,
    message: 'Too many passwords are being checked at the moment. Try again in a few seconds.',
  },
  not_logged_in: {
    status: 401,
    message: 'Nobody is logged in, or the session ended. Log in and try again.',
  },
  buyer_session_ended: {
    status: 401,
    message: 'The login of this bearer token ended. Log in again, then send the same request.',
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
  staff_disabled: {
    status: 403,
    message: 'You may not work here at present. Ask an owner of the shop.',
  },
  staff_not_found: {
    status: 404,
    message: 'Nobody on this shop’s staff has this id. They may have been removed already.',
  },
  last_owner: {
    status: 409,
    message: 'This is the shop’s only owner. Make somebody else an owner first.',
  },
  username_taken: {
    status: 409,
    message: 'Somebody else has this username. Choose another.',
  },
  username_missing: {
    status: 422,
    message: 'A password needs a username. Choose one.',
  },
  wrong_password: {
    status: 403,
    message: 'The present password is wrong. Check it and try again.',
  },
  last_way_in: {
    status: 409,
    message: 'Without WeChat you could not log in any more. Choose a password first.',
  },
  session_not_found: {
    status: 404,
    message: 'You have no session with this id. It may have ended already.',
  },
  invitation_not_found: {
    status: 404,
    message: 'This invitation was used, withdrawn, or is too old. Ask for a new one.',
  },
  too_many_invitations: {
    status: 409,
    message: 'This shop has too many open invitations. Withdraw some first.',
  },
  already_on_staff: {
    status: 409,
    message: 'You are on this shop’s staff already.',
  },
  wechat_bound_elsewhere: {
    status: 409,
    message: 'This WeChat account belongs to another staff member. Have it unbound there first.',
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
  wechat_login_snapshot: {
    status: 403,
    message:
      'WeChat shows this page as a snapshot and does not say who you are. Open the whole page, then try again.',
  },
  wechat_login_failed: {
    status: 502,
    message: 'WeChat did not confirm the login. Start again, or log in with a password.',
  },
});
