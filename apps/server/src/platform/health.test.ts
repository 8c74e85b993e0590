import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import type { Database } from './database.ts';
import { registerHealth } from './health.ts';

describe.each(testDatabases())('health on %s', (_name, open) => {
  let database: Database;
  let app: FastifyInstance;
  let draining = false;
  beforeAll(async () => {
    database = await open();
    app = Fastify();
    registerHealth(app, { database, isDraining: () => draining });
  }, 60_000);

  async function ask(url: string) {
    const reply = await app.inject(url);
    return [reply.statusCode, reply.json<{ status: string }>().status];
  }

  it('is ready while the database answers', async () => {
    expect(await ask('/readyz')).toEqual([200, 'ready']);
    expect(await ask('/healthz')).toEqual([200, 'ok']);
  });

  it('says how the link to the other nodes is, and is ready without it', async () => {
    const node = Fastify();
    let state: 'joined' | 'degraded' = 'joined';
    registerHealth(node, { database, isDraining: () => false, clusterState: () => state });
    expect((await node.inject('/readyz')).json()).toEqual({ status: 'ready', cluster: 'joined' });
    state = 'degraded';
    const reply = await node.inject('/readyz');
    expect([reply.statusCode, reply.json()]).toEqual([200, { status: 'ready', cluster: 'degraded' }]);
  });

  it('is not ready while it drains, and still lives', async () => {
    draining = true;
    expect(await ask('/readyz')).toEqual([503, 'draining']);
    expect(await ask('/healthz')).toEqual([200, 'ok']);
    draining = false;
  });

  it('is not ready when the database does not answer, and still lives', async () => {
    await database.close();
    expect(await ask('/readyz')).toEqual([503, 'database unavailable']);
    expect(await ask('/healthz')).toEqual([200, 'ok']);
  });
});
