/**
 * Reads a decimal number as a whole number of its smallest unit, without floating point: `12.3` with two places
 * is 1230. Undefined for what is no number, has more places than that, or is too large.
 */
export function readDecimal(text: string, places: number): number | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,8}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(places))) return undefined;
  const units = Number(whole + fraction.slice(0, places).padEnd(places, '0'));
  if (!Number.isSafeInteger(units)) return undefined;
  return sign && units ? -units : units;
}
