import { ApiError } from '@carillon/contract';
import type { Translate } from './translate.ts';
import { zhErrors } from './words/zh-errors.ts';

export interface ErrorWords {
  /** What happened. */
  title: string;
  /** What it means for the order or the money, and what to do. */
  text: string;
}

/** The code of a failed call; `unknown` for a mistake of our own. */
export function errorCode(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unknown';
}

/** Says a failed call in words, by its code; a code of a newer server is named as it is. */
export function errorWords(t: Translate, error: unknown): ErrorWords {
  const code = errorCode(error);
  const key = Object.keys(zhErrors).includes(code) ? `errors.${code}` : 'errors.unknown';
  return { title: t(`${key}.title`, { code }), text: t(`${key}.text`, { code }) };
}
