import type { StompVersion } from './frame.ts';

/** What this codec speaks, the best first. */
const SUPPORTED_VERSIONS: readonly StompVersion[] = ['1.2', '1.1', '1.0'];

/**
 * The highest version that both sides speak, by the `accept-version` of a CONNECT (STOMP 1.2 "Protocol
 * Negotiation"). Without that header the peer speaks 1.0 only.
 * @returns undefined when there is none: answer ERROR and close.
 */
export function negotiateVersion(
  acceptVersion: string | undefined,
  supported: readonly StompVersion[] = SUPPORTED_VERSIONS,
): StompVersion | undefined {
  const accepted = (acceptVersion ?? '1.0').split(',').map((version) => version.trim());
  return SUPPORTED_VERSIONS.find((version) => supported.includes(version) && accepted.includes(version));
}
