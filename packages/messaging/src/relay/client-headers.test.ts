import { describe, expect, test } from 'vitest';
import { clientHeaders } from './client-headers.ts';

const serves = (destination: string): boolean => destination.startsWith('/topic/');

describe('of a SUBSCRIBE', () => {
  const { ofSubscribe } = clientHeaders(['x-priority'], serves);

  test.each(['selector', 'prefetch-count', 'activemq.prefetchSize'])('%s goes along', (name) => {
    expect(ofSubscribe(name, '1')).toBe(true);
  });

  test('what the application opened goes along', () => {
    expect(ofSubscribe('x-priority', '1')).toBe(true);
  });

  test.each(['x-queue-name', 'durable', 'auto-delete', 'activemq.subscriptionName', 'anything-else'])(
    '%s does not',
    (name) => {
      expect(ofSubscribe(name, '1')).toBe(false);
    },
  );
});

describe('of a SEND', () => {
  const { ofSend } = clientHeaders(['auto-delete'], serves);

  test.each([
    'persistent',
    'priority',
    'correlation-id',
    'content-type',
    'x-own',
    'x-maximum',
    'auto-delete',
  ])('%s goes along', (name) => {
    expect(ofSend(name, '1')).toBe(true);
  });

  test.each([
    ...['durable', 'exclusive', 'x-queue-name', 'x-queue-type', 'x-dead-letter-exchange', 'x-expires', 'BCC'],
    ...['x-message-ttl', 'x-max-length', 'AMQ_SCHEDULED_DELAY', 'AMQ_SCHEDULER_ACTION', 'transformation'],
  ])('%s does not: it is an order to the broker', (name) => {
    expect(ofSend(name, '1')).toBe(false);
  });

  test('reply-to goes along when the relay serves what it names', () => {
    expect(ofSend('reply-to', '/topic/answers')).toBe(true);
    expect(ofSend('reply-to', '/temp-queue/answers')).toBe(false);
  });
});
