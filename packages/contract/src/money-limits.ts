/** The longest note with which staff settle what is between WeChat and our books, or give money back by hand. */
export const MAX_MONEY_NOTE_LENGTH = 200;
