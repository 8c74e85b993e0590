import { describe, expect, test, vi } from 'vitest';
import type { Frame } from '@carillon/stomp';
import type { Interceptor } from '../core/interceptor.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';

const TOPIC = { destination: '/topic/a' };

function connect(outbound: Interceptor[], count = 1) {
  const engine = new TestEngine({ outbound });
  return Array.from({ length: count }, (_, index) => {
    const client = engine.connect({ name: `user ${index}` });
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    return client;
  });
}

describe('outbound interceptors', () => {
  test('see every frame to a client, with its session', () => {
    const seen: string[] = [];
    const [client] = connect([
      {
        beforeSend(frame, session) {
          seen.push(`${frame.command} ${session.user.name}`);
          return frame;
        },
      },
    ]);
    client?.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    client?.send('NONSENSE');
    expect(seen).toEqual(['CONNECTED user 0', 'MESSAGE user 0', 'RECEIPT user 0', 'ERROR user 0']);
    expect(client?.commands).toEqual(['MESSAGE', 'RECEIPT', 'ERROR']);
  });

  test('may change a frame for one session and drop it for another', () => {
    const [ann, bob, eve] = connect(
      [
        {
          beforeSend(frame, { user }) {
            if (frame.command !== 'MESSAGE' || user.name === 'user 0') return frame;
            return user.name === 'user 1' ? { ...frame, body: Buffer.from('for bob 面') } : undefined;
          },
        },
      ],
      3,
    );
    ann?.send('SEND', TOPIC, 'for all');
    expect(ann?.transport.frames.map(textOf)).toEqual(['for all']);
    expect(bob?.transport.frames.map(textOf)).toEqual(['for bob 面']);
    expect(eve?.commands).toEqual([]);
  });

  test('get a frame that goes to many decoded once, and let it go out as the same bytes', () => {
    const frames = new Set<Frame>();
    const clients = connect(
      [
        {
          beforeSend(frame) {
            if (frame.command === 'MESSAGE') frames.add(frame);
            return frame;
          },
        },
      ],
      3,
    );
    const sent = clients.map(({ transport }) => vi.spyOn(transport, 'send'));
    clients[0]?.send('SEND', TOPIC, 'x');
    expect(frames.size).toBe(1);
    expect(new Set(sent.map(({ mock }) => mock.calls[0]?.[0])).size).toBe(1);
  });

  test('are told how it ended, in the reverse of their order', () => {
    const log: string[] = [];
    const recorder = (name: string): Interceptor => ({
      afterSend: ({ command }) => void log.push(`${name} after ${command}`),
      afterCompletion: ({ command }, _session, error) =>
        void log.push(`${name} complete ${command} ${String(error)}`),
    });
    const [client] = connect([recorder('first'), recorder('second')]);
    log.length = 0;
    client?.send('SEND', TOPIC, 'x');
    expect(log).toEqual([
      'first after MESSAGE',
      'second after MESSAGE',
      'second complete MESSAGE undefined',
      'first complete MESSAGE undefined',
    ]);
  });

  test.each([
    ['answer by a promise', () => Promise.reject(new Error('later'))],
    [
      'throw',
      () => {
        throw new Error('no');
      },
    ],
  ])('that %s keep that frame back, and nothing else', (_what, beforeSend: () => Promise<never>) => {
    const errors: unknown[] = [];
    const [client, other] = connect(
      [
        {
          afterCompletion(_frame, _session, error) {
            if (error) errors.push(error);
          },
        },
        {
          beforeSend: (frame, { user }) =>
            frame.command === 'MESSAGE' && user.name === 'user 0' ? beforeSend() : frame,
        },
      ],
      2,
    );
    client?.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    expect(client?.commands).toEqual(['RECEIPT']);
    expect(other?.commands).toEqual(['MESSAGE']);
    expect(errors).toHaveLength(1);
  });

  test('do not stand in the way of heart-beats', () => {
    const engine = new TestEngine({ heartbeatMs: [10_000, 0], outbound: [{ beforeSend: () => undefined }] });
    const client = engine.open();
    client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '0,10000' });
    engine.advance(10_000);
    expect([client.commands, client.transport.heartbeats]).toEqual([[], 1]);
  });

  test('leave what waits for a slow client as it is', () => {
    const [client] = connect([{}]);
    const relieved = vi.fn();
    if (client) client.transport.congested = true;
    expect(client?.session.outlet.congested).toBe(true);
    client?.session.outlet.onceRelieved(relieved);
    client?.transport.relieve();
    expect(relieved).toHaveBeenCalledOnce();
  });
});
