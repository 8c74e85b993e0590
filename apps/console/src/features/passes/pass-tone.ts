import type { PassState } from '@carillon/contract';
import type { Tone } from '../../ui/StateBadge.vue';

const TONES: Record<PassState, Tone> = {
  active: 'good',
  used_up: 'calm',
  expired: 'late',
  frozen: 'bad',
  refunded: 'calm',
};

/** How a pass's state looks. */
export function toneOf(state: PassState): Tone {
  return TONES[state];
}
