import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { signingSchema } from '../keys/signer.ts';
import type { Signer } from '../keys/signer.ts';
import type { ClockDesk } from '../platform/clock-desk.ts';
import type { ClockView } from './api-types.ts';

/** Long enough for bills, for the whole retry schedule, and for a trade's longest life. */
const LONGEST_ADVANCE_MS = 100 * 24 * 60 * 60 * 1000;

const clockBody = z.object({
  advanceMs: z.number().int().min(0).max(LONGEST_ADVANCE_MS).optional(),
  timeScale: z.number().positive().max(1_000_000).optional(),
});
const signingBody = signingSchema.partial();

/** Sets the clock forward, makes waits shorter, and chooses the keys that WeChat Pay signs with. */
export function worldRoutes(
  scope: FastifyInstance,
  { clockDesk, signer }: { clockDesk: ClockDesk; signer: Signer },
): void {
  const clockView = (): ClockView => ({
    now: new Date(clockDesk.clock.now()).toISOString(),
    aheadMs: clockDesk.clock.aheadMs(),
    timeScale: clockDesk.timeScale(),
  });

  scope.get('/clock', () => clockView());
  scope.post('/clock', async (request) => {
    const { advanceMs = 0, timeScale } = clockBody.parse(request.body);
    if (timeScale !== undefined) clockDesk.setTimeScale(timeScale);
    await clockDesk.advance(advanceMs);
    return clockView();
  });
  scope.get('/signing', () => signer.signing());
  scope.put('/signing', (request) => {
    const { certificates, notifications } = signingBody.parse(request.body);
    return signer.change({ ...(certificates && { certificates }), ...(notifications && { notifications }) });
  });
}
