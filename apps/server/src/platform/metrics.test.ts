import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { createMetrics, registerMetrics } from './metrics.ts';

async function read(use: (metrics: ReturnType<typeof createMetrics>) => void): Promise<string[]> {
  const metrics = createMetrics();
  use(metrics);
  return (await metrics.registry.metrics()).split('\n');
}

describe('metrics', () => {
  it('tell how long callers waited for the database', async () => {
    const lines = await read((metrics) => metrics.onPoolWait(0.02));
    expect(lines).toContain('carillon_database_pool_wait_seconds_bucket{le="0.025"} 1');
    expect(lines).toContain('carillon_database_pool_wait_seconds_bucket{le="0.01"} 0');
  });

  it('tell of the journal', async () => {
    const lines = await read((metrics) => {
      metrics.onJournalWakeUp(0.003);
      metrics.onJournalRead(5);
      metrics.onJournalRead(0);
    });
    expect(lines).toContain('carillon_journal_wakeup_seconds_count 1');
    expect(lines).toContain('carillon_journal_reads_total 2');
    expect(lines).toContain('carillon_journal_entries_read_total 5');
  });

  it('show what others count, as it is when they are read', async () => {
    const counts = { sessions: 1, framesIn: 2, link: { nodes: 3, state: 'joined' }, since: 'today' };
    const metrics = createMetrics();
    metrics.showStatistics('carillon_messaging', () => counts);
    counts.sessions = 9;
    const lines = (await metrics.registry.metrics()).split('\n');
    expect(lines).toContain('carillon_messaging_sessions 9');
    expect(lines).toContain('carillon_messaging_frames_in 2');
    expect(lines).toContain('carillon_messaging_link_nodes 3');
  });

  it('show a table by a label, also what is in it only later', async () => {
    const drops: Record<string, number> = {};
    const metrics = createMetrics();
    metrics.showStatistics('carillon_messaging', () => ({ drops }), { drops: 'reason' });
    drops['slow-session'] = 3;
    const text = await metrics.registry.metrics();
    expect(text).toContain('carillon_messaging_drops{reason="slow-session"} 3');
    delete drops['slow-session'];
    expect(await metrics.registry.metrics()).not.toContain('slow-session');
  });

  it('show durations as a histogram in seconds', async () => {
    const metrics = createMetrics();
    const handlerMs = { buckets: [{ upToMs: 2.5, count: 1 }], count: 2, sumMs: 1_001 };
    metrics.showStatistics('carillon_messaging', () => ({ handlerMs }));
    const text = await metrics.registry.metrics();
    const lines = text.split('\n').filter((line) => line.includes('messaging_handler'));
    expect(lines).toEqual([
      '# HELP carillon_messaging_handler_seconds Counted by carillon_messaging.',
      '# TYPE carillon_messaging_handler_seconds histogram',
      'carillon_messaging_handler_seconds_bucket{le="0.0025"} 1',
      'carillon_messaging_handler_seconds_bucket{le="+Inf"} 2',
      'carillon_messaging_handler_seconds_sum 1.001',
      'carillon_messaging_handler_seconds_count 2',
    ]);
  });

  it('count requests by the route’s pattern, never by what a stranger asked for', async () => {
    const metrics = createMetrics();
    const app = Fastify();
    registerMetrics(app, metrics, undefined);
    app.get('/api/shops/:shopId/menu', () => ({}));
    await app.inject('/api/shops/7/menu');
    await app.inject('/made/up');
    const reply = await app.inject('/metrics');
    expect(reply.headers['content-type']).toContain('text/plain');
    expect(reply.body).toContain(
      'carillon_http_request_seconds_count{method="GET",route="/api/shops/:shopId/menu",status="200"} 1',
    );
    expect(reply.body).toContain('route="unknown",status="404"');
    expect(reply.body).not.toContain('/made/up');
    expect(reply.body).toContain('process_cpu_seconds_total');
  });

  describe('are shown', () => {
    const TOKEN = 'prometheus-may-read';
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };

    async function ask(from: { address?: string; headers?: Record<string, string>; token?: string }) {
      const app = Fastify();
      registerMetrics(app, createMetrics(), from.token);
      const { headers = {}, address: remoteAddress = '127.0.0.1' } = from;
      return (await app.inject({ url: '/metrics', headers, remoteAddress })).statusCode;
    }

    it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.9', 'fd00::1'])(
      'to whoever is connected from nearby: %s',
      async (address) => {
        expect(await ask({ address })).toBe(200);
      },
    );

    it.each(['203.0.113.9', '::ffff:203.0.113.9', '172.32.0.1', '2001:db8::1'])(
      'to nobody from further away: %s',
      async (address) => {
        expect(await ask({ address })).toBe(404);
      },
    );

    it.each([forwarded, { forwarded: 'for=203.0.113.9' }])(
      'to nobody for whom a proxy speaks: %o',
      async (headers) => {
        expect(await ask({ headers })).toBe(404);
      },
    );

    it('to whoever has the token, where there is one, and to nobody else', async () => {
      const authorization = `Bearer ${TOKEN}`;
      expect(
        await ask({ token: TOKEN, headers: { authorization, ...forwarded }, address: '203.0.113.9' }),
      ).toBe(200);
      expect(await ask({ token: TOKEN, headers: { authorization: 'Bearer prometheus-may-not' } })).toBe(404);
      expect(await ask({ token: TOKEN })).toBe(404);
    });
  });
});
