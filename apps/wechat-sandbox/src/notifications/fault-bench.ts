import { FAULTS } from './faults.ts';
import type { ArmedFault } from './faults.ts';

/** Where faults are armed, and taken from by the next attempts. */
export interface FaultBench {
  /** Arming a name again replaces it. */
  arm(fault: ArmedFault): void;
  clear(): void;
  armed(): ArmedFault[];
  /** All that apply to the attempt that starts now, each used up by one. In the order of the table. */
  take(): ArmedFault[];
  /** Share of attempts, 0 to 1, before which a signature probe goes out. */
  probeRate: number;
}

export function createFaultBench(): FaultBench {
  const armed = new Map<string, ArmedFault>();
  return {
    probeRate: 0,
    arm: (fault) => void armed.set(fault.name, fault),
    clear: () => armed.clear(),
    armed: () => [...armed.values()],
    take() {
      const names = Object.keys(FAULTS);
      const taken = [...armed.values()].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
      for (const fault of taken) {
        if (fault.times > 1) armed.set(fault.name, { ...fault, times: fault.times - 1 });
        else armed.delete(fault.name);
      }
      return taken;
    },
  };
}
