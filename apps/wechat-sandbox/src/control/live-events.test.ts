import { expect, onTestFinished, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

async function listen(world: World, headers: Record<string, string> = {}) {
  const address = await world.sandbox.app.listen({ host: '127.0.0.1', port: 0 });
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const response = await fetch(`${address}/sandbox/api/events`, { headers, signal: leave.signal });
  const body: ReadableStream<Uint8Array> | null = response.body;
  const reader = body?.getReader();
  let text = '';
  return {
    response,
    /** Reads on until the text is there. */
    async until(expected: string): Promise<string> {
      while (!text.includes(expected)) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) throw new Error(`the stream ended before ${expected}`);
        text += Buffer.from(chunk.value).toString('utf8');
      }
      return text;
    },
  };
}

test('a page hears what was before it came, and what comes', async () => {
  const world = await startWorld();
  await world.merchant.order();
  const stream = await listen(world);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
  await stream.until('id: 1\nevent: wire\n');
  await world.merchant.query('C00000017');
  await stream.until('id: 2\nevent: wire\n');
});

test('a page that comes back hears only what it missed', async () => {
  const world = await startWorld();
  await world.merchant.order();
  await world.merchant.query('C00000017');
  const stream = await listen(world, { 'last-event-id': '1' });
  expect(await stream.until('id: 2\n')).not.toContain('id: 1\n');
});

test('a page that knew an earlier run of the sandbox hears all of this one', async () => {
  const world = await startWorld();
  await world.merchant.order();
  const stream = await listen(world, { 'last-event-id': '40' });
  await stream.until('id: 1\n');
});

test('a page hears that pending codes changed', async () => {
  const world = await startWorld();
  const stream = await listen(world);
  await stream.until('event: codes\n');
  await world.merchant.order();
  expect((await stream.until('id: 1\n')).split('event: codes').length).toBeGreaterThan(2);
});

test('a quiet stream is kept alive, and ends with the sandbox', async () => {
  const world = await startWorld();
  const stream = await listen(world);
  await stream.until('event: codes\n');
  world.clock.advance(15_000);
  await stream.until(': still here');
  await world.sandbox.close();
  await expect(stream.until('never')).rejects.toThrow('ended');
});
