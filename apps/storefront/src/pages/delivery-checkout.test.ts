import { lineOf } from '@carillon/buyer';
import { makeMenu, makeOrder, makeProduct, refusalOf, shop } from '@carillon/buyer/testing';
import type { Address, PlaceOrderRequest, Shop } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cartMemory } from '../features/cart/cart-memory.ts';
import { forgetAttempts } from '../testing/forget-attempts.ts';
import { mountPage } from '../testing/mount-page.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 1_800 });
const delivery = { feeFen: 500, minimumFen: 3_000 };
const home: Address = { id: 1, name: '李雷', phone: '13800000000', address: '桂花巷 9 号' };
const work: Address = { id: 2, name: '李雷', phone: '13800000000', address: '天府大道 1 号' };
const order = makeOrder({ fulfilment: 'delivery', status: 'paid' });
const placed = () => Promise.resolve({ order, seq: 0 });
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

interface Opening {
  addresses?: Address[];
  quantity?: number;
  offers?: Partial<Shop>;
}

async function open(
  { addresses = [home, work], quantity = 2, offers = {} }: Opening = {},
  path = '/checkout',
) {
  cartMemory.remember('1.counter', [lineOf(noodles, quantity)]);
  let kept = addresses;
  const answers = {
    readMenu: vi.fn(() => Promise.resolve({ ...makeMenu(noodles), shop: { ...shop, delivery, ...offers } })),
    listAddresses: vi.fn(() => Promise.resolve({ addresses: kept })),
    saveAddress: vi.fn(({ body }: { body: Omit<Address, 'id'> }) => {
      const address = { ...body, id: 9 };
      kept = [address, ...kept];
      return Promise.resolve({ address });
    }),
    removeAddress: vi.fn(({ params }: { params: { addressId: number } }) => {
      kept = kept.filter(({ id }) => id !== params.addressId);
      return Promise.resolve(undefined);
    }),
    placeOrder: vi.fn<(call: { body: PlaceOrderRequest }) => Promise<unknown>>(placed),
    readOrder: placed,
  };
  opened = await mountPage(`/shops/1${path}`, answers);
  return { ...opened, ...answers };
}

async function openDelivery(opening: Opening = {}) {
  const at = await open(opening);
  await at.page.get('input[value="delivery"]').setValue(true);
  await vi.waitFor(() => expect(at.page.find('.door [role="status"]').exists()).toBe(false));
  return at;
}

afterEach(() => {
  opened?.page.unmount();
  forgetAttempts('1.counter');
});

describe('checking out a delivery', () => {
  test('brings it to the address used last, for the fee on top', async () => {
    const { page, press, placeOrder } = await openDelivery();
    expect(page.text()).toContain('配送费');
    await press('提交订单 ¥41.00');
    expect(placeOrder.mock.calls[0]?.[0].body).toEqual({
      fulfilment: 'delivery',
      contact: { name: '李雷', phone: '13800000000', address: '桂花巷 9 号' },
      lines: [{ productId: 1, quantity: 2 }],
      totalFen: 4_100,
    });
  });

  test('opens the address book as soon as it is there, for who could not wait', async () => {
    const { page, press, listAddresses } = await open({ addresses: [] });
    const book = Promise.withResolvers<{ addresses: Address[] }>();
    listAddresses.mockReturnValueOnce(book.promise);
    await page.get('input[value="delivery"]').setValue(true);
    await press('填写收货地址');
    expect(page.find('dialog').exists()).toBe(false);
    book.resolve({ addresses: [] });
    await vi.waitFor(() => expect(page.get('dialog').attributes('aria-label')).toBe('新增地址'));
  });

  test('brings it to another address of the book', async () => {
    const { page, press, placeOrder } = await openDelivery();
    await page.get('.door__button').trigger('click');
    await page.findAll('.book__choose')[1]?.trigger('click');
    await press('提交订单 ¥41.00');
    expect(placeOrder.mock.calls[0]?.[0].body.contact?.address).toBe('天府大道 1 号');
  });

  test('asks for an address before it can be placed, and keeps it', async () => {
    const { page, press, saveAddress, placeOrder } = await openDelivery({ addresses: [] });
    await press('填写收货地址');
    expect(placeOrder).not.toHaveBeenCalled();
    const [name, phone, address] = page.findAll('dialog input');
    await page.get('dialog form').trigger('submit');
    expect(page.get('dialog').text()).toContain('请填写电话');
    expect(document.activeElement).toBe(name?.element);
    await name?.setValue(' 韩梅梅 ');
    await phone?.setValue('139 0000 0000');
    await address?.setValue('桂花巷 10 号');
    await page.get('dialog form').trigger('submit');
    const contact = { name: '韩梅梅', phone: '139 0000 0000', address: '桂花巷 10 号' };
    expect(saveAddress.mock.calls[0]?.[0].body).toEqual(contact);
    await vi.waitFor(() => expect(page.find('dialog').exists()).toBe(false));
    await press('提交订单 ¥41.00');
    expect(placeOrder.mock.calls[0]?.[0].body.contact).toEqual(contact);
  });

  test('removes an address', async () => {
    const { page, press, removeAddress } = await openDelivery();
    await page.get('.door__button').trigger('click');
    await press('修改地址：桂花巷 9 号');
    await press('删除');
    expect(removeAddress.mock.calls[0]?.[0].params).toEqual({ addressId: 1 });
    await vi.waitFor(() => expect(page.get('.book__list').text()).not.toContain('桂花巷 9 号'));
    expect(page.get('.book__choose').attributes('aria-pressed')).toBe('true');
  });

  test('says what is wrong when an address cannot be kept, and keeps what was typed', async () => {
    const { page, press, saveAddress } = await openDelivery({ addresses: [] });
    saveAddress.mockRejectedValueOnce(refusalOf(0, 'network'));
    await press('填写收货地址');
    const fields = page.findAll('dialog input');
    for (const field of fields) await field.setValue('13800000000');
    await page.get('dialog form').trigger('submit');
    await vi.waitFor(() => expect(page.get('dialog [role="alert"]').text()).toContain('连不上网络'));
    expect((fields[0]?.element as HTMLInputElement).value).toBe('13800000000');
  });

  test('says what is missing until the shop delivers, and cannot be placed before', async () => {
    const { named, placeOrder } = await openDelivery({ quantity: 1 });
    const button = named('还差 ¥12.00 起送');
    expect(button.attributes('disabled')).toBeDefined();
    await button.trigger('click');
    expect(placeOrder).not.toHaveBeenCalled();
  });

  test('costs nothing more when it is fetched after all', async () => {
    const { page, press, placeOrder } = await openDelivery();
    await page.get('input[value="pickup"]').setValue(true);
    await press('提交订单 ¥36.00');
    expect(placeOrder.mock.calls[0]?.[0].body).toEqual({
      fulfilment: 'pickup',
      lines: [{ productId: 1, quantity: 2 }],
      totalFen: 3_600,
    });
  });

  test('shows the new total when the fee has changed, and asks again', async () => {
    const { page, press, readMenu, placeOrder } = await openDelivery();
    placeOrder.mockRejectedValueOnce(refusalOf(409, 'price_changed'));
    readMenu.mockResolvedValueOnce({
      ...makeMenu(noodles),
      shop: { ...shop, delivery: { feeFen: 800, minimumFen: 3_000 } },
    });
    await press('提交订单 ¥41.00');
    expect(page.get('[role="alert"]').text()).toContain('新的合计是 ¥44.00');
    await press('提交订单 ¥44.00');
    expect(placeOrder.mock.calls[1]?.[0].body.totalFen).toBe(4_400);
  });

  test('offers what the shop does, and says so when that is its tables alone', async () => {
    const { page } = await open({ offers: { pickup: false, delivery: null } });
    expect(page.findAll('input[type="radio"]')).toHaveLength(0);
    expect(page.text()).toContain('这家店只接堂食');
    expect(opened?.named('请扫桌上的二维码').attributes('disabled')).toBeDefined();
  });
});

describe('the cart of a shop that delivers', () => {
  test.each([
    [1, '还差 ¥12.00 起送'],
    [2, '配送费 ¥5.00'],
  ])('with %i in it says: %s', async (quantity, words) => {
    const { page } = await open({ quantity }, '');
    expect(page.text()).toContain(words);
  });

  test('says nothing of it at a table', async () => {
    cartMemory.remember('1.T8', [lineOf(noodles, 1)]);
    opened = await mountPage('/t/T8', {
      readTable: () =>
        Promise.resolve({ shop: { ...shop, delivery }, table: { code: 'T8', name: '8 号桌' } }),
      readMenu: () => Promise.resolve(makeMenu(noodles)),
    });
    expect(opened.page.text()).not.toContain('起送');
  });
});
