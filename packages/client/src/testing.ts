/** The client with its server, clock and chance in the hand of a test: for tests of pages that use it. */
export { createTestClient } from './testing/test-client.ts';
export type { TestClient } from './testing/test-client.ts';
