import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useEvent } from './use-event.ts';

/** Whether the cart has room beside the menu. The style sheets use the same width. */
const WIDE_SCREEN = '(min-width: 960px)';

export function useWideScreen(): Readonly<ShallowRef<boolean>> {
  const query = window.matchMedia(WIDE_SCREEN);
  const wide = shallowRef(query.matches);
  useEvent(query, 'change', () => (wide.value = query.matches));
  return wide;
}
