import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  freshSession,
  get,
  holdPoll,
  openResponse,
  openStream,
  post,
  xhrSend,
} from '../../testing/sockjs-requests.ts';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import type { Transport } from '../../session/session-parts.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Vanish = (port: number, session: string) => Promise<unknown>;

async function breakStream(port: number, path: string, method: string): Promise<void> {
  const { connection } = await openStream(port, path, method);
  connection.close();
}

/** Every way in which a client can leave a session without a word. */
const WAYS: Record<string, Vanish> = {
  'breaks its xhr-streaming': (port, session) => breakStream(port, `${session}/xhr_streaming`, 'POST'),
  'breaks its eventsource': (port, session) => breakStream(port, `${session}/eventsource`, 'GET'),
  'breaks its htmlfile': (port, session) => breakStream(port, `${session}/htmlfile?c=f`, 'GET'),
  'polls no more by xhr': async (port, session) => {
    await post(port, `${session}/xhr`);
    await xhrSend(port, session, '["never fetched"]');
  },
  'polls no more by jsonp': (port, session) => get(port, `${session}/jsonp?c=f`),
  'breaks a poll that waits': async (port, session) => {
    await post(port, `${session}/xhr`);
    (await holdPoll(port, `${session}/xhr`)).close();
  },
  'breaks a body that it sends': async (port, session) => {
    await post(port, `${session}/xhr`);
    const { connection } = await openResponse(port, `${session}/xhr_send`, { method: 'POST', body: '[' });
    connection.close();
  },
  'is closed, and never asks why': (port, session) => post(port, `${session.replace('/echo', '/close')}/xhr`),
  'breaks its websocket': async (port, session) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${session}/websocket`);
    await new Promise((resolve) => socket.once('message', resolve));
    socket.terminate();
  },
};

test.each(Object.keys(WAYS))('nothing of a session stays in memory when its client %s', async (way) => {
  const transports: WeakRef<Transport>[] = [];
  const { port, engine } = await startSockJsServices({
    onOpen: (transport) => transports.push(new WeakRef(transport)),
  });
  for (let n = 0; n < 5; n += 1) await WAYS[way]?.(port, freshSession());
  expect(transports).toHaveLength(5);
  await vi.waitFor(
    () => {
      // The delay after which a session is given up, then the heart-beats that a wheel would still hold.
      engine.advance(30_000);
      collectGarbage();
      expect(transports.filter((transport) => transport.deref())).toEqual([]);
    },
    { timeout: 15_000 },
  );
});
