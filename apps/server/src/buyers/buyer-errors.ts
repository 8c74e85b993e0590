import { defineErrors } from '../platform/errors.ts';

/** Refusals of the buyers domain; described in docs/errors/buyers.md. */
export const buyerErrors = defineErrors({
  buyer_login_unavailable: {
    status: 503,
    message:
      'Login through WeChat is not set up on this server. Everything but payment inside WeChat works without.',
  },
  buyer_login_expired: {
    status: 401,
    message: 'This login was already used, took too long, or began in another browser. Open the page again.',
  },
  buyer_login_cancelled: {
    status: 401,
    message: 'WeChat did not say who you are. Open the page again to log in.',
  },
  buyer_login_failed: {
    status: 502,
    message: 'WeChat did not confirm the login. Open the page again.',
  },
  snapshot_user: {
    status: 403,
    message:
      'WeChat shows this page as a snapshot and does not say who you are. Open the whole page to order.',
  },
  risk_user: {
    status: 403,
    message: 'WeChat does not let this account log in at present.',
  },
  buyer_return_refused: {
    status: 400,
    message: 'A login leads only to pages of the shop. Give a plain path of this server.',
  },
  openid_missing: {
    status: 409,
    message: 'Payment inside WeChat needs a login inside WeChat. Log in there, or pay by the QR code.',
  },
});
