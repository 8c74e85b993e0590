import http from 'node:http';
import { once } from 'node:events';
import type { SignedNotification } from './stand-in-wechat.ts';

/** How long WeChat waited for an answer. */
export interface Wait {
  readonly ms: number;
  /** When it had begun, since the first notification left. */
  readonly fromMs: number;
}

export interface Answers {
  readonly waits: readonly Wait[];
  /** By their status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** When each trade's notification left, in milliseconds of `Date.now`. */
  readonly sentAt: ReadonlyMap<string, number>;
  readonly seconds: number;
}

export interface Pace {
  /** So many at a time, each as soon as one is answered; */
  readonly concurrent: number;
  /** but not more a second than this. */
  readonly perSecond?: number;
}

/** Posts notifications as WeChat does, over connections that stay open. */
export async function postNotifications(
  url: string,
  notifications: readonly SignedNotification[],
  { concurrent, perSecond = Infinity }: Pace,
): Promise<Answers> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrent });
  const waits: Wait[] = [];
  const statuses: Record<string, number> = {};
  const sentAt = new Map<string, number>();
  const startedAt = performance.now();
  let next = 0;

  async function postSome(): Promise<void> {
    for (let at = next++; at < notifications.length; at = next++) {
      const notification = notifications[at];
      if (!notification) return;
      const waitMs = startedAt + (at * 1000) / perSecond - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      sentAt.set(notification.outTradeNo, Date.now());
      const from = performance.now();
      const status = await post(`${url}/api/wechat/pay/notify`, notification, agent);
      waits.push({ ms: performance.now() - from, fromMs: from - startedAt });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }
  await Promise.all(Array.from({ length: concurrent }, postSome));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { waits, statuses, sentAt, seconds };
}

async function post(url: string, { headers, body }: SignedNotification, agent: http.Agent): Promise<number> {
  const request = http.request(url, { method: 'POST', headers, agent });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}
