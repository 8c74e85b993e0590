import { flushPromises } from '@vue/test-utils';
import ElementPlus from 'element-plus';
import { afterEach } from 'vitest';
import { createMemoryHistory } from 'vue-router';
import { createConsole } from '../app/create-console.ts';
import type { LineOptions } from '../lib/parts.ts';
import { createFakeApi } from './fake-api.ts';
import type { Answers } from './fake-api.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeDevice } from './fake-device.ts';
import { createFakeLine } from './fake-line.ts';
import { MORNING_MS } from './orders.ts';

export const staff = { id: 1, name: '掌柜', shops: [{ id: 1, name: '川味小馆', role: 'owner' as const }] };
/** What a server answers to staff who are logged in, of a shop without orders. */
export const loggedIn: Answers = {
  readSelf: () => ({ staff }),
  readBoard: () => ({ orders: [], seq: 4 }),
  listConversations: () => ({ conversations: [], seq: 0 }),
};

let unmount: (() => void) | undefined;
afterEach(() => {
  unmount?.();
  sessionStorage.clear();
  localStorage.clear();
});

/** Opens the whole console at an address, with a server, a line and a device of the test's own. */
export async function openConsole(path: string, answers: Answers) {
  const fake = createFakeApi(answers);
  const [clock, line, device] = [createFakeClock(MORNING_MS), createFakeLine(), createFakeDevice()];
  const history = createMemoryHistory('/console/');
  history.replace(path);
  const root = document.createElement('div');
  document.body.append(root);
  let mayRetry: LineOptions['mayRetry'] | undefined;
  const openLine = (options: LineOptions) => {
    ({ mayRetry } = options);
    return line;
  };
  const app = createConsole({
    ...{ api: fake.api, clock, device: device.parts, openLine, history },
    languages: ['zh-CN'],
  });
  app.use(ElementPlus).mount(root);
  unmount = () => {
    app.unmount();
    document.body.replaceChildren();
  };
  await flushPromises();
  return { fake, line, device, clock, path: () => history.location, mayRetry: async () => mayRetry?.() };
}

/** All that the page says. */
export const text = () => document.body.textContent;

/** The button of this name, as a screen reader would say it. */
export function button(name: string): HTMLElement {
  const named = [...document.querySelectorAll<HTMLElement>('button')].find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent).trim() === name,
  );
  if (!named) throw new Error(`no button ${name} in: ${text()}`);
  return named;
}

export async function press(name: string): Promise<void> {
  button(name).click();
  await flushPromises();
}
