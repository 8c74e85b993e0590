import { en } from './en.ts';
import { zh } from './zh.ts';

export type { Words } from './zh.ts';

export const WORDS = { zh, en };
export type Language = keyof typeof WORDS;
