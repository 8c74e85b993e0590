import { expect, test } from 'vitest';
import { checkUserName } from './user-name.ts';

test.each(['ann', 'https://joe.example/', '安', 'a b%20', 'x'.repeat(200)])('%s can be addressed', (name) => {
  expect(() => checkUserName(name)).not.toThrow();
});

test.each([
  ['nothing', ''],
  ['what stands for a slash', 'joe%2F'],
  ['a line feed', 'a\nb'],
  ['a NUL', 'a\0b'],
  ['a next line', 'a\u0085b'],
  ['half a character', 'a\ud83c'],
  ['too many letters', 'x'.repeat(201)],
  ['too many slashes', '/'.repeat(67)],
])('%s cannot', (_, name) => {
  expect(() => checkUserName(name)).toThrow(expect.objectContaining({ code: 'invalid_user_name' }));
});
