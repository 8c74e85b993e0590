import { expect, test } from 'vitest';
import type { Frame } from '@carillon/stomp';
import type { Interceptor } from '../core/interceptor.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import { TestClient, textOf } from '../testing/test-client.ts';

const TOPIC = { destination: '/topic/a' };

function withHeader(frame: Frame, name: string, value: string): Frame {
  return { ...frame, headers: { ...frame.headers, [name]: value } };
}

test('inbound interceptors change what clients send, outbound ones what they get', () => {
  const stampIn: Interceptor = {
    beforeSend: (frame, { user }) =>
      frame.command === 'SEND' ? withHeader(frame, 'from', user.name) : frame,
  };
  const stampOut: Interceptor = {
    beforeSend: (frame, { id }) => (frame.command === 'MESSAGE' ? withHeader(frame, 'for', id) : frame),
  };
  return besideBystander({ inbound: [stampIn], outbound: [stampOut] }, async ({ server }) => {
    const clients = [await TestClient.connect(server.url), await TestClient.connect(server.url)];
    for (const client of clients) await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
    clients[0]?.send('SEND', TOPIC, '面');
    const messages = await Promise.all(clients.map((client) => client.take('MESSAGE')));
    expect(messages.map((message) => textOf(message))).toEqual(['面', '面']);
    expect(messages.map(({ headers }) => headers.from)).toEqual(['anonymous', 'anonymous']);
    expect(new Set(messages.map(({ headers }) => headers.for)).size).toBe(2);
    for (const client of clients) await client.close();
  });
});

test('an interceptor that waits makes its session wait, and no other', () => {
  const answers: (() => void)[] = [];
  const beforeSend: Interceptor['beforeSend'] = (frame) =>
    frame.headers.slow === undefined ? frame : new Promise((resolve) => answers.push(() => resolve(frame)));
  return besideBystander({ inbound: [{ beforeSend }] }, async ({ server, bystander }) => {
    const client = await TestClient.connect(server.url);
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', slow: 'yes' });
    client.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    await expect.poll(() => answers.length).toBe(1);
    await bystander.missesNothing();
    expect(client.inbox.size).toBe(0);
    answers[0]?.();
    expect(textOf(await client.take('MESSAGE'))).toBe('x');
    await client.take('RECEIPT');
    await client.close();
  });
});

test('what interceptors drop is gone, and the conversation goes on', () => {
  const beforeSend: Interceptor['beforeSend'] = (frame) => (frame.headers.spam ? undefined : frame);
  return besideBystander({ inbound: [{ beforeSend }], outbound: [{ beforeSend }] }, async ({ server }) => {
    const client = await TestClient.connect(server.url);
    await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SEND', { ...TOPIC, spam: 'in' }, 'never sent');
    await server.messaging.template.send('/topic/a', 'never received', { spam: 'out' });
    client.send('SEND', TOPIC, 'heard');
    expect(await client.bodies(1)).toEqual(['heard']);
    await client.close();
  });
});
