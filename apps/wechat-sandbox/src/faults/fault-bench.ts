import { FAULT_NAMES, faultNamed } from './faults.ts';
import type { FaultName } from './faults.ts';

/** A fault that lies in wait. */
export interface ArmedFault {
  name: FaultName;
  /** Occasions that it still applies to; absent: all, until it is cleared. */
  times?: number;
  value?: number;
  /** It waits for this trade alone. */
  outTradeNo?: string;
  /** Of a notice's fault: it waits for notices of this kind alone. */
  notice?: 'payment' | 'refund';
}

/** What a fault may lie in wait for. */
interface Occasion {
  outTradeNo?: string | undefined;
  notice?: 'payment' | 'refund';
}

/** Where faults are armed, and taken from when their occasion comes. */
export interface FaultBench {
  /** Arming a name again for the same trade and notice replaces it. */
  arm(fault: ArmedFault): void;
  /** All of them, or those of one name. */
  clear(name?: FaultName): void;
  armed(): ArmedFault[];
  /** Uses a fault up by one and tells its value, or undefined where it does not apply. */
  take<Name extends FaultName>(name: Name, occasion?: Occasion): { name: Name; value: number } | undefined;
  /** Share of notification attempts, 0 to 1, before which a signature probe goes out. */
  probeRate: number;
}

export function createFaultBench(): FaultBench {
  const armed = new Map<string, ArmedFault>();
  const keyOf = ({ name, outTradeNo, notice }: ArmedFault) => [name, outTradeNo, notice].join(' ');

  /** What waits for this very trade goes before what waits for any. */
  function find(name: FaultName, { outTradeNo, notice }: Occasion): ArmedFault | undefined {
    return [...armed.values()]
      .filter((fault) => fault.name === name)
      .filter((fault) => fault.outTradeNo === undefined || fault.outTradeNo === outTradeNo)
      .filter((fault) => fault.notice === undefined || fault.notice === notice)
      .sort((a, b) => Number(a.outTradeNo === undefined) - Number(b.outTradeNo === undefined))[0];
  }

  return {
    probeRate: 0,
    arm: (fault) => void armed.set(keyOf(fault), fault),
    clear(name) {
      for (const [key, fault] of armed) {
        if (name === undefined || fault.name === name) armed.delete(key);
      }
    },
    armed: () =>
      [...armed.values()].sort((a, b) => FAULT_NAMES.indexOf(a.name) - FAULT_NAMES.indexOf(b.name)),
    take(name, occasion = {}) {
      const fault = find(name, occasion);
      if (!fault) return undefined;
      if (fault.times === 1) armed.delete(keyOf(fault));
      else if (fault.times !== undefined) armed.set(keyOf(fault), { ...fault, times: fault.times - 1 });
      return { name, value: fault.value ?? faultNamed(name).value?.byDefault ?? 0 };
    },
  };
}
