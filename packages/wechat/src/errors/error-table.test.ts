import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WECHAT_ERRORS } from './error-table.ts';

const document = new URL('../../../../docs/errors/wechat.md', import.meta.url);

test('docs/errors/wechat.md lists the errors as they are', () => {
  const rows = Object.entries(WECHAT_ERRORS).map(
    ([code, { outcome, forged, when, next }]) =>
      `| \`${code}\` | ${outcome}${forged ? ', forged' : ''} | ${when} | ${next} |`,
  );
  const documented = readFileSync(document, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(documented.map((row) => row.replaceAll(/ {2,}/g, ' '))).toEqual(rows);
});

test('codes are lower_snake_case with the domain in front', () => {
  expect(Object.keys(WECHAT_ERRORS).filter((code) => !/^wechat(_[a-z0-9]+)+$/.test(code))).toEqual([]);
});
