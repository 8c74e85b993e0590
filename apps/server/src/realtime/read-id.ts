/** Reads an id as we write it: `7`, never `07` or `7.0`, for those would be addresses of their own. */
export function readId(text: string): number | undefined {
  if (!/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}
