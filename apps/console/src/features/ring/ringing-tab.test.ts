import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createFakeBrowser } from '../../testing/fake-tabs.ts';
import { ASK_MS, MAX_UNANSWERED, createRingingTab } from './ringing-tab.ts';
import type { RingingTab } from './ringing-tab.ts';

const opened: RingingTab[] = [];
afterEach(() => {
  for (const tab of opened.splice(0)) tab.close();
});

describe.each([
  ['by Web Locks', true],
  ['without Web Locks', false],
])('of several tabs, %s,', (_, hasLocks) => {
  function openTabs(...ids: string[]) {
    const browser = createFakeBrowser({ hasLocks });
    const clock = createFakeClock();
    function open(id: string) {
      const parts = browser.openTab(id);
      const tab = createRingingTab('ring', parts, clock);
      opened.push(tab);
      return { parts, tab };
    }
    const tabs = ids.map(open);
    return {
      tabs,
      open: (id: string) => void tabs.push(open(id)),
      states: () => tabs.map(({ tab }) => tab.state.value),
      pass: async (ms: number) => {
        for (let left = ms; left > 0; left -= ASK_MS) {
          clock.advance(ASK_MS);
          await flushPromises();
        }
      },
    };
  }
  const SETTLED_MS = ASK_MS * (MAX_UNANSWERED + 1);

  test('one rings', async () => {
    const { tabs, states, pass } = openTabs('b', 'a', 'c');
    for (const { tab } of tabs) tab.stand(true);
    await pass(SETTLED_MS);
    expect(states().toSorted()).toEqual(['elsewhere', 'elsewhere', 'here']);
    await pass(SETTLED_MS * 5);
    expect(states().toSorted()).toEqual(['elsewhere', 'elsewhere', 'here']);
  });

  test('none that cannot sound rings', async () => {
    const { tabs, states, pass } = openTabs('a', 'b');
    await pass(SETTLED_MS);
    expect(states()).toEqual(['nowhere', 'nowhere']);
    tabs[1]?.tab.stand(true);
    await pass(SETTLED_MS);
    expect(states()).toEqual(['elsewhere', 'here']);
  });

  test('another takes over at once when the one that rings is closed, or loses its sound', async () => {
    const { tabs, states, pass } = openTabs('a', 'b', 'c');
    tabs[0]?.tab.stand(true);
    await pass(SETTLED_MS);
    tabs[1]?.tab.stand(true);
    await pass(ASK_MS);
    tabs[0]?.tab.close();
    await flushPromises();
    expect(states()[1]).toBe('here');
    tabs[2]?.tab.stand(true);
    tabs[1]?.tab.stand(false);
    await flushPromises();
    expect(states().slice(1)).toEqual(['elsewhere', 'here']);
  });

  test('another takes over when the one that rings freezes, which rings no more when it thaws', async () => {
    const { tabs, states, pass } = openTabs('b', 'a');
    tabs[0]?.tab.stand(true);
    await pass(SETTLED_MS);
    tabs[1]?.tab.stand(true);
    await flushPromises();
    expect(states()).toEqual(['here', 'elsewhere']);
    const [first] = tabs;
    if (first) first.parts.frozen = true;
    await pass(SETTLED_MS);
    expect(states()[1]).toBe('here');
    if (first) first.parts.frozen = false;
    await pass(SETTLED_MS);
    expect(states()).toEqual(['elsewhere', 'here']);
  });

  test('the one that is about to freeze lets go by itself', async () => {
    const { tabs, open, states, pass } = openTabs('a');
    tabs[0]?.tab.stand(true);
    await pass(SETTLED_MS);
    document.dispatchEvent(new Event('freeze'));
    open('b');
    tabs[1]?.tab.stand(true);
    await pass(SETTLED_MS);
    expect(states()).toEqual(['elsewhere', 'here']);
  });
});

test('a browser that knows neither locks nor channels rings in every tab', () => {
  const tab = createRingingTab(
    'ring',
    { locks: undefined, openChannel: undefined, tabId: 'a' },
    createFakeClock(),
  );
  opened.push(tab);
  tab.stand(true);
  expect(tab.state.value).toBe('here');
});
