import { shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { useMedia } from '../../lib/use-media.ts';
import type { Palette } from './chart-options.ts';

/** The colours that the design tokens have now, by day or by night. Ends with its scope. */
export function usePalette(): Readonly<Ref<Palette>> {
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const palette = shallowRef(readPalette());
  watch(isDark, () => (palette.value = readPalette()));
  return palette;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'),
    slate: token('slate'),
    line: token('line'),
    card: token('card'),
    font: token('font'),
    series: [token('bronze'), token('jade'), token('amber')],
  };
}
