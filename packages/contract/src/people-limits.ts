/** The fewest characters of a staff member's password. */
export const MIN_PASSWORD_LENGTH = 8;
/** The most characters of a password: each costs time to hash. */
export const MAX_PASSWORD_LENGTH = 256;
/** A name to log in by: letters of any language, digits, `.`, `_` and `-`. */
export const USERNAME_PATTERN = /^[\p{L}\p{N}._-]{1,64}$/u;
/** The most characters of what a staff member is called. */
export const MAX_STAFF_NAME_LENGTH = 30;
/** How long an invitation to join a shop's staff is good for. */
export const INVITATION_LIFETIME_MS = 24 * 60 * 60_000;
/** How long a link is good for by which a staff member binds their own WeChat account. */
export const BINDING_LIFETIME_MS = 10 * 60_000;
/** The most invitations to one shop that are open at the same time. */
export const MAX_OPEN_INVITATIONS = 50;
/** The most entries of the audit log in one answer. */
export const MAX_AUDIT_ENTRIES_PER_PAGE = 50;
/** The most characters of a shop's name. */
export const MAX_SHOP_NAME_LENGTH = 40;
/** The longest that a shop may take to answer a paid order, in minutes, before it is given back. */
export const MAX_ANSWER_LIMIT_MINUTES = 120;
