/** The most of one product in one order. */
export const MAX_QUANTITY = 99;
/** The most different products in one order. */
export const MAX_ORDER_LINES = 50;
/** The most characters of a buyer's remark. */
export const MAX_REMARK_LENGTH = 200;
/** The most characters that the buyer is told of why an order is cancelled, or money given back. */
export const MAX_REASON_LENGTH = 80;
/** The most characters of the name to ask for where an order is delivered. */
export const MAX_CONTACT_NAME_LENGTH = 30;
/** The most characters of an address. */
export const MAX_ADDRESS_LENGTH = 120;
/** A telephone number as people write it: digits, with blanks and hyphens among them. */
export const PHONE_PATTERN = /^\+?[\d -]{5,20}$/;
/** The most addresses that one buyer keeps. */
export const MAX_ADDRESSES = 20;
/** The most of a buyer's own orders in one answer; so many unless fewer are asked for. */
export const MAX_ORDERS_PER_PAGE = 50;
/** The most characters that staff look for among orders. */
export const MAX_ORDER_SEARCH_LENGTH = 64;
/** The longest time that staff may promise. */
export const MAX_PROMISE_MINUTES = 480;
/** How long a buyer waits between two reminders of an order. */
export const REMIND_INTERVAL_MS = 60_000;
