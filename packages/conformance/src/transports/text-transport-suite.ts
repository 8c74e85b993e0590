import { describe, expect, test, vi } from 'vitest';
import { TextTalker } from '@carillon/messaging/internal';
import { openTextServer } from './transport-under-test.ts';
import type { TransportName } from './transport-under-test.ts';

/** Three of them pass the response limit of the suite's server. */
const BIG_TEXT = 'x'.repeat(30_000);

/** What a client of a text endpoint may expect, whatever carries its messages. Call it at the top of a test file. */
export function textTransportSuite(name: TransportName): void {
  describe(`texts over ${name}`, () => {
    test('go both ways as they are, in order, message by message', async () => {
      const { openWire } = await openTextServer(name, (session) => ({
        onText: (text) => session.send(text),
      }));
      const client = await TextTalker.open(openWire('ann'));
      const texts = [
        '{"type":1}',
        '',
        'a\nb\0c',
        '你好 \u2028 </script>',
        BIG_TEXT,
        BIG_TEXT,
        BIG_TEXT,
        'end',
      ];
      client.say(...texts);
      expect(await client.hear(texts.length)).toEqual(texts);
      client.vanish();
    });

    test('know what the variables of the path stand for', async () => {
      const { openWire } = await openTextServer(name, (session) => {
        session.send(`hello ${session.params.who}`);
        return {};
      });
      const clients = ['ann', '%E5%BC%A0'].map(async (who) => TextTalker.open(openWire(who)));
      const greetings = (await Promise.all(clients)).map(async (client) => client.hear(1));
      expect(await Promise.all(greetings)).toEqual([['hello ann'], ['hello 张']]);
      for (const client of await Promise.all(clients)) client.vanish();
    });

    test('end with the code and the reason that the application gives, after what was sent before', async () => {
      const reasons: unknown[] = [];
      const { server, openWire } = await openTextServer(name, (session) => ({
        onText() {
          session.send('good-bye');
          session.close({ code: 4_500, reason: 'enough' });
        },
        onClosed: (reason) => void reasons.push(reason),
      }));
      const client = await TextTalker.open(openWire('ann'));
      client.say('stop', 'more');
      expect(await client.hear(1)).toEqual(['good-bye']);
      expect(await client.closed).toMatchObject({ code: 4_500, reason: 'enough' });
      expect(reasons).toEqual([{ code: 4_500, reason: 'enough' }]);
      await vi.waitFor(() => expect(server.messaging.statistics().sessions).toBe(1));
    });

    test('end when the client goes without a word', async () => {
      const reasons: unknown[] = [];
      const { server, openWire } = await openTextServer(name, () => ({
        onClosed: (reason) => void reasons.push(reason),
      }));
      const client = await TextTalker.open(openWire('ann'));
      client.vanish();
      await vi.waitFor(() => expect(server.messaging.statistics().sessions).toBe(1), { timeout: 4_000 });
      expect(reasons).toEqual([{ code: 1006, reason: 'connection_lost' }]);
    });

    test('too many or too large are refused by their code', async () => {
      const limits = { maxMessageBytes: 1_000, maxFrameBurst: 3, maxFramesPerSecond: 1 };
      const { openWire } = await openTextServer(name, () => ({}), { limits });
      const [loud, hasty] = [
        await TextTalker.open(openWire('loud')),
        await TextTalker.open(openWire('hasty')),
      ];
      loud.say('x'.repeat(1_001));
      expect(await loud.closed).toMatchObject({ code: 3500, reason: 'message_too_large' });
      hasty.say('1', '2', '3', '4');
      expect(await hasty.closed).toMatchObject({ code: 3005, reason: 'too_many_frames' });
    });
  });
}
