export type Locale = 'zh' | 'en';

/** Turns a key and its values into words. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;
