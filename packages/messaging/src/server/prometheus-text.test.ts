import { describe, expect, onTestFinished, test } from 'vitest';
import { memoryHub } from '../cluster/memory-hub.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { MessagingOptions } from './create-messaging.ts';
import { prometheusText } from './prometheus-text.ts';
import type { Statistics } from './statistics.ts';

async function start(options: MessagingOptions = {}) {
  const server = await startServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** One line of the text format 0.0.4: a comment, or a sample with labels or without. */
const LINE =
  /^(?:# HELP [a-z_]+ [^\n]+|# TYPE [a-z_]+ (?:counter|gauge|histogram)|[a-z_]+(?:\{[a-z]+="(?:[^"\\]|\\["\\n])*"\})? -?[\d.e+-]+)$/;

describe('the text for Prometheus', () => {
  test('is lines of its format, each metric announced once before its samples', async () => {
    const { messaging } = await start({ cluster: memoryHub().bus });
    const lines = prometheusText(messaging.statistics()).trimEnd().split('\n');
    expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
    const announced = lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(announced).size).toBe(announced.length);
    let current = '';
    for (const line of lines) {
      current = /^# TYPE (\S+)/.exec(line)?.[1] ?? current;
      if (!line.startsWith('#')) expect(line.startsWith(current)).toBe(true);
    }
  });

  test('has every number that the statistics have, under its name', async () => {
    const { messaging } = await start({ cluster: memoryHub().bus });
    let last = 1_000;
    const number = (): number => (last += 1);
    const { deliveryMs, handlerMs, cluster, ...counts } = messaging.statistics();
    const tables = ['transports', 'handlerErrors', 'refusals', 'disconnects', 'drops', 'linksLost'];
    const numbered = Object.fromEntries(
      Object.keys(counts).map((name) => [name, tables.includes(name) ? { why: number() } : number()]),
    );
    const { nodeId = '', state = 'joined', ...ofCluster } = cluster ?? {};
    const clusterCounts = Object.fromEntries(Object.keys(ofCluster).map((name) => [name, number()]));
    const statistics = { ...numbered, deliveryMs, handlerMs, cluster: { nodeId, state, ...clusterCounts } };
    const text = prometheusText(statistics as unknown as Statistics);
    // The number of sessions is that of all transports.
    const told = Array.from({ length: last - 1_001 }, (_, index) => 1_002 + index);
    expect(told.filter((value) => !text.includes(` ${value}\n`))).toEqual([]);
  });

  test('shows what happened: sessions by transport, frames, durations in seconds', async () => {
    const { messaging, url } = await start();
    const client = await TestClient.connect(url);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await messaging.template.send('/topic/a', 'x');
    await client.take('MESSAGE');
    const text = prometheusText(messaging.statistics(), { prefix: 'shop_messaging' });
    expect(text).toContain(
      '# TYPE shop_messaging_sessions gauge\nshop_messaging_sessions{transport="websocket"} 1\n',
    );
    expect(text).toContain(
      '# TYPE shop_messaging_deliveries_total counter\nshop_messaging_deliveries_total 1\n',
    );
    expect(text).toContain('shop_messaging_delivery_seconds_bucket{le="0.0001"}');
    expect(text).toContain('shop_messaging_delivery_seconds_bucket{le="10"}');
    expect(text).toMatch(/shop_messaging_delivery_seconds_count [1-9]/);
    expect(text).not.toContain('cluster');
  });

  test('escapes the words of an application', async () => {
    const { messaging } = await start();
    const statistics = { ...messaging.statistics(), disconnects: { 'a "word"\n\\': 1 } };
    expect(prometheusText(statistics)).toContain(
      String.raw`messaging_disconnects_total{reason="a \"word\"\n\\"} 1`,
    );
  });

  test.each(['', '1st', 'with space', 'dash-ed'])('refuses the prefix %j', async (prefix) => {
    const { messaging } = await start();
    expect(() => prometheusText(messaging.statistics(), { prefix })).toThrow(TypeError);
  });
});
