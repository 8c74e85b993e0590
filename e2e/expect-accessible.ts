import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/**
 * Waits, in the page, until nothing moves that will come to rest: colours on their way are nobody's choice. What moves
 * because the colours have just been changed begins with the next frame.
 */
const AT_REST = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() =>
  Promise.all(document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined))))`;

/** Has axe look for what breaks WCAG 2.1 AA in the page as it is shown now, by day and by night. */
export async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  // A page behind another one is not drawn: its colours would stay on their way.
  await page.bringToFront();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AT_REST);
    const { violations } = await new AxeBuilder({ page })
      .options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'], resultTypes: ['violations'] })
      // Otherwise it opens a page of its own each time, to put together what it found in frames. Ours have none.
      .setLegacyMode()
      .analyze();
    for (const { id, nodes } of violations) {
      for (const { target, any } of nodes) {
        const why = any.map(({ message }) => message);
        found.push([colorScheme, id, target.join(' '), ...why].join(': '));
      }
    }
  }
  expect(found).toEqual([]);
}
