import type { OrderStatus } from '@carillon/contract';
import type { Tone } from '../../ui/StateBadge.vue';

const TONES: Record<OrderStatus, Tone> = {
  pending_payment: 'calm',
  paid: 'bad',
  accepted: 'late',
  delivering: 'late',
  ready: 'late',
  completed: 'good',
  cancelled: 'calm',
};

/** How an order's state looks: vermilion while nobody has answered it, amber while it is under way. */
export function toneOf(status: OrderStatus): Tone {
  return TONES[status];
}
