import { describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { sessionRow, subscriptionRow } from './presence-rows.ts';
import { RemoteRegistry } from './remote-registry.ts';

function shared(userName: string | undefined) {
  return { userName, login: 'desk', endpoint: '/ws', transport: 'websocket', connectedAtMs: 1 };
}

function open() {
  const registry = new RemoteRegistry();
  const told: string[] = [];
  registry.onChange(({ type, session }) => told.push(`${session.id} ${type}`));
  return { registry, told };
}

describe('the sessions of other nodes', () => {
  test('are shown by user, by id and by node, with what they subscribed to', () => {
    const { registry } = open();
    registry.change('n1', [
      subscriptionRow('s1', '1', '/topic/a'),
      sessionRow('s1', shared('ann')),
      sessionRow('s2', shared(undefined)),
    ]);
    registry.change('n2', [sessionRow('s3', shared('ann'))]);
    expect([registry.userCount, registry.sessionCount]).toEqual([1, 3]);
    expect([...registry.userNames()]).toEqual(['ann']);
    expect(registry.sessionIdsOf('ann')).toEqual(['s1', 's3']);
    expect(Array.from(registry.sessionsOf('ann'), ({ node }) => node)).toEqual(['n1', 'n2']);
    expect(registry.session('s1')).toMatchObject({
      ...shared('ann'),
      subscriptions: [{ id: '1', destination: '/topic/a' }],
    });
    expect(registry.sessionIdsOf('bob')).toEqual([]);
  });

  test('go one by one, or with their node, and are told of once', () => {
    const { registry, told } = open();
    registry.change('n1', [sessionRow('s1', shared('ann')), sessionRow('s2', shared('bob'))]);
    registry.change('n2', [sessionRow('s3', shared('bob'))]);
    registry.change('n1', [sessionRow('s1', undefined)]);
    registry.change('n1', [sessionRow('s1', undefined)]);
    registry.gone('n1');
    registry.gone('n1');
    expect(told).toEqual(['s1 arrived', 's2 arrived', 's3 arrived', 's1 left', 's2 left']);
    expect([registry.userCount, registry.sessionCount]).toEqual([1, 1]);
  });

  test('that become someone else’s leave and arrive', () => {
    const { registry, told } = open();
    registry.change('n1', [sessionRow('s1', shared('ann'))]);
    registry.change('n1', [sessionRow('s1', shared('bob'))]);
    expect(told).toEqual(['s1 arrived', 's1 left', 's1 arrived']);
    expect([...registry.userNames()]).toEqual(['bob']);
  });

  test('lose subscriptions one by one; rows that cannot be read, or of nobody, are passed over', () => {
    const { registry } = open();
    registry.change('n1', [
      sessionRow('s1', shared('ann')),
      subscriptionRow('s1', '1', '/topic/a'),
      subscriptionRow('s1', '2', '/topic/b'),
      subscriptionRow('stranger', '1', '/topic/a'),
      ['garbage', 'x'],
    ]);
    registry.change('n1', [subscriptionRow('s1', '1', undefined)]);
    expect(registry.session('s1')?.subscriptions).toEqual([{ id: '2', destination: '/topic/b' }]);
    expect(registry.sessionCount).toBe(1);
  });

  test('are told in JSON as those of this node are: by every field of presence, and nothing else', () => {
    const here = new TestEngine();
    const ann = here.connect({ name: 'ann' });
    ann.send('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    const { registry } = open();
    registry.change('n1', [sessionRow('s1', shared('ann')), subscriptionRow('s1', '1', '/topic/a')]);
    const fields = { userName: 'ann', subscriptions: [{ id: '1', destination: '/topic/a' }] };
    expect(json(registry.session('s1'))).toEqual({ id: 's1', node: 'n1', ...shared('ann'), ...fields });
    expect(json(here.directory.session(ann.session.id))).toEqual({
      id: ann.session.id,
      node: null,
      login: null,
      endpoint: ann.session.endpoint,
      transport: ann.session.transport,
      connectedAtMs: expect.any(Number) as number,
      ...fields,
    });
  });
});

/** As whoever asks for it over HTTP reads it. */
function json(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
