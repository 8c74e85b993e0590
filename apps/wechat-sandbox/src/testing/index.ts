/** What other workspaces' tests start and wind. */
export { createManualClock } from './manual-clock.ts';
export type { ManualClock } from './manual-clock.ts';
export { startTestSandbox, testIdentity } from './start-sandbox.ts';
export type { TestSandbox } from './start-sandbox.ts';
