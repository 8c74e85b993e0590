import { readonly, ref, shallowRef } from 'vue';
import { useReading } from './use-reading.ts';

/** A part of a long list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null on the last. */
  readonly next: number | null;
}

/**
 * Reads a long list page by page: the first anew whenever `list` is called, the next ones behind it. Ends with its
 * scope.
 * @param read asks for the page that begins `before`, or the first
 */
export function usePages<Item>(
  read: (before: number | undefined, signal?: AbortSignal) => Promise<Page<Item>>,
) {
  const reading = useReading<Page<Item>>((signal) => read(undefined, signal));
  const isReadingMore = ref(false);
  const moreError = shallowRef<unknown>();
  /** Counts the questions: an answer to an earlier one is no continuation. */
  let question = 0;

  function known(): Page<Item> | undefined {
    const { value } = reading.state;
    return value.name === 'ready' ? value.value : undefined;
  }
  function ask(how: 'start' | 'again'): Promise<void> {
    question += 1;
    moreError.value = undefined;
    return reading[how]();
  }
  /** Adds the next page. */
  async function more(): Promise<void> {
    const before = known();
    if (isReadingMore.value || before?.next == null) return;
    const asked = question;
    isReadingMore.value = true;
    moreError.value = undefined;
    try {
      const { items, next } = await read(before.next);
      if (asked === question) reading.put({ items: [...before.items, ...items], next });
    } catch (error) {
      if (asked === question) moreError.value = error;
    } finally {
      isReadingMore.value = false;
    }
  }

  return {
    state: reading.state,
    isReadingMore: readonly(isReadingMore),
    moreError: readonly(moreError),
    /** Reads another list from its beginning. */
    list: () => ask('start'),
    /** Reads the same list from its beginning; what is known stays in sight. */
    again: () => ask('again'),
    more,
  };
}

export type Pages<Item> = ReturnType<typeof usePages<Item>>;
