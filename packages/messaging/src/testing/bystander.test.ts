import { expect, onTestFinished, test } from 'vitest';
import { Bystander } from './bystander.ts';
import { startServer } from './test-server.ts';

function keepTheProcessBusy(forMs: number): void {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs) continue;
}

test('a bystander says when a message took longer than it may', async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const bystander = await Bystander.arrive(server, { leastMs: 50, ratio: 0 });
  bystander.watch();
  await new Promise(setImmediate);
  keepTheProcessBusy(300);
  await expect(bystander.leave()).rejects.toThrow(/waited for/);
});

test('a bystander says when a message is not the one that it should be', async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const bystander = await Bystander.arrive(server);
  await server.messaging.template.send('/topic/bystander', 'something else');
  await expect(bystander.missesNothing()).rejects.toThrow(/got something else/);
});
