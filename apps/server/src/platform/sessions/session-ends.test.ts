import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import type { Database } from '../database.ts';
import { createLogger } from '../logging.ts';
import type { SessionEnd } from './session-end.ts';
import { createSessionEnds } from './session-ends.ts';
import type { SessionEnds } from './session-ends.ts';

const logger = createLogger({ level: 'silent' });

describe.each(testDatabases())('the ends of sessions, on %s', (_name, open) => {
  let database: Database;
  let nodes: SessionEnds[];

  beforeAll(async () => {
    database = await open();
  });

  afterEach(async () => {
    await Promise.all(nodes.map(async (node) => node.close()));
  });

  /** Starts a node, and keeps what it is told. */
  function startNode(over: Database, acrossNodes = true) {
    const node = createSessionEnds({ database: over, logger, acrossNodes });
    const told: SessionEnd[] = [];
    node.onEnd((end) => told.push(end));
    nodes.push(node);
    return { node, told };
  }

  test('are told on every node within a second, where they happen at once', async () => {
    nodes = [];
    const [here, there] = [startNode(database), startNode(database)];
    const ends: SessionEnd[] = [
      { session: 'a'.repeat(64), reason: 'logged_out' },
      { staffId: 7, reason: 'role_changed' },
    ];
    const [first, second] = ends;
    if (first === undefined || second === undefined) throw new TypeError('There are two.');
    // The other listens from when it says so; what was told before that, it need not hear.
    await vi.waitFor(async () => {
      await here.node.tell(second);
      expect(there.told).toContainEqual(second);
    });
    await here.node.tell(first);
    expect(here.told).toContainEqual(first);
    await vi.waitFor(() => expect(there.told).toContainEqual(first), 1_000);
  });

  test('stay on their node where something else carries them', async () => {
    nodes = [];
    const [here, there] = [startNode(database, false), startNode(database)];
    const first: SessionEnd = { staffId: 8, reason: 'account_disabled' };
    await here.node.tell(first);
    expect(here.told).toEqual([first]);
    const last: SessionEnd = { staffId: 9, reason: 'password_changed' };
    await there.node.tell(last);
    expect(there.told).toContainEqual(last);
    expect(there.told).not.toContainEqual(first);
  });

  test('are told here also when the database cannot be reached, which is no failure of what ended them', async () => {
    nodes = [];
    const gone: Database = {
      ...database,
      get db(): never {
        throw new Error('away');
      },
      listen: () => Promise.reject(new Error('away')),
    };
    const { node, told } = startNode(gone);
    await node.tell({ staffId: 8, reason: 'account_disabled' });
    expect(told).toHaveLength(1);
  });
});
