import type { ConversationMessage, ConversationReply, ShopConversationsReply } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import type { EffectScope } from 'vue';
import { createFakeApi, refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createFakeLine } from '../../testing/fake-line.ts';
import { aMessage, aMessageEvent } from '../../testing/messages.ts';
import { useLiveConversations } from './use-live-conversations.ts';

let scope: EffectScope | undefined;
afterEach(() => scope?.stop());

const listed = (...newest: ConversationMessage[]): ShopConversationsReply => ({
  conversations: newest.map((message) => ({
    ...{ orderId: message.orderId, newest: message },
    unread: { buyer: 0, shop: 1 },
  })),
  seq: 9,
});
const whole = (...messages: ConversationMessage[]): ConversationReply => ({
  conversation: { orderId: 1, to: 'buyer:ann', messages, unread: { buyer: 0, shop: 0 } },
  seq: 3,
});

async function open(answers: Answers = {}, kept = '[]') {
  let stored = kept;
  const store = { read: () => stored, write: (text: string) => void (stored = text) };
  const fake = createFakeApi({
    listConversations: () => listed(),
    readConversationAsStaff: () => whole(),
    markConversationReadAsStaff: () => undefined,
    ...answers,
  });
  const [clock, line, onMessage] = [
    createFakeClock(),
    createFakeLine(),
    vi.fn<(message: ConversationMessage) => void>(),
  ];
  scope = effectScope();
  const talks = scope.run(() =>
    useLiveConversations({ shopId: 7, api: fake.api, clock, line, onMessage, store }),
  );
  if (!talks) throw new Error('no scope');
  await flushPromises();
  const thread = (orderId = 1) => talks.threads.value.get(orderId);
  const ids = (orderId = 1) => thread(orderId)?.messages.map(({ id }) => id);
  return { fake, clock, line, onMessage, talks, thread, ids, stored: () => stored };
}

describe('the conversations of a shop', () => {
  test('are listed once, then followed by the line from the number of that list', async () => {
    const { line, thread } = await open({ listConversations: () => listed(aMessage(4, { orderId: 2 })) });
    expect(line.subscriptions).toMatchObject([{ destination: '/topic/shops/7/conversations', after: 9 }]);
    expect(thread(2)?.unread).toBe(1);
  });

  test('are listed again later when the network swallowed the list, but not when it was refused', async () => {
    const { fake, clock, line } = await open({
      listConversations: () => Promise.reject(refusal(0, 'network')),
    });
    expect(line.subscriptions).toEqual([]);
    fake.answers.listConversations = () => listed();
    clock.advance(5_000);
    await flushPromises();
    expect(line.subscriptions).toHaveLength(1);

    const other = await open({ listConversations: () => Promise.reject(refusal(403, 'not_your_shop')) });
    other.clock.advance(60_000);
    expect(other.fake.calls).toEqual(['listConversations']);
  });

  test('have each message once, whether it was read, heard or both, in order', async () => {
    const { line, talks, ids, onMessage } = await open({
      readConversationAsStaff: () => whole(aMessage(1), aMessage(2), aMessage(3)),
    });
    line.say(aMessageEvent(aMessage(3)), 10);
    line.say(aMessageEvent(aMessage(4)), 11, true);
    await talks.open(1);
    line.say(aMessageEvent(aMessage(5, { from: 'shop' })), 12);
    expect(ids()).toEqual([1, 2, 3, 4, 5]);
    expect(onMessage.mock.calls.map(([{ id }]) => id)).toEqual([3, 4]);
  });

  test('count as the server counts, on every page of the staff', async () => {
    const { line, thread } = await open();
    line.say(aMessageEvent(aMessage(3), 2), 10);
    expect(thread()?.unread).toBe(2);
    line.say(
      { type: 'conversation.read', at: '', orderId: 1, by: 'shop', upTo: 3, unread: { buyer: 0, shop: 0 } },
      11,
    );
    expect(thread()?.unread).toBe(0);
  });

  test('are said to be read once, up to the newest message', async () => {
    const marked = vi.fn(() => undefined);
    const { line, talks } = await open({ markConversationReadAsStaff: marked });
    line.say(aMessageEvent(aMessage(3)), 10);
    talks.markRead(1);
    talks.markRead(1);
    expect(marked.mock.calls).toEqual([[{ params: { orderId: 1 }, body: { upTo: 3 } }]]);
  });

  test('are read anew when the journal cannot give what was missed', async () => {
    const { fake, line, talks, ids } = await open({ readConversationAsStaff: () => whole(aMessage(1)) });
    await talks.open(1);
    line.say(aMessageEvent(aMessage(2), 7), 10);
    fake.answers.listConversations = () => ({ ...listed(aMessage(3)), seq: 1 });
    fake.answers.readConversationAsStaff = () => whole(aMessage(1), aMessage(2), aMessage(3));
    line.subscriptions[0]?.onRecovery?.({ recovered: false, seq: 1, missed: 0 });
    await flushPromises();
    expect(ids()).toEqual([1, 2, 3]);
    expect(talks.threads.value.get(1)?.unread).toBe(1);
  });

  test('say why one could not be read', async () => {
    const { talks, thread } = await open({
      readConversationAsStaff: () => Promise.reject(refusal(404, 'conversation_not_found')),
    });
    await talks.open(1);
    expect(thread()?.error).toMatchObject({ code: 'conversation_not_found' });
  });
});

describe('an answer', () => {
  async function written() {
    const all = await open();
    await all.talks.open(1);
    all.talks.send(1, '好的，马上');
    const [asked] = all.line.asked;
    if (!asked) throw new Error('nothing was asked');
    return { ...all, asked };
  }

  test('is on its way until its receipt comes, and is then one of the messages', async () => {
    const { talks, asked, ids } = await written();
    expect(asked).toMatchObject({
      destination: '/app/sendChatMsgById/buyer:ann',
      body: { orderId: 1, text: '好的，马上', key: asked.key },
    });
    expect(talks.outgoing.value).toMatchObject([{ text: '好的，马上', failure: undefined }]);
    asked.resolve({ type: 'receipt', message: aMessage(8, { from: 'shop', key: asked.key }) });
    await flushPromises();
    expect(talks.outgoing.value).toEqual([]);
    expect(ids()).toEqual([8]);
  });

  test('is there once when the journal is quicker than the receipt', async () => {
    const { talks, asked, line, ids } = await written();
    const message = aMessage(8, { from: 'shop', key: asked.key });
    line.say(aMessageEvent(message, 0), 10);
    expect(talks.outgoing.value).toEqual([]);
    asked.resolve({ type: 'receipt', message });
    await flushPromises();
    expect(ids()).toEqual([8]);
  });

  test('that failed is sent again with its key, or given up', async () => {
    const { talks, asked, line } = await written();
    asked.reject({ code: 'too_many_messages' });
    await flushPromises();
    expect(talks.outgoing.value).toMatchObject([{ failure: 'too_many_messages' }]);
    talks.sendAgain(asked.key);
    talks.sendAgain(asked.key);
    expect(line.asked.map(({ key }) => key)).toEqual([asked.key, asked.key]);
    line.asked[1]?.reject({ code: 'send_timed_out' });
    await flushPromises();
    talks.discard(asked.key);
    expect(talks.outgoing.value).toEqual([]);
  });

  test('that was on its way when the page was loaded anew goes out again with its key', async () => {
    const { asked, stored } = await written();
    const { line, talks, ids } = await open({}, stored());
    expect(talks.outgoing.value).toMatchObject([{ text: '好的，马上', failure: undefined }]);
    expect(line.asked.map(({ key }) => key)).toEqual([asked.key]);
    line.asked[0]?.resolve({ type: 'receipt', message: aMessage(8, { from: 'shop', key: asked.key }) });
    await flushPromises();
    expect(ids()).toEqual([8]);
    expect(talks.outgoing.value).toEqual([]);
  });

  test('makes a line that may only seem to stand say that it does', async () => {
    expect((await written()).line.wakes).toBe(1);
  });

  test('that was not confirmed and turns up in the journal did not fail', async () => {
    const { talks, asked, line } = await written();
    asked.reject({ code: 'send_timed_out' });
    await flushPromises();
    line.say(aMessageEvent(aMessage(8, { from: 'shop', key: asked.key }), 0), 10);
    expect(talks.outgoing.value).toEqual([]);
  });
});
