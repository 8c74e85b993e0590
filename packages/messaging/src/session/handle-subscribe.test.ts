import { expect, test } from 'vitest';
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
