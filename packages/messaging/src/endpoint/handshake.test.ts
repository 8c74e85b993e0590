import { expect, test } from 'vitest';
import { pathOf, readHandshake } from './handshake.ts';

function request(url: string, cookie?: string) {
  return { url, headers: { cookie } };
}

test('a handshake has cookies, query and address', () => {
  const handshake = readHandshake(
    request('/ws?table=7&x=%E9%9D%A2', 'a=1; b="two"; c=%E9%9D%A2'),
    '10.0.0.1',
  );
  expect({ ...handshake.cookies }).toEqual({ a: '1', b: 'two', c: '面' });
  expect(handshake.query.get('x')).toBe('面');
  expect(handshake.remoteAddress).toBe('10.0.0.1');
});

test('of a repeated cookie the first counts, and a broken one is taken as it is', () => {
  expect({ ...readHandshake(request('/', 'a=1; a=2; b=%; c; =d'), '').cookies }).toEqual({
    a: '1',
    b: '%',
    '': 'd',
  });
});

test('a cookie cannot reach an object’s own parts', () => {
  const { cookies } = readHandshake(request('/', '__proto__=x'), '');
  expect('toString' in cookies).toBe(false);
});

test.each([
  ['/ws?x=1', '/ws'],
  ['/ws', '/ws'],
  ['//evil?', '//evil'],
])('the path of %s is %s', (url, path) => {
  expect(pathOf(request(url))).toBe(path);
});
