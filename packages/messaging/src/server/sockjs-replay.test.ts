import { expect, onTestFinished, test } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { freshSession, openStream, post, xhrSend } from '../testing/sockjs-requests.ts';
import { startServer } from '../testing/test-server.ts';

const ENTRIES = 3_000;
const SEQS = Array.from({ length: ENTRIES }, (_, index) => index + 1);
const FRAMES = JSON.stringify([
  'CONNECT\naccept-version:1.2\nhost:x\n\n\0',
  'SUBSCRIBE\nid:1\ndestination:/topic/j\nafter:0\n\n\0',
]);

/** A server with a journal of 12 MB, far more than any buffer on the way holds. */
async function start() {
  const journal = createMemoryJournal({ maxEntries: ENTRIES });
  for (const n of SEQS) journal.append('/topic/j', { n, text: 'x'.repeat(4_000) });
  const server = await startServer(
    { journals: [{ pattern: '/topic/j', journal }] },
    { sockjs: { responseLimitBytes: 1024 ** 3 } },
  );
  onTestFinished(() => server.stop());
  return server.port;
}

function seqsIn(text: string): number[] {
  return [...text.matchAll(/\\nseq:(\d+)\\n/g)].map(([, seq]) => Number(seq));
}

test('a replay over xhr-streaming waits for a client that pauses, and goes on when it reads', async () => {
  const port = await start();
  const session = freshSession('/ws');
  const { connection, response } = await openStream(port, `${session}/xhr_streaming`);
  connection.socket.pause();
  await xhrSend(port, session, FRAMES);
  // Answered once what came before was handled: by now the replay has filled what there is to fill.
  for (let n = 0; n < 20; n += 1) await xhrSend(port, session, '["\\n"]');
  connection.socket.resume();
  const seqs: number[] = [];
  while (seqs.length < ENTRIES) seqs.push(...seqsIn(await response.chunk()));
  expect(seqs).toEqual(SEQS);
});

test('a replay by polling waits for each poll', async () => {
  const port = await start();
  const session = freshSession('/ws');
  await post(port, `${session}/xhr`);
  await xhrSend(port, session, FRAMES);
  const seqs: number[] = [];
  while (seqs.length < ENTRIES) seqs.push(...seqsIn((await post(port, `${session}/xhr`)).body));
  expect(seqs).toEqual(SEQS);
});
