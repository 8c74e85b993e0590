import { expect, test } from 'vitest';
import type { SigningTwist } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import { readAuthorization } from './authorization.ts';

test('believes a genuine signature whatever the order of its fields', async () => {
  const { merchant } = await startWorld();
  const keyOrder = ['signature', 'timestamp', 'serial_no', 'nonce_str', 'mchid'];
  expect((await merchant.order({}, { keyOrder })).statusCode).toBe(200);
});

const nowS = Date.UTC(2026, 10, 21, 4, 0, 0) / 1000;

test.each<[string, SigningTwist, string]>([
  ['another body than was signed', { signedBody: '{}' }, 'signature'],
  ['a serial that is not the merchant’s', { serial: '5F00' }, 'serial_no'],
  ['an unknown mchid', { mchid: '1900000001' }, 'mchid'],
  ['a clock 301 s slow', { timestamp: nowS - 301 }, 'timestamp'],
  ['a clock 301 s fast', { timestamp: nowS + 301 }, 'timestamp'],
  ['a timestamp that is no number', { timestamp: Number.NaN }, 'timestamp'],
  ['no authorization', { headers: { authorization: '' } }, 'Authorization'],
  ['another scheme', { headers: { authorization: 'WECHATPAY2-SM2-WITH-SM3 mchid="1"' } }, 'Authorization'],
  ['a missing field', { keyOrder: ['mchid', 'nonce_str', 'timestamp', 'serial_no'] }, 'Authorization'],
])('refuses %s with SIGN_ERROR', async (_title, twist, field) => {
  const { merchant, control } = await startWorld();
  const response = await merchant.order({}, twist);
  expect(response.statusCode).toBe(401);
  expect(response.json()).toMatchObject({ code: 'SIGN_ERROR', detail: { field, location: 'authorization' } });
  expect((await control('GET', '/codes')).json()).toMatchObject({ trades: [] });
});

test('accepts a clock 300 s off', async () => {
  const { merchant } = await startWorld();
  expect((await merchant.order({}, { timestamp: nowS - 300 })).statusCode).toBe(200);
});

test('tells what it would have signed when a signature is wrong', async () => {
  const { merchant } = await startWorld();
  const response = await merchant.order({}, { signedBody: '' });
  expect(response.json()).toMatchObject({
    detail: { sign_information: { method: 'POST', url: '/v3/pay/transactions/native' } },
  });
});

test.each(['accept', 'user-agent'])('refuses a request without %s', async (name) => {
  const { merchant } = await startWorld();
  const response = await merchant.order({}, { headers: { [name]: '' } });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ code: 'PARAM_ERROR' });
});

test.each([
  '',
  'WECHATPAY2-SHA256-RSA2048',
  'WECHATPAY2-SHA256-RSA2048 mchid=1',
  'WECHATPAY2-SHA256-RSA2048 mchid="1",mchid="2"',
])('cannot read %j', (header) => {
  expect(readAuthorization(header)).toBeUndefined();
});
