import type { ConversationReply } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../testing/fake-api.ts';
import type { Answers } from '../testing/fake-api.ts';
import { aMessage, aMessageEvent } from '../testing/messages.ts';
import { loggedIn, openConsole, press, staff, text } from '../testing/open-console.ts';
import { anEvent, anOrder, MORNING_MS } from '../testing/orders.ts';

describe('what buyers write', () => {
  const conversation = (parts: Partial<ConversationReply['conversation']> = {}): ConversationReply => ({
    conversation: { orderId: 1, to: 'buyer:ann', messages: [], unread: { buyer: 0, shop: 0 }, ...parts },
    seq: 0,
  });
  const talking: Answers = {
    ...loggedIn,
    readBoard: () => ({ orders: [anOrder(1), anOrder(2)], seq: 4 }),
    readConversationAsStaff: () => conversation(),
    markConversationReadAsStaff: () => undefined,
  };
  const badges = () => [...document.querySelectorAll('.unread')].map((badge) => badge.textContent);

  test('marks the card of its order and taps, and does not ring', async () => {
    const { line, device } = await openConsole('/', {
      ...talking,
      readBoard: () => ({ orders: [], seq: 4 }),
    });
    await press('开始接单');
    line.deliver(anEvent(anOrder(1, { status: 'accepted' })), 5);
    line.say(aMessageEvent(aMessage(3), 2), 1);
    await flushPromises();
    expect(badges()).toEqual(['22 条未读消息']);
    expect(device.played).toEqual(['message']);
    expect(device.notified).toEqual([]);
  });

  test('is told of by the system while nobody sees the page, once per order', async () => {
    const { line, device } = await openConsole('/', talking);
    await press('开始接单');
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    line.say(aMessageEvent(aMessage(3), 1), 1);
    await flushPromises();
    expect(device.notified).toEqual(['message-1']);
    hidden.mockReturnValue(false);
    line.say(aMessageEvent(aMessage(4), 2), 2);
    expect(device.notified).toEqual(['message-1']);
    hidden.mockRestore();
  });

  test('is found from the header, also when its order has left the board', async () => {
    const { line, path } = await openConsole('/', {
      ...talking,
      readOrder: () => ({ order: anOrder(9, { status: 'completed' }), seq: 0 }),
    });
    await press('先看看，不响铃');
    line.say(aMessageEvent(aMessage(2, { orderId: 1 }), 1), 1);
    line.say(aMessageEvent(aMessage(3, { orderId: 9 }), 2), 2);
    await flushPromises();
    document.querySelector<HTMLElement>('.unread-all')?.click();
    await flushPromises();
    expect(path()).toBe('/shops/1/board?order=9');
    expect(document.querySelector('.detail')?.textContent).toContain('009');
  });

  test('is read with its order, and no longer counted', async () => {
    const { line, fake } = await openConsole('/shops/1/board?order=1', {
      ...talking,
      readConversationAsStaff: () => conversation({ messages: [aMessage(3, { text: '<b>少放辣</b>' })] }),
    });
    await press('先看看，不响铃');
    line.say(aMessageEvent(aMessage(3, { text: '<b>少放辣</b>' }), 1), 1);
    await flushPromises();
    expect(document.querySelector('.bubble')?.textContent).toBe('<b>少放辣</b>');
    expect(fake.calls).toContain('markConversationReadAsStaff');
    expect(badges()).toEqual([]);
  });

  test('is answered by one tap, and what failed can be sent again', async () => {
    const { line } = await openConsole('/shops/1/board?order=1', talking);
    await press('先看看，不响铃');
    line.tell({ name: 'online' });
    await press('好的，马上');
    expect(text()).toContain('正在发送');
    line.asked[0]?.reject({ code: 'too_many_messages' });
    await flushPromises();
    expect(text()).toContain('发得太快了');
    await press('重发');
    expect(line.asked.map(({ key }) => key)).toEqual([line.asked[0]?.key, line.asked[0]?.key]);
    const { key = '' } = line.asked[0] ?? {};
    line.asked[1]?.resolve({ message: aMessage(4, { from: 'shop', text: '好的，马上', key }) });
    await flushPromises();
    expect(document.querySelector('[role="log"]')?.textContent).toContain('小周');
    expect(document.querySelector('.outgoing')).toBeNull();
  });

  test('waits while the line is down, and says so', async () => {
    const { line } = await openConsole('/shops/1/board?order=1', talking);
    await press('先看看，不响铃');
    line.tell({ name: 'offline', since: MORNING_MS, retryInMs: 500, reason: '' });
    await press('好的，马上');
    expect(text()).toContain('等待连接，恢复后自动发送');
  });

  // The line found out half a minute later; until then the page said that it was sending.
  test('waits while the browser knows of no network, whatever the line believes', async () => {
    const { line } = await openConsole('/shops/1/board?order=1', talking);
    await press('先看看，不响铃');
    line.tell({ name: 'online' });
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    window.dispatchEvent(new Event('offline'));
    await press('好的，马上');
    expect(text()).toContain('等待连接，恢复后自动发送');
    onLine.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await flushPromises();
    expect(text()).toContain('正在发送');
    onLine.mockRestore();
  });

  test('goes out after a reload, by whoever wrote it and nobody else', async () => {
    const first = await openConsole('/shops/1/board?order=1', talking);
    await press('先看看，不响铃');
    await press('好的，马上');
    const { key } = first.line.asked[0] ?? {};
    expect(sessionStorage.getItem('carillon.outgoing.1.1')).toContain(key);
    const { line } = await openConsole('/shops/1/board?order=1', talking);
    expect(line.asked.map((asked) => asked.key)).toEqual([key]);
    const other = await openConsole('/shops/1/board?order=1', {
      ...talking,
      readSelf: () => ({ staff: { ...staff, id: 2 } }),
    });
    expect(other.line.asked).toEqual([]);
  });

  test('that could not be read is read when the line is back, and shows what was heard meanwhile', async () => {
    const { fake, line } = await openConsole('/shops/1/board?order=1', {
      ...talking,
      readConversationAsStaff: () => Promise.reject(refusal(0, 'network')),
    });
    await press('先看看，不响铃');
    line.say(aMessageEvent(aMessage(3), 1), 1);
    await flushPromises();
    expect(text()).toContain('对话没有读出来');
    expect(document.querySelector('[role="log"]')?.textContent).toContain('第 3 句');
    fake.answers.readConversationAsStaff = () => conversation({ messages: [aMessage(2), aMessage(3)] });
    line.tell({ name: 'online' });
    await flushPromises();
    expect(text()).not.toContain('对话没有读出来');
    expect(document.querySelectorAll('.bubble')).toHaveLength(2);
  });

  test('is over two hours after its order was', async () => {
    const completed = anOrder(1, { status: 'completed' });
    const { clock } = await openConsole('/shops/1/board?order=1', {
      ...talking,
      readBoard: () => ({ orders: [completed], seq: 4 }),
    });
    await press('先看看，不响铃');
    expect(document.querySelector('.composer')).not.toBeNull();
    clock.advance(3 * 60 * 60_000);
    await flushPromises();
    expect(document.querySelector('.composer')).toBeNull();
    expect(text()).toContain('对话已关闭');
  });

  test('is answered by what the staff of this device like to say', async () => {
    await openConsole('/shops/1/board?order=1', talking);
    await press('先看看，不响铃');
    await press('编辑');
    const field = document.querySelector<HTMLTextAreaElement>('#quick-replies');
    if (!field) throw new Error('no field');
    field.value = '来啦\n没有了';
    field.dispatchEvent(new Event('input'));
    field.form?.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
    expect([...document.querySelectorAll('.bar .chip')].map((chip) => chip.textContent.trim())).toEqual([
      '来啦',
      '没有了',
      '编辑',
    ]);
    await press('编辑');
    await press('恢复默认');
    expect(text()).toContain('好的，马上');
  });
});
