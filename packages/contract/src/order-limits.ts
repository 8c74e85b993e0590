/** The most of one product in one order. */
export const MAX_QUANTITY = 99;
/** The most different products in one order. */
export const MAX_ORDER_LINES = 50;
/** The most characters of a buyer's remark. */
export const MAX_REMARK_LENGTH = 200;
/** The most characters of the name to ask for where an order is delivered. */
export const MAX_CONTACT_NAME_LENGTH = 30;
/** The most characters of an address. */
export const MAX_ADDRESS_LENGTH = 120;
