import { onScopeDispose } from 'vue';
import { createScannerKeys } from './scanner-keys.ts';

/** The attribute of a field into which codes are typed: a scanner may type there as well. */
const TAKES_CODES = 'data-takes-codes';

const FIELDS = 'input, textarea, select, [contenteditable]';

/**
 * Hears a USB scanner wherever on the page it types, until the scope ends: while no field has the focus, or one that
 * takes codes. It hears before everybody else: a capital T in a code is no shortcut, and its Enter presses no button.
 */
export function useScannerKeys({
  isOn,
  onCode,
}: {
  isOn: () => boolean;
  onCode: (text: string) => void;
}): void {
  const hear = createScannerKeys();

  function listen(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !isOn()) return;
    const field = event.target instanceof Element ? event.target.closest<HTMLElement>(FIELDS) : null;
    if (field && !field.hasAttribute(TAKES_CODES)) return;
    const heard = hear({ key: event.key, code: event.code, atMs: event.timeStamp });
    // In its field a part of a code is written as usual: it may still turn out to be somebody's typing.
    if (heard.name === 'typing' || (heard.name === 'part' && field)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (heard.name === 'part') return;
    // What an input method holds back comes out now, not into the next code.
    field?.blur();
    onCode(heard.text);
  }
  window.addEventListener('keydown', listen, { capture: true });
  onScopeDispose(() => window.removeEventListener('keydown', listen, { capture: true }));
}
