import { AntPattern } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';

/**
 * Puts the paths of handlers behind those of their group, as Spring (6.2) does for `@MessageMapping` on a class and
 * on its methods: each with each, in order, none twice. With the separator `/` a path gets the slash
 * that it lacks.
 */
export function combinePaths(
  outer: readonly string[],
  inner: readonly string[],
  separator: Separator,
): string[] {
  const outers = outer.length > 0 ? outer : [''];
  const inners = inner.length > 0 ? inner : [''];
  const combined = outers.flatMap((first) =>
    inners.map((second) => combine(withSlash(first, separator), withSlash(second, separator), separator)),
  );
  return [...new Set(combined)];
}

function withSlash(path: string, separator: Separator): string {
  return path === '' || separator !== '/' || path.startsWith('/') ? path : `/${path}`;
}

function combine(outer: string, inner: string, separator: Separator): string {
  if (outer === '' || inner === '') return outer || inner;
  // An outer pattern that fits the inner path says nothing more about it: `/*` and `/chat` is `/chat`.
  const isFixed = !outer.includes('{');
  if (isFixed && outer !== inner && new AntPattern(outer, separator).matches(inner)) return inner;
  // A last `*` stands for the inner path; a last `**` for what may come before it.
  if (outer.endsWith(`${separator}*`)) return join(outer.slice(0, -2), inner, separator);
  return join(outer, inner, separator);
}

function join(outer: string, inner: string, separator: Separator): string {
  const start = outer.endsWith(separator) ? outer.slice(0, -1) : outer;
  return inner.startsWith(separator) ? `${start}${inner}` : `${start}${separator}${inner}`;
}
