import type { IncomingMessage } from 'node:http';

/** Says for each step away from us, 0 being whoever is connected, whether what it forwards is believed. */
export function trustProxies(count: number): false | ((address: string, step: number) => boolean) {
  return count > 0 && ((_address, step) => step < count);
}

/**
 * The address of the client, seen through as many proxies as are trusted. Each proxy appends the address that it
 * sees to `X-Forwarded-For`, so that the list is read from its end: what stands further left, the client may have
 * written itself.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const steps = [
    socket.remoteAddress ?? '',
    ...forwarded
      .map((address) => address.trim())
      .filter(Boolean)
      .reverse(),
  ];
  return steps[Math.min(trustedProxies, steps.length - 1)] ?? '';
}
