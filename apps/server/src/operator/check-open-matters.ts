import { countOpenDifferences } from '../bills/index.ts';
import { countFailedRefunds, countOpenMatters } from '../payments/index.ts';
import type { Executor } from '../platform/database.ts';
import { countTroubledShipping } from '../shipping/index.ts';
import type { Finding } from './finding.ts';

/**
 * Looks for what waits for somebody: refunds that do not get on by themselves, what WeChat said against our books,
 * differences from its bills, and payments of the mini program that stay frozen.
 */
export async function checkOpenMatters(executor: Executor, now: Date): Promise<Finding[]> {
  const refunds = await countFailedRefunds(executor);
  const differences = await countOpenDifferences(executor);
  const matters = await countOpenMatters(executor);
  const shipping = await countTroubledShipping(executor, now);
  return [
    matters === 0
      ? { name: 'matters', state: 'ok', detail: 'WeChat said nothing against our books' }
      : {
          name: 'matters',
          state: 'warn',
          detail: `${matters} times WeChat said what our books cannot hold`,
          advice: 'Open the console: money, bills. Each matter says what was refused.',
        },
    refunds === 0
      ? { name: 'refunds', state: 'ok', detail: 'none waits for somebody' }
      : {
          name: 'refunds',
          state: 'warn',
          detail: `${refunds} could not be given back by WeChat`,
          advice: 'Open the console: money, payments, failed refunds.',
        },
    differences === 0
      ? { name: 'bills', state: 'ok', detail: 'no difference waits for somebody' }
      : {
          name: 'bills',
          state: 'warn',
          detail: `${differences} differences from WeChat’s bills`,
          advice: 'Open the console: money, bills; docs/money.md says how to read them.',
        },
    shipping.failed + shipping.late === 0
      ? { name: 'shipping', state: 'ok', detail: 'WeChat knows of all that was handed over' }
      : {
          name: 'shipping',
          state: 'warn',
          detail: `${shipping.failed} uploads were refused by WeChat, ${shipping.late} are not taken for a day: their money is frozen`,
          advice:
            'The order says why, next to its messages; upload it on the mini program’s administration page, 订单与发货.',
        },
  ];
}
