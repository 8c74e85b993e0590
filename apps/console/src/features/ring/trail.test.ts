import type { RingEvent } from '@carillon/contract';
import { expect, test } from 'vitest';
import { aRing } from '../../testing/orders.ts';
import { trailOf } from './trail.ts';

const AT = '2026-11-21T02:00:30.000Z';
const event = (parts: Partial<RingEvent>): RingEvent => ({
  ...{ at: AT, what: 'rang', device: null, who: null, why: null },
  ...parts,
});

test('a ring’s story begins with its payment and has what became of it, in order', () => {
  const ring = aRing({
    events: [
      event({ what: 'rang', device: 'iPad · Safari', who: '小王' }),
      event({ what: 'silent', device: '', who: '小周', why: 'suspended' }),
      event({ what: 'managers' }),
      event({ what: 'messaged', who: '王经理' }),
    ],
    ended: { at: AT, by: '王经理' },
  });
  expect(trailOf(ring)).toMatchObject([
    { words: 'rings.trail.began', tone: 'alarm' },
    { words: 'rings.trail.rang', device: 'iPad · Safari', who: '小王', tone: 'plain' },
    { words: 'rings.trail.silent', device: undefined, why: 'suspended', tone: 'trouble' },
    { words: 'rings.trail.managers', tone: 'alarm' },
    { words: 'rings.trail.messaged', who: '王经理' },
    { words: 'rings.trail.accepted', who: '王经理', tone: 'good' },
  ]);
});

test('a message that nobody could be sent is trouble', () => {
  const ring = aRing({ events: [event({ what: 'messaged', why: 'no_recipient' })] });
  expect(trailOf(ring).at(-1)).toMatchObject({
    words: 'rings.trail.noRecipient',
    why: undefined,
    tone: 'trouble',
  });
});

test.each(['buyer', 'system'])('a ring that ended by the %s says so', (by) => {
  expect(trailOf(aRing({ ended: { at: AT, by } })).at(-1)?.words).toBe(`rings.trail.${by}`);
});
