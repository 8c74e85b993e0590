import { makeMenu, makeOrder, makeProduct, refusalOf } from '@carillon/buyer/testing';
import type { Answers } from '@carillon/buyer/testing';
import type { Notice, NoticeEvent, NoticeReply } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../../testing/mount-page.ts';

const destination = '/topic/shops/1/notice';
const AT = '2026-11-21T04:05:00.000Z';
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

beforeEach(() => localStorage.clear());
afterEach(() => {
  opened?.page.unmount();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function aNotice(given: Partial<Notice> = {}): Notice {
  return { id: 5, shopId: 1, text: '酸菜鱼卖完了', until: null, by: '老陈', at: AT, ...given };
}

function answers(reply: () => NoticeReply): Answers {
  return {
    readMenu: () => Promise.resolve(makeMenu(makeProduct())),
    readOrder: () => Promise.resolve({ order: makeOrder({ status: 'paid' }), seq: 3 }),
    readNotice: () => Promise.resolve(reply()),
  };
}

async function open(path: string, notice: Notice | null, seq = 3) {
  opened = await mountPage(
    path,
    answers(() => ({ notice, seq })),
  );
  await flushPromises();
  const { page, line } = opened;
  return {
    ...opened,
    shown: () => page.find('.bar__text').exists() && page.find('.bar__text').text(),
    tell: async (told: Notice | null, number: number) => {
      const event: NoticeEvent = { type: 'notice.changed', at: AT, shopId: 1, notice: told };
      line.deliver(destination, number, event);
      await flushPromises();
    },
  };
}

describe.each(['/shops/1', '/orders/7'])('the announcement of the shop on %s', (path) => {
  test('shows at once, and is followed from where the answer ends', async () => {
    const { shown, line } = await open(path, aNotice());
    expect(shown()).toBe('酸菜鱼卖完了');
    expect(line.subscriptions.get(destination)?.after).toBe(3);
  });

  test('comes, changes and goes while the page is open', async () => {
    const { shown, tell } = await open(path, null);
    expect(shown()).toBe(false);
    await tell(aNotice(), 4);
    expect(shown()).toBe('酸菜鱼卖完了');
    await tell(aNotice({ id: 6, text: '又有了' }), 5);
    expect(shown()).toBe('又有了');
    await tell(null, 6);
    expect(shown()).toBe(false);
  });
});

describe('an announcement', () => {
  test('that was put away stays away, also at the next visit; the next one shows', async () => {
    const first = await open('/shops/1', aNotice());
    await first.press('收起这条公告');
    expect(first.shown()).toBe(false);
    first.page.unmount();
    const { shown, tell } = await open('/orders/7', aNotice());
    expect(shown()).toBe(false);
    await tell(aNotice({ id: 6, text: '又有了' }), 4);
    expect(shown()).toBe('又有了');
  });

  test('is text, whatever it holds', async () => {
    const { shown, page } = await open('/shops/1', aNotice({ text: '<img src=x onerror=alert(1)>' }));
    expect(shown()).toBe('<img src=x onerror=alert(1)>');
    expect(page.find('.bar img').exists()).toBe(false);
  });

  test('that is too long for its place is cut until it is asked for', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(72);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(96);
    const { page, press } = await open('/shops/1', aNotice());
    expect(page.find('.bar__text').classes()).toContain('bar__text--cut');
    await press('展开全文');
    expect(page.find('.bar__text').classes()).not.toContain('bar__text--cut');
    await press('收起');
    expect(page.find('.bar__text').classes()).toContain('bar__text--cut');
  });

  // On a wide page three lines hold more than the 54 characters that were counted.
  test('that is shown whole has nothing to be asked for, however long it is', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(72);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(72);
    const { page } = await open('/shops/1', aNotice({ text: '长'.repeat(200) }));
    expect(page.text()).not.toContain('展开全文');
  });

  test('ends at its time', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.parse(AT) });
    const { shown } = await open('/shops/1', aNotice({ until: '2026-11-21T04:06:00.000Z' }));
    expect(shown()).toBe('酸菜鱼卖完了');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()).toBe(false);
  });

  test('is read anew when the journal cannot tell what was missed', async () => {
    let reply: NoticeReply = { notice: aNotice(), seq: 9 };
    opened = await mountPage(
      '/shops/1',
      answers(() => reply),
    );
    await flushPromises();
    reply = { notice: aNotice({ id: 6, text: '又有了' }), seq: 1 };
    opened.line.recover(destination, false);
    await flushPromises();
    expect(opened.page.find('.bar__text').text()).toBe('又有了');
  });

  test('that could not be read at first is read soon', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const readNotice = vi.fn(() => Promise.reject<NoticeReply>(refusalOf(503, 'database_busy')));
    opened = await mountPage('/shops/1', { ...answers(() => ({ notice: null, seq: 0 })), readNotice });
    readNotice.mockResolvedValue({ notice: aNotice(), seq: 3 });
    await vi.advanceTimersByTimeAsync(5_000);
    await flushPromises();
    expect(opened.page.find('.bar__text').text()).toBe('酸菜鱼卖完了');
    expect(opened.line.subscriptions.has(destination)).toBe(true);
  });

  test('that cannot be read leaves the page as it is', async () => {
    opened = await mountPage('/shops/1', {
      readMenu: () => Promise.resolve(makeMenu(makeProduct())),
      readNotice: () => Promise.reject(refusalOf(503, 'database_busy')),
    });
    expect(opened.page.text()).toContain('牛肉面');
    expect(opened.page.find('.bar').exists()).toBe(false);
  });
});
