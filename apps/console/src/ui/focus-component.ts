import { nextTick } from 'vue';
import type { ComponentPublicInstance } from 'vue';

/** Brings the keyboard to a component's element, once it is drawn. */
export async function focusComponent(find: () => ComponentPublicInstance | null): Promise<void> {
  await nextTick();
  const element: unknown = find()?.$el;
  if (element instanceof HTMLElement) element.focus();
}
