import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { forwardTo } from '../core/broker.ts';
import type { BrokerFactory } from '../core/broker.ts';
import { createMessaging } from '../server/create-messaging.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { memoryHub } from './memory-hub.ts';

describe('a cluster', () => {
  test('refuses shared queues when the engine is made', () => {
    const broker = simpleBroker({ queueSemantics: 'shared' });
    expect(() => createMessaging({ broker, cluster: memoryHub().bus })).toThrow(/queueSemantics 'spring'/);
  });

  test('carries nothing for a broker that all nodes share, and still finds users', async () => {
    const sent = vi.fn();
    const broker: BrokerFactory = (parts) => {
      const inner = simpleBroker()(parts);
      return {
        ...forwardTo(inner),
        inCluster: 'shared',
        send(message) {
          sent(message.destination, message.onlyFor);
          return inner.send(message);
        },
      };
    };
    const hub = memoryHub();
    const [first, second] = [
      await startServer({ broker, cluster: hub.bus }),
      await startServer({ broker, cluster: hub.bus }, { authenticate: () => ({ name: 'ann' }) }),
    ];
    onTestFinished(async () => {
      await first.stop();
      await second.stop();
    });
    const client = await TestClient.connect(second.url);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await client.ask('SUBSCRIBE', { id: '2', destination: '/user/queue/a' });
    await first.messaging.template.send('/topic/a', 'once');
    await first.messaging.template.sendToUser('ann', '/queue/a', 'hello');
    expect(await client.bodies(1)).toEqual(['hello']);
    const id = [...second.messaging.users.sessions()][0]?.id ?? '';
    expect(sent.mock.calls).toEqual([
      ['/topic/a', undefined],
      [`/queue/a-user${id}`, id],
    ]);
  });

  test('counts nobody as offline who is on another node', async () => {
    const hub = memoryHub();
    const authenticate = () => ({ name: 'ann' });
    const [first, second] = [
      await startServer({ cluster: hub.bus }),
      await startServer({ cluster: hub.bus }, { authenticate }),
    ];
    onTestFinished(async () => {
      await first.stop();
      await second.stop();
    });
    await TestClient.connect(second.url);
    await first.messaging.template.sendToUser('ann', '/queue/a', 'hello');
    expect(first.messaging.statistics().drops).toEqual({});
    await first.messaging.template.sendToUser('bob', '/queue/a', 'hello');
    expect(first.messaging.statistics().drops).toEqual({ user_offline: 1 });
  });

  // Once the cluster listened to the events that are the application's own.
  test('shows subscriptions to other nodes whatever the application does with the events', async () => {
    const hub = memoryHub();
    const [first, second] = [
      await startServer({ cluster: hub.bus }),
      await startServer({ cluster: hub.bus }),
    ];
    onTestFinished(async () => {
      await first.stop();
      await second.stop();
    });
    first.messaging.events.removeAllListeners();
    expect(first.messaging.events.listenerCount('subscribe')).toBe(0);
    const client = await TestClient.connect(first.url);
    const seen = () => second.messaging.users.findSubscriptions('/topic/**').map(({ id }) => id);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await client.ask('SUBSCRIBE', { id: '2', destination: '/topic/b' });
    expect(seen()).toEqual(['1', '2']);
    await client.ask('UNSUBSCRIBE', { id: '1' });
    expect(seen()).toEqual(['2']);
  });
});
