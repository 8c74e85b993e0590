import { expect, test, vi } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { JoinedChannels } from './joined-channels.ts';
import { subscribeJoined } from './subscribe-joined.ts';

test('a channel that could not be joined is left again, and the subscription refused', async () => {
  const engine = new TestEngine();
  const leave = vi.fn();
  const book = new JoinedChannels({ join: () => Promise.reject(new Error('the bus is broken')), leave });
  const { session } = engine.connect();
  const request = {
    destination: '/topic/a',
    id: '1',
    session,
    ackMode: 'auto',
    after: undefined,
    headers: {},
  } as const;
  const subscribed = subscribeJoined(engine.parts.broker, request, { book, channel: 't/topic/a' });
  await expect(subscribed).rejects.toThrow('the bus is broken');
  expect(leave).toHaveBeenCalledExactlyOnceWith('t/topic/a');
});
