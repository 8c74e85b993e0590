import { clusterBusSuite } from '@carillon/conformance';
import type { ClusterBus } from '../core/cluster-bus.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { memoryHub } from './memory-hub.ts';

clusterBusSuite('in one process', () => {
  const hub = memoryHub();
  const buses: ClusterBus[] = [];
  return {
    makeBus(parts: EngineParts) {
      const bus = hub.bus(parts);
      buses.push(bus);
      return bus;
    },
    cut: () => buses.forEach(({ nodeId }) => hub.cut(nodeId)),
    mend: () => buses.forEach(({ nodeId }) => hub.mend(nodeId)),
    close: () => undefined,
  };
});
