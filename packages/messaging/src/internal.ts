/** The door for the conformance suites: nothing here is promised to stay. */
export { createEngineParts } from './testing/engine-parts.ts';
export { Bystander } from './testing/bystander.ts';
export { StompTalker } from './testing/stomp-talker.ts';
export type { OpenWire, Wire, WireHandler } from './testing/stomp-talker.ts';
export { TextTalker } from './testing/text-talker.ts';
export { TestClient, textOf } from './testing/test-client.ts';
export { startServer } from './testing/test-server.ts';
export type { TestServer } from './testing/test-server.ts';
