import { watch } from 'vue';
import type { Ref } from 'vue';

/** Calls when the line is back after it was lost, not when it comes up for the first time. Ends with its scope. */
export function onBackOnline(isOnline: Readonly<Ref<boolean>>, call: () => void): void {
  let wasOnline = isOnline.value;
  watch(isOnline, (online) => {
    if (online && wasOnline) call();
    wasOnline ||= online;
  });
}
