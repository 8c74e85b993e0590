import { describe, expect, test } from 'vitest';
import { dialectOf } from './dialect.ts';

describe('for RabbitMQ', () => {
  const dialect = dialectOf('detect', 'RabbitMQ/3.10.8');

  test.each([
    ['/topic/orders', '/topic/orders'],
    ['/topic/orders.*', '/topic/orders.*'],
    ['/topic/shops/7/orders', '/topic/shops%2F7%2Forders'],
    ['/queue/a/b', '/queue/a%2Fb'],
    ['/amq/queue/a/b', '/amq/queue/a%2Fb'],
    ['/exchange/amq.topic/a/b', '/exchange/amq.topic/a%2Fb'],
    ['/exchange/amq.fanout', '/exchange/amq.fanout'],
    ['/topic/already%2Fescaped', '/topic/already%2Fescaped'],
    ['/else/a/b', '/else/a/b'],
  ])('writes %s as %s', (destination, written) => {
    expect(dialect.toBroker(destination)).toBe(written);
  });

  test('names a destination as clients write it', () => {
    expect(dialect.toClient('/topic/shops%2F7%2Forders')).toBe('/topic/shops/7/orders');
  });

  test.each([
    ['/queue/chat-user7', '/exchange/amq.direct/chat-user7'],
    ['/topic/chat/room-user7', '/exchange/amq.direct/chat%2Froom-user7'],
    ['/exchange/amq.direct/chat-user7', '/exchange/amq.direct/chat-user7'],
  ])('publishes what is for one session only, %s, to %s', (destination, written) => {
    expect(dialect.toTransient(destination)).toBe(written);
  });
});

describe('an ERROR of RabbitMQ', () => {
  const { isHarmless } = dialectOf('rabbitmq', '');
  const error = (message: string, body: string) => ({
    command: 'ERROR',
    headers: { message },
    body: Buffer.from(body),
  });

  test('about a message that came after its subscription ended is harmless', () => {
    const body = "There is no current subscription with tag 'T_1'.";
    expect(isHarmless(error('Subscription not found', body))).toBe(true);
  });

  test.each([
    ['Subscription not found', "Message with id 'T_1@@session@@1' has no subscription"],
    ['access_refused', "There is no current subscription with tag 'T_1'."],
  ])('that says "%s" is not: %s', (message, body) => {
    expect(isHarmless(error(message, body))).toBe(false);
  });
});

describe('for ActiveMQ', () => {
  const dialect = dialectOf('detect', 'ActiveMQ/5.17.2');

  test('leaves destinations as they are', () => {
    expect(dialect.toBroker('/topic/shops/7/orders')).toBe('/topic/shops/7/orders');
    expect(dialect.toClient('/topic/a%2Fb')).toBe('/topic/a%2Fb');
  });

  test('makes a topic of a queue that is for one session only', () => {
    expect(dialect.toTransient('/queue/chat-user7')).toBe('/topic/chat-user7');
    expect(dialect.toTransient('/else/chat-user7')).toBe('/else/chat-user7');
  });
});

test('leaves everything as it is for a broker that nobody knows', () => {
  const dialect = dialectOf('detect', 'apache-apollo/1.7.1');
  expect(dialect.toBroker('/queue/a/b')).toBe('/queue/a/b');
  expect(dialect.toTransient('/queue/a-user7')).toBe('/queue/a-user7');
});

test('takes the word of the operator for the kind of broker', () => {
  expect(dialectOf('plain', 'RabbitMQ/3.10.8').toBroker('/queue/a/b')).toBe('/queue/a/b');
  expect(dialectOf('rabbitmq', '').toBroker('/queue/a/b')).toBe('/queue/a%2Fb');
});
