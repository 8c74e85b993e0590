/**
 * Makes a text that WeChat Pay takes for a description, an attachment or a reason: emoji and other characters of
 * four bytes in UTF-8 are left out, line breaks become spaces, and the end is cut. May come out empty.
 * WeChat Pay APIv3, 基本规则, 字符集.
 */
export function toPayText(text: string, limitCharacters: number): string {
  const plain = text.toWellFormed().replaceAll(/[\u{10000}-\u{10FFFF}\uFFFD\uFE0F\u200D]/gu, '');
  const inOneLine = plain.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return Array.from(inOneLine).slice(0, limitCharacters).join('').trimEnd();
}
