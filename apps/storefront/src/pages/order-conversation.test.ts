import { makeOrder, refusalOf } from '@carillon/buyer/testing';
import type { ConversationReply, Order } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeConversation, makeMessage, makeMessageEvent } from '../testing/messages.ts';
import { mountPage } from '../testing/mount-page.ts';

const destination = '/topic/orders/7/conversation';
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

interface Situation {
  order?: Order;
  read?: () => Promise<ConversationReply>;
}

/** An order that is being made, so that its times are of today. */
function makeFreshOrder(given: Partial<Order> = {}): Order {
  const order = makeOrder({ status: 'accepted', ...given });
  const at = new Date().toISOString();
  return { ...order, timeline: order.timeline.map((entry) => ({ ...entry, at })) };
}

async function openOrder({ order = makeFreshOrder(), read }: Situation = {}) {
  const marked = vi.fn(() => Promise.resolve(undefined));
  const readConversation = vi.fn(read ?? (() => Promise.resolve(makeConversation())));
  const page = await mountPage('/orders/7', {
    readOrder: () => Promise.resolve({ order, seq: 3 }),
    readConversation,
    markConversationRead: marked,
  });
  opened = page;
  page.line.become('online');
  await flushPromises();
  const contact = () => page.page.find('.contact');
  async function enter(): Promise<void> {
    await contact().trigger('click');
    await flushPromises();
  }
  async function write(text: string): Promise<void> {
    await page.named('写给店家').setValue(text);
    await page.press('发送');
  }
  const bubbles = () => page.page.findAll('.message__text').map((bubble) => bubble.text());
  return { ...page, contact, enter, write, bubbles, marked, readConversation };
}

afterEach(() => {
  opened?.page.unmount();
  localStorage.clear();
  sessionStorage.clear();
});

describe('the way to the shop', () => {
  test('opens with the payment, not before', async () => {
    const { contact } = await openOrder({ order: makeOrder() });
    expect(contact().exists()).toBe(false);
  });

  test('says what the shop said last, and how much is unread', async () => {
    const { contact, line } = await openOrder();
    expect(contact().text()).toContain('联系店家');
    line.deliver(destination, 1, makeMessageEvent(makeMessage({ text: '酸辣粉没有了，换一样可以吗' })));
    await flushPromises();
    expect(contact().text()).toContain('店家：酸辣粉没有了，换一样可以吗');
    expect(contact().text()).toContain('1 条未读消息');
  });

  test('counts as read what is looked at, once', async () => {
    const read = () => Promise.resolve(makeConversation([makeMessage(), makeMessage({ id: 2 })], 2));
    const { contact, enter, marked, line } = await openOrder({ read });
    expect(contact().text()).toContain('2 条未读消息');
    await enter();
    expect(marked.mock.calls).toEqual([[{ params: { orderId: 7 }, body: { upTo: 2 } }]]);
    expect(contact().text()).not.toContain('未读');
    line.deliver(destination, 3, makeMessageEvent(makeMessage({ id: 3 }), 1));
    await flushPromises();
    expect(marked).toHaveBeenCalledTimes(2);
  });

  describe('a while after the order is over', () => {
    const order = makeOrder({
      status: 'completed',
      timeline: [{ status: 'completed', at: '2020-11-21T04:05:00.000Z', by: '小周' }],
    });

    test('shows what was said, and takes nothing more', async () => {
      const read = () => Promise.resolve(makeConversation([makeMessage()]));
      const { enter, page, bubbles } = await openOrder({ order, read });
      await enter();
      expect(bubbles()).toEqual(['好的，马上']);
      expect(page.text()).toContain('对话已关闭');
      expect(page.find('textarea').exists()).toBe(false);
    });

    test('is gone when nothing was said', async () => {
      expect((await openOrder({ order })).contact().exists()).toBe(false);
    });
  });
});

describe('the conversation', () => {
  test('shows each message once, whether it was read, heard or both; HTML is text', async () => {
    const html = '<img src=x onerror=alert(1)>';
    const read = () => Promise.resolve(makeConversation([makeMessage({ text: html })]));
    const { enter, bubbles, line, page } = await openOrder({ read });
    await enter();
    line.deliver(destination, 2, makeMessageEvent(makeMessage({ id: 2, text: '二' })));
    line.deliver(destination, 3, makeMessageEvent(makeMessage({ id: 2, text: '二' })));
    await flushPromises();
    expect(bubbles()).toEqual([html, '二']);
    expect(page.find('.message__text img').exists()).toBe(false);
  });

  test('is read anew when the journal cannot give what was missed', async () => {
    const { enter, bubbles, line, readConversation } = await openOrder();
    await enter();
    readConversation.mockResolvedValue(makeConversation([makeMessage({ text: '还有吗' })]));
    line.recover(destination, false);
    await flushPromises();
    expect(bubbles()).toEqual(['还有吗']);
  });

  test('is read every few seconds while the line is down', async () => {
    vi.useFakeTimers();
    const { line, readConversation } = await openOrder();
    line.become('offline');
    const before = readConversation.mock.calls.length;
    vi.advanceTimersByTime(5_000);
    expect(readConversation).toHaveBeenCalledTimes(before + 1);
    vi.useRealTimers();
  });

  test('that could not be read without a network is read when it is back', async () => {
    const { enter, page, line, readConversation } = await openOrder({
      read: () => Promise.reject(refusalOf(0, 'network')),
    });
    await enter();
    line.become('offline');
    await flushPromises();
    readConversation.mockResolvedValue(makeConversation([makeMessage()]));
    line.become('online');
    await flushPromises();
    expect(page.find('.message__text').text()).toBe('好的，马上');
  });

  // An answer of the shop was not seen: the first reading had failed while the line stood, and none followed.
  test('that could not be read at first is read soon, though the line stands', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { contact, line, readConversation } = await openOrder({
      read: () => Promise.reject(refusalOf(503, 'database_busy')),
    });
    readConversation.mockResolvedValue(makeConversation([makeMessage({ text: '有的' })], 1));
    await vi.advanceTimersByTimeAsync(5_000);
    await flushPromises();
    expect(contact().text()).toContain('店家：有的');
    expect(line.subscriptions.has(destination)).toBe(true);
    vi.useRealTimers();
  });

  test('that is not theirs is not asked for again and again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { readConversation } = await openOrder({
      read: () => Promise.reject(refusalOf(404, 'conversation_not_found')),
    });
    const before = readConversation.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(readConversation).toHaveBeenCalledTimes(before);
    vi.useRealTimers();
  });

  test('says why it cannot be shown, and tries again', async () => {
    const { enter, page, press, readConversation } = await openOrder({
      read: () => Promise.reject(refusalOf(0, 'network')),
    });
    await enter();
    expect(page.text()).toContain('连不上网络');
    readConversation.mockResolvedValue(makeConversation());
    await press('重试');
    expect(page.text()).toContain('还没有消息');
  });
});

describe('a message to the shop', () => {
  test('is on its way until its receipt comes', async () => {
    const { enter, write, line, page, bubbles } = await openOrder();
    await enter();
    await write('  少放辣 ');
    const [asked] = line.asked;
    expect(asked).toMatchObject({
      destination: '/app/sendChatMsgById/shop:1',
      body: { orderId: 7, text: '少放辣', key: asked?.key },
    });
    expect(page.text()).toContain('正在发送');
    asked?.resolve({ message: makeMessage({ id: 4, from: 'buyer', text: '少放辣', key: asked.key }) });
    await flushPromises();
    expect(page.find('.outgoing').exists()).toBe(false);
    expect(bubbles()).toEqual(['少放辣']);
  });

  test('that was on its way when the page was loaded anew goes out again with its key', async () => {
    const { enter, write, line, page } = await openOrder();
    await enter();
    await write('在吗');
    const [first] = line.asked;
    page.unmount();
    const again = await openOrder();
    expect(again.line.asked).toMatchObject([{ key: first?.key, body: { orderId: 7, text: '在吗' } }]);
    const message = makeMessage({ id: 4, from: 'buyer', text: '在吗', ...(first && { key: first.key }) });
    again.line.deliver(destination, 1, makeMessageEvent(message, 0));
    await again.enter();
    expect(again.bubbles()).toEqual(['在吗']);
    expect(again.page.find('.outgoing').exists()).toBe(false);
  });

  test('asks a line that may only seem to stand whether it does', async () => {
    const { enter, write, line } = await openOrder();
    await enter();
    const before = line.calls.filter((call) => call === 'wake').length;
    await write('在吗');
    expect(line.calls.filter((call) => call === 'wake')).toHaveLength(before + 1);
  });

  test('waits for the line, and says so', async () => {
    const { enter, write, line, page } = await openOrder();
    await enter();
    line.become('offline');
    await write('在吗');
    expect(page.text()).toContain('等待连接，恢复后自动发送');
    expect(page.text()).toContain('不会重复');
  });

  test.each([
    ['too_many_messages', '发得太快了'],
    ['send_timed_out', '没有收到确认'],
    ['a_new_code', '没有发出'],
  ])('that failed with %s says so, and goes out again with the same key', async (code, words) => {
    const { enter, write, line, page, press } = await openOrder();
    await enter();
    await write('在吗');
    line.asked[0]?.reject({ code });
    await flushPromises();
    expect(page.text()).toContain(words);
    await press('重发');
    expect(new Set(line.asked.map(({ key }) => key)).size).toBe(1);
    expect(line.asked).toHaveLength(2);
    line.asked[1]?.reject({ code });
    await flushPromises();
    await press('不发了');
    expect(page.find('.outgoing').exists()).toBe(false);
  });

  test('is sent by Enter, but not while characters are being chosen', async () => {
    const { enter, line, named } = await openOrder();
    await enter();
    const field = named('写给店家');
    await field.setValue('在吗');
    await field.trigger('keydown', { key: 'Enter', isComposing: true });
    await field.trigger('keydown', { key: 'Enter', shiftKey: true });
    expect(line.asked).toEqual([]);
    await field.trigger('keydown', { key: 'Enter' });
    expect(line.asked).toHaveLength(1);
  });

  test('is nothing when it is empty', async () => {
    const { enter, write, line } = await openOrder();
    await enter();
    await write(' \n ');
    expect(line.asked).toEqual([]);
  });
});
