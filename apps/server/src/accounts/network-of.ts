import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** Groups of 16 bits that name the network: its 64 bits (RFC 4291 §2.5.4). */
const NETWORK_GROUPS = 4;
/** `::ffff:0:0/96`: IPv4 addresses in the clothes of IPv6 (RFC 4291 §2.5.5.2). */
const MAPPED = '0:0:0:0:0:ffff';

/**
 * What of an address tells guests apart: all of an IPv4 address, mapped into IPv6 or not; of an IPv6 address its /64,
 * for a guest is given that whole and picks any of its addresses. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = readGroups(address);
  if (groups.slice(0, 6).join(':') === MAPPED) return readIPv4(groups.slice(6));
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The eight groups of an IPv6 address that is spelled rightly, in hex without leading zeros. */
function readGroups(address: string): string[] {
  const [bare = ''] = address.split('%');
  const [head = '', tail] = bare.split('::');
  const before = readSome(head);
  const after = readSome(tail ?? '');
  const left = Array.from({ length: GROUPS - before.length - after.length }, () => '0');
  return [...before, ...left, ...after];
}

function readSome(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16).toString(16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
  });
}

function readIPv4(groups: readonly string[]): string {
  return groups
    .flatMap((group) => {
      const bits = Number.parseInt(group, 16);
      return [bits >> 8, bits & 0xff];
    })
    .join('.');
}
