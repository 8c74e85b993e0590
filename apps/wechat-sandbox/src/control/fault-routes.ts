import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ArmedFault, FaultBench } from '../faults/fault-bench.ts';
import { FAULT_NAMES, faultNamed, groupOf } from '../faults/faults.ts';
import type { FaultName } from '../faults/faults.ts';
import { PhoneError } from '../people/phone-errors.ts';
import { UNTIL_CLEARED } from './api-types.ts';
import type { FaultsView } from './api-types.ts';

const armBody = z.object({
  name: z.string(),
  times: z.union([z.number().int().min(1).max(1_000), z.literal(UNTIL_CLEARED)]).optional(),
  value: z.number().optional(),
  outTradeNo: z.string().min(6).max(32).optional(),
  notice: z.enum(['payment', 'refund']).optional(),
});
const probeBody = z.object({ rate: z.number().min(0).max(1) });
const nameParams = z.object({ name: z.string() });

/** Arms and clears faults. */
export function faultRoutes(scope: FastifyInstance, { faults }: { faults: FaultBench }): void {
  scope.get('/faults', () => view());
  scope.post('/faults', (request) => {
    faults.arm(readFault(request.body));
    return view();
  });
  scope.delete('/faults', () => {
    faults.clear();
    faults.probeRate = 0;
    return view();
  });
  scope.delete('/faults/:name', (request) => {
    faults.clear(knownName(nameParams.parse(request.params).name));
    return view();
  });
  scope.put('/faults/probe-rate', (request) => {
    faults.probeRate = probeBody.parse(request.body).rate;
    return view();
  });

  function view(): FaultsView {
    return {
      known: FAULT_NAMES.map((name) => {
        const { zh, en, value } = faultNamed(name);
        return { name, group: groupOf(name), zh, en, ...(value && { value }) };
      }),
      armed: faults.armed().map((fault) => ({ ...fault, times: fault.times ?? UNTIL_CLEARED })),
      probeRate: faults.probeRate,
    };
  }
}

/** A rule that is let go stays so until it is cleared; anything else happens once, unless told otherwise. */
function readFault(body: unknown): ArmedFault {
  const { name: asked, times: askedTimes, value, outTradeNo, notice } = armBody.parse(body);
  const name = knownName(asked);
  demandValue(name, value);
  if (notice !== undefined && groupOf(name) !== 'notice') {
    throw new PhoneError('invalid_request', `The fault "${name}" is not one of notices.`);
  }
  const times = askedTimes ?? (groupOf(name) === 'rule' ? UNTIL_CLEARED : 1);
  return {
    name,
    ...(times !== UNTIL_CLEARED && { times }),
    ...(value !== undefined && { value }),
    ...(outTradeNo !== undefined && { outTradeNo }),
    ...(notice !== undefined && { notice }),
  };
}

function knownName(asked: string): FaultName {
  const name = FAULT_NAMES.find((candidate) => candidate === asked);
  if (name) return name;
  throw new PhoneError(
    'fault_unknown',
    `There is no fault "${asked}". There are: ${FAULT_NAMES.join(', ')}.`,
  );
}

function demandValue(name: FaultName, value: number | undefined): void {
  const most = faultNamed(name).value?.most;
  if (value === undefined || (most !== undefined && value >= 0 && value <= most)) return;
  throw new PhoneError(
    'invalid_request',
    most === undefined ? `The fault "${name}" takes no value.` : `The value of "${name}" is 0 to ${most}.`,
  );
}
