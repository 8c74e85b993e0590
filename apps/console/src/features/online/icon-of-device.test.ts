import { expect, test } from 'vitest';
import { iconOfDevice } from './icon-of-device.ts';

test.each([
  ['iPhone · Safari', 'phone'],
  ['Android · WeChat', 'phone'],
  ['iPad · Safari', 'tablet'],
  ['Windows · Edge', 'screen'],
  ['Mac · Chrome', 'screen'],
  ['', 'screen'],
])('%s is drawn as a %s', (name, icon) => {
  expect(iconOfDevice(name)).toBe(icon);
});
