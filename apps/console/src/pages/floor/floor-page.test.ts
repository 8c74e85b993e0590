import type { Notice, NoticeEvent, NoticeReply, OnlineReply, StaffOnline } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import type { FakeLine } from '../../testing/fake-line.ts';
import { button, loggedIn, openConsole, press, text } from '../../testing/open-console.ts';
import { MORNING_MS } from '../../testing/orders.ts';

const HOUR_MS = 60 * 60_000;
const iso = (atMs: number) => new Date(atMs).toISOString();

function aNotice(parts: Partial<Notice> = {}): Notice {
  return { id: 1, shopId: 1, text: '酸菜鱼卖完了', until: null, by: '老陈', at: iso(MORNING_MS), ...parts };
}

const aPerson = (id: number, name: string, ...devices: StaffOnline['devices']): StaffOnline => ({
  staff: { id, name, role: id === 1 ? 'owner' : 'clerk' },
  devices,
});
const aDevice = (id: string, parts: object = {}) => ({
  ...{ id, name: 'iPad · Safari', since: iso(MORNING_MS - HOUR_MS), pages: 1 },
  ...parts,
});

/** Works here too, and owns nothing. */
const clerk = { id: 2, name: '小周', shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };

async function openFloor(standing: Notice | null, more: Answers = {}) {
  const reply: NoticeReply = { notice: standing, seq: 3 };
  const opened = await openConsole('/shops/1/floor', { ...loggedIn, readNotice: () => reply, ...more });
  await vi.waitFor(() => expect(text()).toContain('在线店员'));
  await flushPromises();
  await press('先看看，不响铃');
  opened.line.tell({ name: 'online' });
  await flushPromises();
  return opened;
}

function deliver(line: FakeLine, destination: string, payload: unknown, seq?: number): Promise<unknown> {
  const subscription = line.subscriptions.find((one) => one.destination === destination);
  if (!subscription) throw new Error(`nobody listens to ${destination}`);
  subscription.onMessage({ seq, replayed: false, json: () => payload });
  return flushPromises();
}
const tell = (line: FakeLine, notice: Notice | null, seq: number) => {
  const event: NoticeEvent = { type: 'notice.changed', at: iso(MORNING_MS), shopId: 1, notice };
  return deliver(line, '/topic/shops/1/notice', event, seq);
};
const answer = (line: FakeLine, reply: OnlineReply) => deliver(line, '/app/shops/1/online', reply);

async function write(words: string): Promise<void> {
  const field = document.querySelector('textarea');
  if (!field) throw new Error('no field');
  field.value = words;
  field.dispatchEvent(new Event('input'));
  await flushPromises();
}
async function publish(): Promise<void> {
  button('发布')
    .closest('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}

describe('an announcement', () => {
  test('is written, sent under a key, and shown when the journal tells of it', async () => {
    const { line } = await openFloor(null);
    expect(text()).toContain('现在没有公告');
    await write('  今天的酸菜鱼卖完了 ');
    await publish();
    const [asked] = line.asked;
    expect(asked).toMatchObject({
      destination: '/app/change-notice',
      body: { shopId: 1, text: '今天的酸菜鱼卖完了', until: null, key: asked?.key },
    });
    asked?.resolve();
    await tell(line, aNotice({ text: '今天的酸菜鱼卖完了' }), 4);
    expect(text()).toContain('公告已发布');
    expect(document.querySelector('.standing')?.textContent).toContain('今天的酸菜鱼卖完了');
    expect(document.querySelector('textarea')?.value).toBe('');
  });

  test('ends at its time, also on this page', async () => {
    const { line, clock } = await openFloor(null);
    await write('一小时内半价');
    document.querySelector<HTMLInputElement>('input[value="hour"]')?.click();
    await publish();
    const until = iso(clock.now() + HOUR_MS);
    expect(line.asked[0]?.body).toMatchObject({ until });
    await tell(line, aNotice({ until }), 4);
    expect(document.querySelector('.standing')).not.toBeNull();
    clock.advance(HOUR_MS);
    await flushPromises();
    expect(document.querySelector('.standing')).toBeNull();
  });

  test('is shown as text, whatever it holds', async () => {
    await openFloor(aNotice({ text: '<img src=x onerror=alert(1)>' }));
    expect(document.querySelector('.standing img')).toBeNull();
    expect(document.querySelector('.standing .text')?.textContent).toBe('<img src=x onerror=alert(1)>');
  });

  test('is changed from what stands, and taken down', async () => {
    const { line } = await openFloor(aNotice());
    await press('修改');
    expect(document.querySelector('textarea')?.value).toBe('酸菜鱼卖完了');
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    await press('撤下');
    expect(line.asked[0]?.body).toMatchObject({ text: null, until: null });
    line.asked[0]?.resolve();
    await tell(line, null, 4);
    expect(text()).toContain('公告已撤下');
    expect(document.querySelector('.standing')).toBeNull();
  });

  test('keeps its words when the server refuses, and says why', async () => {
    const { line } = await openFloor(null);
    await write('第十一次');
    await publish();
    line.asked[0]?.reject(Object.assign(new Error('no'), { code: 'too_many_notices' }));
    await flushPromises();
    expect(text()).toContain('一分钟内改得太多');
    expect(document.querySelector('textarea')?.value).toBe('第十一次');
  });

  test('waits while the line is down, and says so', async () => {
    const { line } = await openFloor(null);
    line.tell({ name: 'offline', since: MORNING_MS, retryInMs: 500, reason: '' });
    await write('下雨了，外卖会慢一点');
    await publish();
    expect(text()).toContain('离线，恢复后自动发送一次');
  });

  test('is read anew when the journal cannot tell what was missed', async () => {
    let reply: NoticeReply = { notice: aNotice(), seq: 3 };
    const { line } = await openFloor(null, { readNotice: () => reply });
    reply = { notice: aNotice({ id: 9, text: '新的' }), seq: 1 };
    line.subscriptions
      .find(({ destination }) => destination.endsWith('/notice'))
      ?.onRecovery?.({ recovered: false, seq: 1, missed: 0 });
    await flushPromises();
    expect(document.querySelector('.standing')?.textContent).toContain('新的');
  });

  test('is not a clerk’s to write', async () => {
    await openFloor(aNotice(), { readSelf: () => ({ staff: clerk }) });
    expect(text()).toContain('只有店主和店长可以写公告');
    expect(document.querySelector('textarea')).toBeNull();
    expect(document.querySelector('.standing')?.textContent).toContain('酸菜鱼卖完了');
  });

  test('that cannot be read is asked for again by itself', async () => {
    let up = false;
    const { clock } = await openFloor(null, {
      readNotice: () => (up ? { notice: aNotice(), seq: 1 } : Promise.reject(refusal(0, 'network'))),
    });
    expect(text()).toContain('公告没有读出来');
    up = true;
    clock.advance(5000);
    await flushPromises();
    expect(document.querySelector('.standing')).not.toBeNull();
  });
});

describe('the staff online', () => {
  const here = aDevice('aaaaaaaaaaaaaaaa', { name: 'Windows · Edge' });
  const tablet = aDevice('bbbbbbbbbbbbbbbb', { pages: 2 });
  const reply: OnlineReply = {
    online: [aPerson(2, '小周', tablet), aPerson(1, '老陈', here)],
    thisDevice: here.id,
  };
  const names = () => [...document.querySelectorAll('.person h3')].map((head) => head.textContent.trim());
  const rows = () => [...document.querySelectorAll('.device')].map((row) => row.textContent.trim());

  test('are listed with their devices, since when, and which is this one', async () => {
    const { line } = await openFloor(null);
    await answer(line, reply);
    expect(names()).toEqual(['老陈 店主', '小周 店员']);
    expect(rows()[0]).toContain('Windows · Edge本机');
    expect(rows()[1]).toMatch(/iPad · Safari.*1 小时 · 2 个页面/);
  });

  test('come and go', async () => {
    const { line } = await openFloor(null);
    await answer(line, reply);
    await deliver(line, '/topic/shops/1/online', aPerson(2, '小周'));
    expect(names()).toEqual(['老陈 店主']);
    await deliver(line, '/topic/shops/1/online', aPerson(3, '阿梅', aDevice('cccccccccccccccc')));
    expect(names()).toEqual(['老陈 店主', '阿梅 店员']);
  });

  test('are marked as how it was while the line is down', async () => {
    const { line } = await openFloor(null);
    await answer(line, reply);
    line.tell({ name: 'offline', since: MORNING_MS, retryInMs: 500, reason: '' });
    await flushPromises();
    expect(text()).toContain('这份名单是断开前的');
  });

  test('lose a device to their owner, who is asked first', async () => {
    const endDevice = vi.fn(() => undefined);
    const { line } = await openFloor(null, { endDevice });
    await answer(line, reply);
    await press('退出 小周 的设备：iPad · Safari');
    expect(endDevice).not.toHaveBeenCalled();
    await press('确认退出');
    expect(endDevice).toHaveBeenCalledExactlyOnceWith({ params: { shopId: 1, deviceId: tablet.id } });
    expect(text()).toContain('小周 的设备已退出登录');
  });

  test('keep theirs when the owner thinks again, or the server refuses', async () => {
    const { line } = await openFloor(null, {
      endDevice: () => Promise.reject(refusal(404, 'device_not_found')),
    });
    await answer(line, reply);
    await press('退出 小周 的设备：iPad · Safari');
    await press('不退出');
    await press('退出 小周 的设备：iPad · Safari');
    await press('确认退出');
    expect(text()).toContain('它可能已经退出登录');
  });

  test('cannot log this device out here', async () => {
    const { line } = await openFloor(null);
    await answer(line, reply);
    expect(() => button('退出 老陈 的设备：Windows · Edge')).toThrow();
  });

  test('cannot log each other out', async () => {
    const { line } = await openFloor(null, { readSelf: () => ({ staff: clerk }) });
    await answer(line, reply);
    expect(document.querySelector('.end')).toBeNull();
  });
});
