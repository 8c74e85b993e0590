/** Reads `wait` of a Prefer header (RFC 7240 §4.3), in seconds; undefined when there is none that can be read. */
export function readPreferredWait(header: string | string[] | undefined): number | undefined {
  const preferences = [header ?? []].flat().join(',').split(',');
  for (const preference of preferences) {
    // Parameters of a preference come behind a semicolon; its value may be quoted.
    const [token = ''] = preference.split(';');
    const [name = '', value = ''] = token.split('=').map((part) => part.trim());
    if (name.toLowerCase() !== 'wait') continue;
    const digits = /^"?(\d{1,9})"?$/.exec(value)?.[1];
    // Of a repeated preference the first counts (§2).
    return digits === undefined ? undefined : Number(digits);
  }
  return undefined;
}
