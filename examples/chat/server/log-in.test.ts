import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createLogin } from './log-in.ts';
import { createTokens } from './tokens.ts';

const tokens = createTokens(randomBytes(32));
const logIn = createLogin(tokens, 'right');

test('a login with the password gives a token of the name, however it is written', () => {
  const answer = logIn({ name: '  小安 ', password: 'right' });
  expect(answer).toMatchObject({ status: 200, body: { uid: '小安' } });
  expect('token' in answer.body && tokens.verify(answer.body.token)?.uid).toBe('小安');
});

test.each(['', 'wrong', 'right '])('the password “%s” is refused', (password) => {
  expect(logIn({ name: 'ann', password })).toEqual({ status: 401, body: { code: 'wrong_password' } });
});

test.each(['', 'a b', 'ann/bob', '*', '{x}', 'x'.repeat(21)])('the name “%s” is refused', (name) => {
  expect(logIn({ name, password: 'right' })).toEqual({ status: 400, body: { code: 'invalid_name' } });
});

test.each([undefined, null, 7, [], { name: 'ann' }])('a body that is no login is refused: %j', (body) => {
  expect(logIn(body).status).toBe(400);
});
