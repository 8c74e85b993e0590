import { CALL_BACK_DESTINATION, ERRORS_DESTINATION } from '@carillon/contract';
import type { Line } from '@carillon/buyer';

/** Makes the line to the buyers' endpoint of the server this page came from. Its script is loaded only now. */
export async function openBuyerLine(): Promise<Line> {
  const [{ createClient }, { createRequests }] = await Promise.all([
    import('@carillon/client'),
    import('@carillon/client/requests'),
  ]);
  const url = new URL('/ws/buyer', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createClient({ url: url.href, heartbeatMs: [10_000, 10_000] });
  const answers = { replies: CALL_BACK_DESTINATION, errors: ERRORS_DESTINATION };
  return Object.assign(client, createRequests(client, answers));
}
