import { effectScope, ref } from 'vue';
import { expect, onTestFinished, test } from 'vitest';
import { createFakeApi, refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { aPass, aVisit } from '../../testing/passes.ts';
import type { ScanOutcome } from './scan-outcome.ts';
import { useScanning } from './use-scanning.ts';

const taken = { visit: aVisit(1), pass: aPass(1, { left: 7 }) };

function open(scanPass: NonNullable<Answers['scanPass']>) {
  const fake = createFakeApi({ scanPass });
  const clock = createFakeClock();
  const hasNetwork = ref(true);
  const told: ScanOutcome[] = [];
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const options = {
    api: fake.api,
    shopId: 1,
    clock,
    hasNetwork,
    onOutcome: (one: ScanOutcome) => told.push(one),
  };
  const scanning = scope.run(() => useScanning(options));
  if (!scanning) throw new Error('the scope has ended');
  return { fake, clock, hasNetwork, told, scanning };
}

test('a visit that is taken is shown, and the next scan is awaited by itself', async () => {
  const sent: unknown[] = [];
  const { scanning, clock, told } = open((options) => {
    sent.push(options);
    return taken;
  });
  await scanning.scan(' C1ABC\n');
  expect(sent).toEqual([{ params: { shopId: 1 }, body: { code: 'C1ABC' } }]);
  expect(scanning.outcome.value).toEqual({ name: 'taken', ...taken });
  expect(told).toHaveLength(1);
  clock.advance(3000);
  expect(scanning.outcome.value).toBeUndefined();
});

test('one code is asked about at a time, and none is kept for later', async () => {
  const answer = Promise.withResolvers<typeof taken>();
  const { scanning, fake } = open(() => answer.promise);
  const first = scanning.scan('C1A');
  await scanning.scan('C1B');
  answer.resolve(taken);
  await first;
  expect(fake.calls).toEqual(['scanPass']);
});

test('a refusal comes with what the server tells of it', async () => {
  const facts = { visitId: 1, at: '2026-11-21T02:00:00.000Z', by: '小周', left: 7 };
  const { scanning } = open(() => Promise.reject(refusal(409, 'pass_code_used', facts)));
  await scanning.scan('C1A');
  expect(scanning.outcome.value).toEqual({ name: 'refused', code: 'pass_code_used', facts });
});

test('without a network nothing is sent, and that is said until somebody has read it', async () => {
  const { scanning, fake, hasNetwork, clock } = open(() => taken);
  hasNetwork.value = false;
  await scanning.scan('C1A');
  clock.advance(60_000);
  expect(scanning.outcome.value).toEqual({ name: 'offline', text: 'C1A' });
  expect(fake.calls).toEqual([]);
});

test('a scan without an answer can be asked about again', async () => {
  const { scanning } = open(() => Promise.reject(refusal(0, 'network')));
  await scanning.scan('C1A');
  expect(scanning.outcome.value).toEqual({ name: 'unanswered', text: 'C1A' });
});

test('what is longer than any code is none, without asking', async () => {
  const { scanning, fake } = open(() => taken);
  await scanning.scan('x'.repeat(201));
  expect(scanning.outcome.value).toMatchObject({ code: 'pass_code_invalid' });
  expect(fake.calls).toEqual([]);
});

test('the next result takes the place of the one before, and stays its own time', async () => {
  const { scanning, clock } = open(() => taken);
  await scanning.scan('C1A');
  clock.advance(2900);
  await scanning.scan('C1B');
  clock.advance(200);
  expect(scanning.outcome.value).toBeDefined();
});
