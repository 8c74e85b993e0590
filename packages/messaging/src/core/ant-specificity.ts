import type { Separator } from './ant-pattern.ts';

/**
 * Makes a comparison that sorts patterns that fit a destination, the most specific first, as Spring's
 * AntPathMatcher does: the destination itself; then fewer wildcards, where `**` counts twice; then longer
 * texts, where a variable counts as one letter; then fewer `*`. Patterns that end in `**` come late, and the one
 * that fits everything comes last. Patterns of the same specificity compare as 0.
 */
export function compareAntPatterns(
  destination: string,
  separator: Separator = '/',
): (one: string, other: string) => number {
  return (one, other) => compare(measure(one, separator), measure(other, separator), destination);
}

interface Measures {
  readonly text: string;
  readonly isCatchAll: boolean;
  readonly isPrefix: boolean;
  readonly variables: number;
  readonly singles: number;
  readonly doubles: number;
  readonly length: number;
}

function measure(text: string, separator: Separator): Measures {
  const stars = [...text.matchAll(/\*\*?/g)];
  const variables = text.match(/\{/g)?.length ?? 0;
  const isCatchAll = text === `${separator}**`;
  return {
    text,
    isCatchAll,
    isPrefix: !isCatchAll && text.endsWith(`${separator}**`),
    variables,
    // As Spring counts: neither a star that begins the pattern nor one that ends it behind a dot.
    singles: stars.filter(({ 0: star, index }) => star === '*' && index > 0 && text.slice(index - 1) !== '.*')
      .length,
    doubles: stars.filter(([star]) => star === '**').length,
    length: variables === 0 ? text.length : text.replace(/\{[^/]+?\}/g, '#').length,
  };
}

function compare(one: Measures, other: Measures, destination: string): number {
  if (one.isCatchAll || other.isCatchAll) return Number(one.isCatchAll) - Number(other.isCatchAll);
  const exactly = Number(other.text === destination) - Number(one.text === destination);
  if (exactly !== 0 || one.text === destination) return exactly;
  if (one.isPrefix && other.isPrefix) return other.length - one.length;
  if (one.isPrefix && other.doubles === 0) return 1;
  if (other.isPrefix && one.doubles === 0) return -1;
  return (
    wildcards(one) - wildcards(other) ||
    other.length - one.length ||
    one.singles - other.singles ||
    one.variables - other.variables
  );
}

function wildcards({ variables, singles, doubles }: Measures): number {
  return variables + singles + 2 * doubles;
}
