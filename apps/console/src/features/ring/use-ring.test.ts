import type { Order } from '@carillon/contract';
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue';
import { createWords } from '../../lib/i18n/index.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createFakeDevice } from '../../testing/fake-device.ts';
import { createFakeMemory } from '../../testing/fake-memory.ts';
import { aRing, anOrder, MORNING_MS } from '../../testing/orders.ts';
import { createDevice } from './device.ts';
import type { RingReports } from './ring-reports.ts';
import { useRing } from './use-ring.ts';
import type { OrderBell } from './use-ring.ts';

function openRing(...orders: Order[]) {
  const fake = createFakeDevice();
  const clock = createFakeClock(MORNING_MS + 10_000);
  const device = createDevice(fake.parts, createFakeMemory());
  const waiting = shallowRef<readonly Order[]>(orders);
  const isRinging = ref(true);
  const told: string[] = [];
  const reports: RingReports = {
    tell: (ids, heard) => void told.push(`${heard ? 'rang' : 'silent'} ${ids.join()}`),
    acknowledge: (ids) => void told.push(`acknowledged ${ids.join()}`),
  };
  let bell: OrderBell | undefined;
  const wrapper = mount(
    defineComponent(() => {
      bell = useRing({ clock, device, waiting, isRinging, reports });
      return () => h('i');
    }),
    { global: { plugins: [createWords('zh')] } },
  );
  if (!bell) throw new Error('not mounted');
  return { fake, clock, device, waiting, bell, wrapper, isRinging, told };
}

const hidden = vi.spyOn(document, 'hidden', 'get');
beforeEach(() => {
  hidden.mockReturnValue(false);
});

describe('useRing', () => {
  test('stays silent and shows nothing before orders are taken', async () => {
    const { fake, bell } = openRing(anOrder(1));
    await flushPromises();
    expect(fake.played).toEqual([]);
    expect(bell.popUp.value).toEqual([]);
  });

  test('rings for an order found waiting once orders are taken, and says it after the chime', async () => {
    const { fake, device, bell } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    expect(fake.played).toEqual(['newOrder']);
    expect(fake.said).toEqual(['新订单，一号桌，四十二元']);
    expect(bell.popUp.value.map(({ id }) => id)).toEqual([1]);
  });

  test('rings on every 8 s until the order is accepted', async () => {
    const { fake, clock, device, waiting } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    clock.advance(16_000);
    expect(fake.played).toHaveLength(3);
    waiting.value = [];
    await nextTick();
    clock.advance(60_000);
    expect(fake.played).toHaveLength(3);
  });

  // A till's clock was set back an hour: the bell waited for that hour to pass once more.
  test.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('rings on when the wall clock is set %s an hour', async (_, byMs) => {
    const { fake, clock, device, waiting } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    clock.setWall(byMs);
    waiting.value = [anOrder(1), anOrder(2)];
    await nextTick();
    expect(fake.played).toHaveLength(1);
    clock.advance(1500);
    expect(fake.played).toHaveLength(2);
    clock.advance(8000);
    expect(fake.played).toHaveLength(3);
  });

  test('rings otherwise when the buyer asks, by its own chime and its own words', async () => {
    const { fake, clock, device, waiting, bell } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    bell.quiet();
    waiting.value = [anOrder(1, { remindedAt: '2026-11-21T02:05:00.000Z' })];
    await nextTick();
    expect(bell.popUp.value.map(({ id }) => id)).toEqual([1]);
    clock.advance(1500);
    await flushPromises();
    expect(fake.played).toEqual(['newOrder', 'reminder']);
    expect(fake.said).toEqual(['新订单，一号桌，四十二元', '零零一号订单客户催单']);
    clock.advance(8000);
    expect(fake.played).toEqual(['newOrder', 'reminder', 'newOrder']);
  });

  test('rings for an order and for its reminder when it finds both, one after the other', async () => {
    const { fake, clock, device } = openRing(anOrder(1, { remindedAt: '2026-11-21T02:05:00.000Z' }));
    device.start();
    await flushPromises();
    clock.advance(1500);
    expect(fake.played).toEqual(['newOrder', 'reminder']);
  });

  test('says an order once, however long it rings', async () => {
    const { fake, clock, device } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    clock.advance(24_000);
    await flushPromises();
    expect(fake.said.filter((text) => text !== '')).toHaveLength(1);
  });

  test('rings on after the pop-up was put off', async () => {
    const { fake, clock, device, bell } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    bell.quiet();
    expect([bell.popUp.value, bell.putOff.value]).toEqual([[], 1]);
    clock.advance(8000);
    expect(fake.played).toHaveLength(2);
  });

  test('rings as soon as the sound is back, for what could not be heard', async () => {
    const { fake, device, waiting } = openRing();
    device.start();
    fake.become('suspended');
    await nextTick();
    waiting.value = [anOrder(1)];
    await flushPromises();
    expect(fake.played).toEqual([]);
    fake.become('running');
    await flushPromises();
    expect(fake.played).toEqual(['newOrder']);
    expect(fake.said).toEqual(['新订单，一号桌，四十二元']);
  });

  test('rings once when orders are taken and the sound starts in the same moment', async () => {
    const { fake, device } = openRing(anOrder(1));
    fake.become('running');
    device.start();
    await flushPromises();
    expect(fake.played).toEqual(['newOrder']);
    expect(fake.said).toHaveLength(1);
  });

  test('notifies by the system only while the page is hidden, once per order', async () => {
    const { fake, clock, device, waiting } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    expect(fake.notified).toEqual([]);
    hidden.mockReturnValue(true);
    waiting.value = [anOrder(1), anOrder(2)];
    await flushPromises();
    clock.advance(30_000);
    expect(fake.notified).toEqual(['order-2']);
  });

  test('falls silent when its page is left', async () => {
    const { fake, clock, device, wrapper } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    wrapper.unmount();
    clock.advance(60_000);
    expect(fake.played).toHaveLength(1);
  });
});

describe('of a device', () => {
  test('that is spared, the bell is silent until nobody answers', async () => {
    const { fake, device, clock, waiting } = openRing(anOrder(1));
    device.prefer('when_nobody_answers');
    device.start();
    await flushPromises();
    clock.advance(30_000);
    expect(fake.played).toEqual([]);
    waiting.value = [anOrder(1, { ring: aRing({ step: 'everywhere' }) })];
    await flushPromises();
    expect(fake.played).toEqual(['newOrder']);
  });

  test('another tab may ring: then this one is silent, and shows the order all the same', async () => {
    const { fake, device, clock, bell, isRinging } = openRing(anOrder(1));
    isRinging.value = false;
    device.start();
    await flushPromises();
    clock.advance(30_000);
    expect(fake.played).toEqual([]);
    expect(bell.popUp.value).toHaveLength(1);
  });

  test('this tab takes over at once when the one that rang is gone', async () => {
    const { fake, device, isRinging } = openRing(anOrder(1));
    isRinging.value = false;
    device.start();
    await flushPromises();
    isRinging.value = true;
    await flushPromises();
    expect(fake.played).toEqual(['newOrder']);
  });

  test('it is told what rang, what could not, and who put the pop-up off', async () => {
    const { fake, device, bell, waiting, told } = openRing(anOrder(1));
    device.start();
    await flushPromises();
    fake.become('suspended');
    waiting.value = [anOrder(1), anOrder(2)];
    await flushPromises();
    bell.quiet();
    expect(told).toEqual(['rang 1', 'acknowledged 1,2']);
  });
});
