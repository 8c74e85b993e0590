import { isSafeUrl } from '../http/base-url.ts';
import type { WeChatErrorCode } from '../errors/error-table.ts';
import { WeChatError } from '../errors/wechat-error.ts';

/** Which error a field that is wrong brings, and how WeChat points at it: `/amount/total`. */
export interface FieldError {
  readonly code: WeChatErrorCode;
  readonly field: string;
}

/** WeChat Pay's own limit on every amount and count; also keeps sums within what numbers hold. */
const MOST_FEN = 100_000_000_000;

/** Throws the field's error with this sentence. */
export function refuse({ code, field }: FieldError, what: string): never {
  throw new WeChatError(code, `${field} ${what}.`, { field });
}

/** Refuses what is not a whole number of fen of `leastFen` (1 unless told) or more. */
export function checkFen(amountFen: number, error: FieldError, leastFen = 1): void {
  if (!Number.isSafeInteger(amountFen) || amountFen < leastFen || amountFen > MOST_FEN) {
    refuse(error, `is not a whole number of fen, ${leastFen} or more`);
  }
}

/** Refuses a text that does not match; one that is left out is good. */
export function checkPattern(text: string | undefined, pattern: RegExp, error: FieldError): void {
  if (text !== undefined && !pattern.test(text)) refuse(error, 'is not of its form');
}

/** Refuses a text that is blank, too long, or holds what WeChat Pay does not take; one that is left out is good. */
export function checkText(text: string | undefined, limitCharacters: number, error: FieldError): void {
  if (text === undefined) return;
  if (text.trim() === '' || characters(text) > limitCharacters) {
    refuse(error, `is empty or longer than ${limitCharacters} characters`);
  }
  if (!isPayText(text)) refuse(error, 'holds a character that WeChat Pay does not take, such as an emoji');
}

/** Refuses an address that WeChat Pay could not or should not call. */
export function checkNotifyUrl(text: string, limitCharacters: number, error: FieldError): void {
  const url = URL.parse(text);
  const plain = url && isSafeUrl(url) && !/[?#]/.test(text);
  if (!plain || text.length > limitCharacters) {
    refuse(error, 'is too long, not https (http on loopback), or has a query or fragment');
  }
}

/** Characters as people count them, not UTF-16 units. */
function characters(text: string): number {
  return Array.from(text).length;
}

/** WeChat Pay takes characters of one to three bytes in UTF-8. WeChat Pay APIv3, 基本规则, 字符集. */
function isPayText(text: string): boolean {
  return text.isWellFormed() && !/[\u{10000}-\u{10FFFF}]/u.test(text);
}
