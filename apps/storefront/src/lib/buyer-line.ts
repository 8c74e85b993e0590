import type { Line } from './realtime.ts';

/** Makes the line to the buyers' endpoint of the server this page came from. Its script is loaded only now. */
export async function openBuyerLine(): Promise<Line> {
  const { createClient } = await import('@carillon/client');
  const url = new URL('/ws/buyer', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createClient({ url: url.href, heartbeatMs: [10_000, 10_000] });
}
