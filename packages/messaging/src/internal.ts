/** The door for the conformance suites: nothing here is promised to stay. */
export { createEngineParts } from './testing/engine-parts.ts';
export { TestClient, textOf } from './testing/test-client.ts';
export { startServer } from './testing/test-server.ts';
export type { TestServer } from './testing/test-server.ts';
