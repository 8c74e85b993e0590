import { describe, expect, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { ANONYMOUS } from '../core/principal.ts';
import { TestEngine } from '../testing/test-session.ts';

const ANN = { name: 'ann', session: 'a1' };

function setUp(maxSessionsPerUser = 100) {
  const engine = new TestEngine({ limits: { maxSessionsPerUser } });
  const { directory } = engine;
  return { engine, directory, counts: () => [directory.userCount, directory.sessionCount] };
}

describe('the directory', () => {
  test('counts users and sessions from CONNECTED to their end', () => {
    const { engine, counts } = setUp();
    const opened = engine.open(ANN);
    expect(counts()).toEqual([0, 0]);
    const [desk, bob] = [engine.connect(ANN), engine.connect({ name: 'bob' })];
    expect(counts()).toEqual([2, 2]);
    opened.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    expect(counts()).toEqual([2, 3]);
    desk.session.end();
    expect(counts()).toEqual([2, 2]);
    opened.session.end();
    bob.session.end();
    expect(counts()).toEqual([0, 0]);
  });

  test('gives lists that stay as they were while sessions come and go', () => {
    const { engine, directory } = setUp();
    const [phone, desk] = [engine.connect(ANN), engine.connect(ANN)];
    const ids = directory.sessionIdsOf('ann');
    for (const session of directory.find({ name: 'ann' })) phone.session.parts.directory.leave(session, ANN);
    expect(ids).toEqual([phone.session.id, desk.session.id]);
    expect(directory.sessionIdsOf('ann')).toEqual([]);
  });

  test('finds sessions by user, by login and by id, connected or not', () => {
    const { engine, directory } = setUp();
    const [phone, desk] = [engine.open(ANN), engine.connect({ name: 'ann', session: 'a2' })];
    expect(directory.find({ name: 'ann' })).toEqual([phone.session, desk.session]);
    expect(directory.find({ session: 'a1' })).toEqual([phone.session]);
    expect(directory.find({ sessionId: desk.session.id })).toEqual([desk.session]);
    expect(directory.find({ sessionId: 'none' })).toEqual([]);
    expect(directory.session(phone.session.id)).toBeUndefined();
    expect(directory.session(desk.session.id)?.userName).toBe('ann');
  });

  test('lets a user have so many sessions, and strangers any number', () => {
    const { engine, directory } = setUp(1);
    const first = engine.connect(ANN);
    expect(() => engine.open(ANN)).toThrow(expect.objectContaining({ code: 'too_many_sessions' }));
    first.session.end();
    engine.connect(ANN);
    for (let n = 0; n < 3; n += 1) engine.connect(ANONYMOUS);
    expect(directory.find({ name: ANONYMOUS.name })).toHaveLength(3);
    expect([...directory.sessions()].map(({ userName }) => userName)).toEqual([
      'ann',
      undefined,
      undefined,
      undefined,
    ]);
    expect([...directory.userNames()]).toEqual(['ann']);
  });

  test('forgets whom it knew by a handshake when CONNECT names somebody else', () => {
    const engine = new TestEngine({ authenticateConnect: ({ login }) => ({ name: login ?? '' }) });
    const { directory } = engine;
    const { session } = engine.open(ANN);
    expect(directory.find({ session: 'a1' })).toEqual([session]);
    const connecting = engine.open(ANN);
    connecting.send('CONNECT', { 'accept-version': '1.2', host: 'test', login: 'bob' });
    expect([...directory.userNames()]).toEqual(['bob']);
    expect(directory.find({ name: 'ann' })).toEqual([session]);
  });

  test('does not call online whom a listener sends away as it comes', () => {
    const { engine, directory } = setUp();
    const told: string[] = [];
    directory.onChange(({ type }) => told.push(type));
    engine.parts.events.emitter.on('connect', (session) => session.disconnect(DISCONNECT_REASONS.forbidden));
    engine.connect(ANN);
    expect(told).not.toContain('arrived');
    expect([...directory.userNames()]).toEqual([]);
  });

  test('tells everybody of coming and going in the same order, also of what a listener did', () => {
    const { engine, directory } = setUp();
    const told: string[] = [];
    directory.onChange(({ type, session: { id } }) => {
      if (type !== 'arrived') return;
      for (const session of directory.find({ sessionId: id }))
        session.disconnect(DISCONNECT_REASONS.forbidden);
    });
    directory.onChange(({ type }) => told.push(type));
    engine.connect(ANN);
    expect(told).toEqual(['arrived', 'left']);
  });
});
