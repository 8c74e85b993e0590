import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HANDLER_ERRORS } from './handler-error.ts';

const page = new URL('../../../../docs/errors/messaging.md', import.meta.url);

test('docs/errors/messaging.md explains every code that the engine tells a sender, and no other', () => {
  const section = readFileSync(page, 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith('Handler errors'));
  const codes = [...(section ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
  expect(codes.toSorted()).toEqual(Object.keys(HANDLER_ERRORS).toSorted());
});
