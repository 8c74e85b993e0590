import { describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';

function connect(header: string, heartbeatMs: [number, number] = [10_000, 10_000]) {
  const engine = new TestEngine({ heartbeatMs });
  const client = engine.open();
  client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': header });
  return { engine, client };
}

describe('the server’s heart-beats', () => {
  test('come often enough that the client never waits longer than was agreed', () => {
    const { engine, client } = connect('0,10000');
    for (let period = 1; period <= 5; period += 1) {
      engine.advance(10_000);
      expect(client.transport.heartbeats).toBeGreaterThanOrEqual(period);
    }
    expect(client.transport.heartbeats).toBeLessThan(7);
  });

  test('are not sent where messages go out anyway', () => {
    const { engine, client } = connect('0,10000');
    client.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    for (let second = 0; second < 60; second += 1) {
      engine.advance(1_000);
      client.send('SEND', { destination: '/topic/a' });
    }
    expect(client.transport.heartbeats).toBe(0);
  });

  test('are not sent when the client wants none', () => {
    const { engine, client } = connect('10000,0');
    engine.advance(15_000);
    expect(client.transport.heartbeats).toBe(0);
  });
});

describe('the client’s heart-beats', () => {
  test('may be late, but not by another interval', () => {
    const { engine, client } = connect('10000,0');
    engine.advance(19_900);
    expect(client.transport.closedBy).toBeUndefined();
    engine.advance(200);
    expect(client.last?.headers.code).toBe('heartbeat_timeout');
    expect(client.transport.closedBy?.reconnect).toBe(true);
  });

  test('keep the session, one byte each', () => {
    const { engine, client } = connect('10000,0');
    for (let period = 0; period < 10; period += 1) {
      engine.advance(10_500);
      client.session.receive(Buffer.from('\n'));
    }
    expect(client.transport.closedBy).toBeUndefined();
  });

  test('are not waited for when the client promised none', () => {
    const { engine, client } = connect('0,0');
    engine.advance(3_600_000);
    expect(client.transport.closedBy).toBeUndefined();
  });

  test('are taken at the slower of both sides’ intervals', () => {
    const { engine, client } = connect('30000,0');
    engine.advance(59_000);
    expect(client.transport.closedBy).toBeUndefined();
    engine.advance(1_200);
    expect(client.transport.closedBy).toBeDefined();
  });
});
