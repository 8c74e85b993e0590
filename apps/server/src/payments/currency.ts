/** The one currency that is asked for and given back. */
export const CURRENCY = 'CNY';
