/** A WeChat of our own for development: website login, Pay v3, and a phone. */
export { createSandbox } from './sandbox.ts';
export type { Sandbox, SandboxDeps } from './sandbox.ts';
export { createIdentity, openIdentity } from './keys/identity.ts';
export type { Identity } from './keys/identity.ts';
