/** The most characters of an announcement. */
export const MAX_NOTICE_LENGTH = 200;
