/** Menus, orders, a server and a line in the hand of a test: for tests of buyers' pages. */
export { fakeApi, refusalOf } from './testing/fake-api.ts';
export type { Answers } from './testing/fake-api.ts';
export { createFakeMemory } from './testing/fake-memory.ts';
export { createFakeLine } from './testing/fake-line.ts';
export { extras, makeMenu, makeProduct, shop, size } from './testing/menu.ts';
export { makeEvent, makeOrder } from './testing/orders.ts';
export {
  makeKind,
  makePass,
  makePassEntry,
  makePassEvent,
  makePassResult,
  makeShowing,
} from './testing/passes.ts';
