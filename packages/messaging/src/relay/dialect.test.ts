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

describe('a destination that says something else to the broker than to whoever authorised it', () => {
  test.each(['/topic/private%2Fplans', '/topic/private%2fplans', '/queue/%73ecret'])(
    'is one with an escape for RabbitMQ: %s',
    (destination) => {
      expect(dialectOf('rabbitmq', '').readsAsWritten(destination)).toBe(false);
    },
  );

  test.each([
    ...['/topic/a,/queue/b', '/topic/a,b', '/topic/queue://b', '/queue/a?consumer.exclusive=true'],
    ...['/topic/ a', '/topic/a '],
  ])('is one of several, with a kind, options or space at its ends for ActiveMQ: "%s"', (destination) => {
    expect(dialectOf('activemq', '').readsAsWritten(destination)).toBe(false);
  });

  test.each(['/topic/shops/7/orders', '/topic/100%', '/topic/a.*', '/topic/half past'])(
    'is not: %s',
    (destination) => {
      for (const name of ['rabbitmq', 'activemq', 'plain'] as const) {
        expect(dialectOf(name, '').readsAsWritten(destination)).toBe(true);
      }
    },
  );
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
