import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Separator } from '../core/ant-pattern.ts';
import { combinePaths } from './combine-paths.ts';

interface Vectors {
  cases: { separator: Separator; class: string[]; method: string[]; combined: string[] }[];
}

// Recorded by running Spring 6.2.19: the paths of @MessageMapping on a class and on a method.
const { cases } = JSON.parse(
  readFileSync(new URL('vectors/mapping-combine.json', import.meta.url), 'utf8'),
) as Vectors;

describe('paths of a group and of a handler are combined as Spring combines them', () => {
  test.each(cases)('$separator: $class with $method', ({ separator, class: outer, method, combined }) => {
    expect(combinePaths(outer, method, separator)).toEqual(combined);
  });

  test('in all recorded cases', () => expect(cases).toHaveLength(72));
});
