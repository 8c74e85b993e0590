import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Client, IFrame, IMessage } from '@stomp/stompjs';
import type SockJS from 'sockjs-client';
import { startStompPages } from './stomp-page.ts';
import type { StompPages } from './stomp-page.ts';

/** What the page's scripts make global. */
interface PageScripts {
  SockJS: new (...details: ConstructorParameters<typeof SockJS>) => WebSocket & { transport: string };
  StompJs: { Client: new (config: object) => Client };
}

/** One message of 40 kB, four of which pass the response limit of 128 KiB. */
const BIG_BYTES = 40_000;

let pages: StompPages;

test.beforeAll(async () => {
  pages = await startStompPages();
});
test.afterAll(() => pages.stop());

test.beforeEach(async ({ context }) => {
  await context.addCookies([{ name: 'sid', value: 'ann', url: pages.own }]);
});

/** Talks STOMP over a transport: subscribes, sends small and big messages to itself, and disconnects. */
function talk(page: Page, url: string, transport: string) {
  return page.evaluate(
    async ([address, name, bigBytes]) => {
      const scripts = globalThis as unknown as PageScripts;
      let used = 'websocket';
      const webSocketFactory = (): WebSocket => {
        if (name === 'plain') return new WebSocket(address.replace('http', 'ws'), ['v12.stomp']);
        const socket = new scripts.SockJS(address, null, { transports: [name] });
        socket.addEventListener('open', () => (used = socket.transport));
        return socket;
      };
      const client = new scripts.StompJs.Client({ webSocketFactory, reconnectDelay: 0 });
      const bodies: string[] = [];
      const connected = await new Promise<IFrame>((resolve, reject) => {
        client.onConnect = resolve;
        client.onWebSocketClose = (event: CloseEvent) =>
          reject(new Error(`closed ${event.code} ${event.reason}`));
        client.activate();
      });
      const sent = [
        '你好 \u2028',
        ...Array.from({ length: 8 }, (_, n) => `${n}${'x'.repeat(bigBytes)}`),
        'end',
      ];
      await new Promise<void>((resolve) => {
        const destination = `/topic/${name}`;
        client.subscribe(destination, (message: IMessage) => {
          bodies.push(message.body);
          if (bodies.length === sent.length) resolve();
        });
        for (const body of sent) client.publish({ destination, body });
      });
      client.onWebSocketClose = () => undefined;
      await client.deactivate();
      return { user: connected.headers['user-name'], used, inOrder: bodies.join() === sent.join() };
    },
    [url, transport, BIG_BYTES] as const,
  );
}

for (const transport of [
  'websocket',
  'xhr-streaming',
  'iframe-eventsource',
  'iframe-htmlfile',
  'xhr-polling',
  'iframe-xhr-polling',
  'jsonp-polling',
]) {
  test(`stompjs over sockjs-client talks by ${transport}, from another origin`, async ({ page }) => {
    await page.goto(pages.allowed);
    const result = await talk(page, `${pages.own}/ws`, transport);
    expect(result).toEqual({ user: 'ann', used: transport, inOrder: true });
    await expect.poll(() => pages.messaging.statistics().sessions).toBe(0);
  });
}

// By itself, eventsource sends no cookies to another origin: there sockjs-client goes on to iframe-eventsource.
for (const transport of ['eventsource', 'htmlfile', 'xhr-streaming', 'jsonp-polling']) {
  test(`stompjs over sockjs-client talks by ${transport}, from the server’s own pages`, async ({ page }) => {
    await page.goto(pages.own);
    const result = await talk(page, `${pages.own}/ws`, transport);
    expect(result).toEqual({ user: 'ann', used: transport, inOrder: true });
  });
}

for (const path of ['/ws', '/ws/websocket']) {
  test(`stompjs talks by a plain WebSocket at ${path}`, async ({ page }) => {
    await page.goto(pages.allowed);
    const result = await talk(page, `${pages.own}${path}`, 'plain');
    expect(result).toEqual({ user: 'ann', used: 'websocket', inOrder: true });
  });
}

for (const transport of ['plain', 'websocket', 'xhr-streaming', 'iframe-xhr-polling', 'jsonp-polling']) {
  test(`a page of an origin that is not allowed does not connect by ${transport}`, async ({ page }) => {
    await page.goto(pages.foreign);
    await expect(talk(page, `${pages.own}/ws`, transport)).rejects.toThrow(/closed/);
    expect(pages.messaging.statistics().sessions).toBe(0);
  });
}

for (const transport of ['websocket', 'xhr-streaming', 'xhr-polling', 'jsonp-polling']) {
  test(`a page that is left takes its ${transport} session along`, async ({ page }) => {
    await page.goto(pages.allowed);
    await page.evaluate(
      ([url, name]) =>
        new Promise<void>((resolve) => {
          const scripts = globalThis as unknown as PageScripts;
          const socket = new scripts.SockJS(url, null, { transports: [name] });
          socket.addEventListener('open', () => resolve());
        }),
      [`${pages.own}/ws`, transport] as const,
    );
    expect(pages.messaging.statistics().sessions).toBe(1);
    await page.goto('about:blank');
    await expect.poll(() => pages.messaging.statistics().sessions, { timeout: 5_000 }).toBe(0);
  });
}
