import { onMounted, onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

/** How far below the top of the window a section counts as the one being read: under the fixed header. */
const READING_LINE_PX = 120;

interface SectionInView {
  /** Id of the section that is being read. */
  current: Readonly<ShallowRef<number | undefined>>;
  /** Goes to a section, and holds it as the current one until the reader scrolls by hand. */
  goTo: (id: number) => void;
}

/**
 * Follows which section of the page is being read, to mark it in the rail.
 * @param sections the sections from top to bottom, with their elements
 */
export function useSectionInView(
  sections: () => { id: number; element: HTMLElement | null }[],
): SectionInView {
  const current = shallowRef<number>();
  /** Chosen in the rail: a short last section may never reach the reading line. */
  let chosen: number | undefined;

  function look(): void {
    current.value = chosen ?? sectionBeingRead(sections());
  }

  function letGo(): void {
    chosen = undefined;
  }

  function goTo(id: number): void {
    chosen = id;
    current.value = id;
    const element = sections().find((section) => section.id === id)?.element;
    element?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }

  onMounted(() => {
    look();
    window.addEventListener('scroll', look, { passive: true });
    for (const name of HAND_EVENTS) window.addEventListener(name, letGo, { passive: true });
  });
  onScopeDispose(() => {
    window.removeEventListener('scroll', look);
    for (const name of HAND_EVENTS) window.removeEventListener(name, letGo);
  });
  return { current, goTo };
}

/** Scrolling by a person starts with one of these; scrolling to a section does not. */
const HAND_EVENTS = ['wheel', 'touchmove', 'keydown'];

function sectionBeingRead(sections: { id: number; element: HTMLElement | null }[]): number | undefined {
  const passed = sections.filter(
    ({ element }) => element !== null && element.getBoundingClientRect().top <= READING_LINE_PX,
  );
  return (passed.at(-1) ?? sections[0])?.id;
}
