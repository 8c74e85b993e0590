import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { EndpointTable } from './endpoint-table.ts';
import { routeUpgrades } from './upgrade-router.ts';

// Node takes its own error listener off a socket that asks to be upgraded. A stranger who reset the connection
// while the 404 was being written thereby ended the process.
test('a stranger who is gone before the 404 is written harms nobody', () => {
  const server = createServer();
  routeUpgrades(server, new EndpointTable());
  const socket = new PassThrough();
  server.emit('upgrade', { url: '/nobody', headers: {} }, socket, Buffer.alloc(0));
  expect(() => socket.emit('error', new Error('write ECONNRESET'))).not.toThrow();
});
