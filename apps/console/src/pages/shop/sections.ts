import type { Role } from '@carillon/contract';
import type { IconName } from '../../ui/AppIcon.vue';

/** A part of the console that has a place of its own in the navigation. */
export interface Section {
  /** What comes after the shop in its address, and the key of its words. */
  readonly name: string;
  readonly icon: IconName;
  /** Whether it stays in sight on a phone, whose bar holds few; the others are under "more". */
  readonly first: boolean;
}

/** From what is needed all day to what is seldom needed. */
const SECTIONS: readonly (Section & { readonly for: readonly Role[] })[] = [
  { name: 'board', icon: 'bell', first: true, for: ['owner', 'manager', 'clerk'] },
  { name: 'orders', icon: 'list', first: true, for: ['owner', 'manager', 'clerk'] },
  { name: 'scan', icon: 'scan', first: true, for: ['owner', 'manager', 'clerk'] },
  { name: 'products', icon: 'dish', first: true, for: ['owner', 'manager', 'clerk'] },
  { name: 'floor', icon: 'megaphone', first: false, for: ['owner', 'manager', 'clerk'] },
  { name: 'passes', icon: 'card', first: false, for: ['owner', 'manager', 'clerk'] },
  { name: 'tables', icon: 'code', first: false, for: ['owner', 'manager', 'clerk'] },
  { name: 'money', icon: 'money', first: false, for: ['owner', 'manager'] },
  { name: 'staff', icon: 'people', first: false, for: ['owner', 'manager'] },
  { name: 'audit', icon: 'history', first: false, for: ['owner', 'manager'] },
  { name: 'settings', icon: 'sliders', first: false, for: ['owner', 'manager'] },
];

/** What somebody of a role finds in the navigation: what they may not do is not offered. */
export function sectionsFor(role: Role): readonly Section[] {
  return SECTIONS.filter((section) => section.for.includes(role));
}
