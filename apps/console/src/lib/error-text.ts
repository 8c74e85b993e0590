import { ApiError } from '@carillon/contract';
import { errorsZh } from './i18n/errors-zh.ts';
import type { Translate } from './i18n/index.ts';

/** Says a failed call in words, by its code. */
export function errorText(t: Translate, error: unknown): string {
  return codeText(t, error instanceof ApiError ? error.code : 'unknown');
}

/** Says an error code in words; a code of a newer server is named as it is. */
export function codeText(t: Translate, code: string): string {
  return t(Object.hasOwn(errorsZh, code) ? `errors.${code}` : 'errors.unknown', { code });
}
