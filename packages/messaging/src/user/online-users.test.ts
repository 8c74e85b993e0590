import { describe, expect, test } from 'vitest';
import { ANONYMOUS } from '../core/principal.ts';
import { TestEngine } from '../testing/test-session.ts';
import { followOnlineUsers } from './online-users.ts';

const ANN = { name: 'ann' };

function follow(offlineGraceMs: number) {
  const engine = new TestEngine();
  const told: string[] = [];
  engine.parts.events.emitter.on('userOnline', (name) => told.push(`+${name}`));
  engine.parts.events.emitter.on('userOffline', (name) => told.push(`-${name}`));
  const stop = followOnlineUsers(engine.directory, engine.parts, offlineGraceMs);
  return { engine, told, stop };
}

describe('a user', () => {
  test('comes online with the first session and goes offline with the last', () => {
    const { engine, told } = follow(0);
    const [phone, desk] = [engine.connect(ANN), engine.connect(ANN)];
    expect(told).toEqual(['+ann']);
    phone.send('DISCONNECT');
    expect(told).toEqual(['+ann']);
    desk.session.end();
    expect(told).toEqual(['+ann', '-ann']);
  });

  test('who comes back within the grace was never away', () => {
    const { engine, told } = follow(2_000);
    for (let reload = 0; reload < 3; reload += 1) {
      engine.connect(ANN).session.end();
      engine.advance(1_500);
    }
    expect(told).toEqual(['+ann']);
    engine.advance(600);
    expect(told).toEqual(['+ann', '-ann']);
    engine.connect(ANN);
    expect(told).toEqual(['+ann', '-ann', '+ann']);
  });

  test('whose sessions are not connected yet is not online', () => {
    const { engine, told } = follow(0);
    engine.open(ANN).session.end();
    expect(told).toEqual([]);
  });

  test('whom nobody asked about is nobody', () => {
    const { engine, told } = follow(0);
    engine.connect(ANONYMOUS).session.end();
    expect(told).toEqual([]);
  });

  test('who was there before it began is told of only when leaving', () => {
    const engine = new TestEngine();
    const ann = engine.connect(ANN);
    const told: string[] = [];
    engine.parts.events.emitter.on('userOnline', (name) => told.push(`+${name}`));
    engine.parts.events.emitter.on('userOffline', (name) => told.push(`-${name}`));
    followOnlineUsers(engine.directory, engine.parts, 0);
    engine.connect(ANN).session.end();
    ann.session.end();
    expect(told).toEqual(['-ann']);
  });
});

test('nobody is told of once it is stopped', () => {
  const { engine, told, stop } = follow(1_000);
  const ann = engine.connect(ANN);
  ann.session.end();
  stop();
  engine.connect({ name: 'bob' });
  engine.advance(2_000);
  expect(told).toEqual(['+ann']);
});
