import { expect, test, vi } from 'vitest';
import type { Subscription } from '../core/broker.ts';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { TestEngine } from '../testing/test-session.ts';

test('a session that ends while its SUBSCRIBE is being authorised subscribes to nothing', async () => {
  const answer = Promise.withResolvers<boolean>();
  const engine = new TestEngine({ authorize: () => answer.promise });
  const asked: string[] = [];
  const { broker } = engine.parts;
  const subscribe = broker.subscribe.bind(broker);
  broker.subscribe = (request) => {
    asked.push(request.destination);
    return subscribe(request);
  };
  const client = engine.connect();
  client.send('SUBSCRIBE', { id: '1', destination: '/topic/*' });
  client.session.disconnect(DISCONNECT_REASONS.loggedOut);
  answer.resolve(true);
  await new Promise(setImmediate);
  expect(asked).toEqual([]);
});

test('tells of a subscription once it gets messages, after its RECEIPT', () => {
  const engine = new TestEngine();
  engine.parts.events.emitter.on(
    'subscribe',
    (_session, { destination }) =>
      void engine.parts.broker.send({ destination, headers: { destination }, body: Buffer.from('state') }),
  );
  const client = engine.connect();
  client.send('SUBSCRIBE', { id: '1', destination: '/topic/a', receipt: 'r' });
  expect(client.commands).toEqual(['RECEIPT', 'MESSAGE']);
});

test('a subscription that a broker grants too late is ended at once, and never begins', async () => {
  const engine = new TestEngine();
  const granted = Promise.withResolvers<Subscription>();
  vi.spyOn(engine.parts.broker, 'subscribe').mockReturnValue(granted.promise);
  const client = engine.connect();
  client.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
  engine.advance(10_100);
  await expect.poll(() => client.last?.headers.code).toBe('answer_timeout');
  const subscription = { receiptHeaders: {}, start: vi.fn(), cancel: vi.fn() };
  granted.resolve(subscription);
  await expect.poll(() => subscription.cancel).toHaveBeenCalledTimes(1);
  expect(subscription.start).not.toHaveBeenCalled();
});
