import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startFakeBroker } from '../testing/fake-broker.ts';
import { connect, startRelay, startRelayTo } from '../testing/relay-under-test.ts';
import { textOf } from '../testing/test-client.ts';

describe('a message of the application', () => {
  test('is sent when the broker has sent its RECEIPT', async () => {
    const { server, system } = await startRelay();
    const settled = vi.fn();
    const sending = server.messaging.template.send('/topic/a', 'tea').then(settled);
    const { headers } = await system.take('SEND');
    expect(headers.destination).toBe('/topic/a');
    expect(settled).not.toHaveBeenCalled();
    system.send('RECEIPT', { 'receipt-id': headers.receipt ?? '' });
    await sending;
  });

  test('keeps its place among others, also during the first attempt to reach the broker', async () => {
    const broker = await startFakeBroker();
    onTestFinished(() => broker.stop());
    const server = await startRelayTo([broker.port]);
    const { template, events } = server.messaging;
    const sends = ['1', '2'].map((body) => template.send('/topic/a', body));
    events.once('brokerAvailability', () => sends.push(template.send('/topic/a', '3')));
    const system = await broker.connection();
    await system.accept();
    const bodies: string[] = [];
    for (let n = 0; n < 3; n += 1) bodies.push(textOf(await system.confirm('SEND')));
    expect(bodies).toEqual(['1', '2', '3']);
    await Promise.all(sends);
  });

  test('is refused with a code while the broker is away', async () => {
    const { server, broker, system } = await startRelay();
    const gone = once(server.messaging.events, 'brokerAvailability');
    await broker.stop();
    system.socket.destroy();
    expect(await gone).toEqual([false]);
    const sending = server.messaging.template.send('/topic/a', 'tea');
    await expect(sending).rejects.toMatchObject({ code: 'broker_unavailable' });
  });

  test('is not counted as sent when the broker is lost before its RECEIPT', async () => {
    const { server, system } = await startRelay();
    const sending = server.messaging.template.send('/topic/a', 'tea');
    await system.take('SEND');
    system.socket.destroy();
    await expect(sending).rejects.toMatchObject({ code: 'broker_unavailable' });
  });

  // It took the connection of all down until the back-off was over, and no client was let in meanwhile.
  test('that the broker refuses is refused alone, and nobody is told that the broker is away', async () => {
    const relay = await startRelay({ reconnect: { minMs: 60_000, maxMs: 60_000 } });
    const { server, broker, system } = relay;
    const { template, events } = server.messaging;
    const told = vi.fn();
    events.on('brokerAvailability', told);
    const [refused, beside] = [template.send('/topic/a', '1'), template.send('/topic/b', '2')];
    const { headers } = await system.take('SEND');
    system.send('ERROR', { message: 'Bad argument', 'receipt-id': headers.receipt ?? '' });
    await expect(refused).rejects.toMatchObject({ code: 'broker_refused' });
    await expect(beside).rejects.toMatchObject({ code: 'broker_unavailable' });
    const next = await broker.connection();
    const sending = template.send('/topic/b', '3');
    await next.accept();
    expect(textOf(await next.confirm('SEND'))).toBe('3');
    await sending;
    await connect(relay);
    expect(told).not.toHaveBeenCalled();
  });

  test('needs a name behind the prefix', async () => {
    const { server } = await startRelay();
    const sending = async (): Promise<void> => server.messaging.template.send('/topic/', 'x');
    await expect(sending()).rejects.toMatchObject({ code: 'unknown_destination' });
  });

  test('is refused when too many wait for their RECEIPT', async () => {
    const { server } = await startRelay({ maxPendingReceipts: 2 });
    const { template } = server.messaging;
    const waiting = [template.send('/topic/a', '1'), template.send('/topic/a', '2')];
    await expect(template.send('/topic/a', '3')).rejects.toMatchObject({ code: 'broker_unavailable' });
    const stopped = server.stop();
    for (const one of waiting) await expect(one).rejects.toThrow();
    await stopped;
  });
});
