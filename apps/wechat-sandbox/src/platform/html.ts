import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The design's colours and measures, to be put into a page's style. */
export const designTokens = readFileSync(
  fileURLToPath(import.meta.resolve('@carillon/design/tokens.css')),
  'utf8',
);

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** JSON that cannot end the script element it stands in. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
