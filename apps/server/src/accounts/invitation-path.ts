/**
 * The page of the console that takes an invitation. The token stands behind the `#`, which browsers keep to
 * themselves: no log, no proxy and no other site's `Referer` learns it.
 */
export function invitationPath(token: string): string {
  return `/console/invitation#${token}`;
}
