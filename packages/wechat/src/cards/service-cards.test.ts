import { describe, expect, test } from 'vitest';
import { answeredApp } from '../testing/answered-app.ts';
import type { CollectionCard, DeliveryCard } from './card-content.ts';
import { createServiceCards } from './service-cards.ts';
import type { CardKey } from './service-cards.ts';

const transactionId = '4200002043202311087295582095';
const key: CardKey = { kind: 'collection', openid: 'oA', transactionId };
const payment = { amountFen: 4200, paidAt: new Date('2026-11-21T04:00:30.500Z') };
const shared = {
  page: 'pages/order/order?id=42',
  goods: [
    { name: '红烧肉', pictureUrl: 'https://shop.example/p.webp', page: 'pages/menu/menu', priceFen: 4200 },
  ],
  pieces: 1,
};
const collection: CollectionCard = { ...shared, kind: 'collection', status: 'paid', queueNumber: '017' };
const delivery: DeliveryCard = {
  ...{ ...shared, kind: 'delivery', status: 'delivering' },
  arrivesAt: new Date('2026-11-21T04:30:00Z'),
};

function cardsAnswering(...answers: object[]) {
  const { options, sent } = answeredApp(answers.length === 0 ? [{ errcode: 0 }] : answers);
  return { cards: createServiceCards(options), sent, body: () => JSON.parse(sent[0]?.body ?? '{}') as Body };
}
interface Body {
  readonly content_json: string;
  readonly check_json?: string;
}

describe('a service card', () => {
  test('is activated by the payment’s number, and its amount and time', async () => {
    const { cards, sent, body } = cardsAnswering();
    await cards.activate(key, { ...collection, waitSeconds: 900 }, payment);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example/wxa/set_user_notify?access_token=T1',
    });
    const { content_json: content, check_json: check = '', ...rest } = body();
    expect(rest).toEqual({ openid: 'oA', notify_type: 2007, notify_code: transactionId });
    expect(JSON.parse(check)).toEqual({ pay_amount: 4200, pay_time: 1_795_233_630 });
    expect(JSON.parse(content)).toEqual({
      cur_status: 1,
      wxa_path_query: 'pages/order/order?id=42',
      product_count: 1,
      product_list: {
        info_list: [
          {
            product_img: 'https://shop.example/p.webp',
            product_name: '红烧肉',
            product_path_query: 'pages/menu/menu',
            count: 1,
            single_price: 4200,
          },
        ],
      },
      queue_number: '017',
      min_wait_time: 900,
      max_wait_time: 900,
    });
  });

  test('is updated without them, a delivery with the time of its arrival', async () => {
    const { cards, body } = cardsAnswering();
    await cards.update({ ...key, kind: 'delivery' }, delivery);
    expect(body()).toMatchObject({ notify_type: 2006 });
    expect(body()).not.toHaveProperty('check_json');
    expect(JSON.parse(body().content_json)).toMatchObject({ cur_status: 6, arrival_time: 1_795_235_400 });
  });

  test('tells how it stands', async () => {
    const info = {
      notify_type: 2007,
      content_json: '{"cur_status":2}',
      code_state: 10,
      code_expire_time: 1_797_825_600,
    };
    const { cards, sent, body } = cardsAnswering({ errcode: 0, notify_info: info });
    expect(await cards.find(key)).toEqual({
      ...{ standing: 'refused_by_user', status: 2 },
      expiresAt: '2026-12-21T04:00:00.000Z',
    });
    expect(sent[0]?.url).toContain('/wxa/get_user_notify?');
    expect(body()).toEqual({ openid: 'oA', notify_type: 2007, notify_code: transactionId });
  });

  test('that was never pushed has no status', async () => {
    const { cards } = cardsAnswering({ errcode: 0, notify_info: { content_json: '', code_state: 0 } });
    expect(await cards.find(key)).toEqual({ standing: 'normal', status: undefined, expiresAt: undefined });
  });

  test.each([
    [85431, 'wechat_busy', 'later'],
    [85433, 'wechat_card_refused', 'final'],
    [85434, 'wechat_card_refused', 'final'],
    [85437, 'wechat_card_code_unknown', 'later'],
    [85438, 'wechat_card_expired', 'final'],
    [85447, 'wechat_card_refused', 'final'],
    [85448, 'wechat_card_shown_already', 'final'],
    [85449, 'wechat_card_locked', 'later'],
    [85461, 'wechat_card_unavailable', 'final'],
    [85462, 'wechat_card_unavailable', 'final'],
    [40003, 'wechat_openid_unknown', 'final'],
    [85463, 'wechat_refused', 'final'],
  ])('answered errcode %i is %s, outcome %s', async (errcode, code, outcome) => {
    const { cards } = cardsAnswering({ errcode, errmsg: 'no' });
    await expect(cards.update(key, collection)).rejects.toMatchObject({ code, outcome });
  });

  test.each<[string, CardKey, CollectionCard, string]>([
    ['a number of ours', { ...key, transactionId: 'C0017' }, collection, '/notify_code'],
    ['no openid', { ...key, openid: '' }, collection, '/openid'],
    ['another kind than its content', { ...key, kind: 'delivery' }, collection, '/notify_type'],
    ['no goods', key, { ...collection, goods: [] }, '/content_json/product_list'],
    ['half a piece', key, { ...collection, pieces: 0.5 }, '/content_json/product_count'],
    [
      'a queue number of 11 characters',
      key,
      { ...collection, queueNumber: '12345678901' },
      '/content_json/queue_number',
    ],
  ])('with %s is refused before it is sent', async (_title, wrong, content, field) => {
    const { cards, sent } = cardsAnswering();
    await expect(cards.update(wrong, content)).rejects.toMatchObject({ code: 'wechat_card_invalid', field });
    expect(sent).toEqual([]);
  });

  test('of a payment of nothing is refused before it is sent', async () => {
    const { cards } = cardsAnswering();
    await expect(cards.activate(key, collection, { ...payment, amountFen: 0 })).rejects.toMatchObject({
      field: '/check_json/pay_amount',
    });
  });

  test('whose state is none of WeChat’s is unreadable', async () => {
    const { cards } = cardsAnswering({ errcode: 0, notify_info: { code_state: 7 } });
    await expect(cards.find(key)).rejects.toMatchObject({ code: 'wechat_answer_unreadable' });
  });
});
