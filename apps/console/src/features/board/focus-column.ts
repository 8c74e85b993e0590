import { nextTick } from 'vue';
import type { Ref } from 'vue';
import type { ColumnName } from './columns.ts';

/** Brings a column into view, and the keyboard to it. */
export async function focusColumn(chosen: Ref<ColumnName>, name: ColumnName): Promise<void> {
  chosen.value = name;
  await nextTick();
  document.getElementById(`column-${name}`)?.focus();
}

/** Brings the keyboard to the next step of the order that waits longest, if any waits. */
export async function focusLongestWaiting(chosen: Ref<ColumnName>): Promise<void> {
  await focusColumn(chosen, 'waiting');
  document.querySelector<HTMLElement>('#column-waiting .step')?.focus();
}
