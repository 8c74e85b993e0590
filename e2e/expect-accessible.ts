import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Waits, in the page, until nothing moves that will come to rest: colours on their way are nobody's choice. */
const AT_REST = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
  .map((animation) => animation.finished.catch(() => undefined)))`;

/** Has axe look for what breaks WCAG 2.1 AA in the page as it is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AT_REST);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => [id, target.join(' '), ...any.map(({ message }) => message)].join(': ')),
  );
  expect(found).toEqual([]);
}
