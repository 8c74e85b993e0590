import { expect, test } from 'vitest';
import { checkContact, trimContact } from './check-contact.ts';

const home = { name: '李雷', phone: '138 0000 0000', address: '桂花巷 9 号' };

test.each([
  ['nothing when it can be used', home, {}],
  ['what is missing', { name: ' ', phone: '', address: '\n' }, fault('missing')],
  ['a telephone number that is none', { ...home, phone: 'call me' }, { phone: 'invalid' }],
  ['a telephone number that is too short', { ...home, phone: '1234' }, { phone: 'invalid' }],
])('finds %s', (_what, contact, faults) => {
  expect(checkContact(contact)).toEqual(faults);
});

test('leaves out the blanks around what was typed', () => {
  expect(trimContact({ name: ' 李雷 ', phone: '138 ', address: ' 桂花巷 ' })).toEqual({
    ...{ name: '李雷', phone: '138', address: '桂花巷' },
  });
});

function fault(what: string) {
  return { name: what, phone: what, address: what };
}
