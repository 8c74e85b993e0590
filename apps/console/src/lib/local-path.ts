/**
 * Keeps a return path only if it leads to a page of the console: a path from its root, never another
 * host (`//evil.example`, `https:…`) and never the login page itself. Anything else becomes `/`.
 */
export function localPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(value)) return '/';
  return /^\/login(?:[/?#]|$)/.test(value) ? '/' : value;
}
