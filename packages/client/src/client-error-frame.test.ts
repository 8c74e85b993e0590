import { describe, expect, test } from 'vitest';
import { createTestClient } from './testing/test-client.ts';

describe('a line that ends with ERROR', () => {
  test('tells the reason of the ERROR that went before', async () => {
    const { client, server } = createTestClient();
    client.connect();
    await server.socket.open();
    server.socket.reply({ command: 'ERROR', headers: { code: 'unauthorized', message: 'Log in again.' } });
    server.socket.drop(3501, 'unauthorized');
    expect(client.state).toEqual({ name: 'refused', code: 'unauthorized', reason: 'Log in again.' });
  });

  test.each(['logged_out', 'session_expired'])(
    'tells by the close reason why the application ended it: %s',
    async (reason) => {
      const { client, server } = createTestClient();
      client.connect();
      await server.socket.accept();
      const message = `The application ended the session. (${reason})`;
      server.socket.reply({ command: 'ERROR', headers: { code: 'disconnected', message } });
      server.socket.drop(3504, reason);
      expect(client.state).toEqual({ name: 'refused', code: reason, reason: message });
    },
  );

  test('tells that the application ended it when the close frame is lost', async () => {
    const { client, server } = createTestClient();
    client.connect();
    await server.socket.accept();
    server.socket.reply({ command: 'ERROR', headers: { code: 'disconnected', message: 'Ended.' } });
    server.socket.drop();
    expect(client.state).toMatchObject({ name: 'offline', reason: 'disconnected' });
  });

  test('is ended by us when the server leaves it open after ERROR', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept();
    server.socket.reply({ command: 'ERROR', headers: { message: 'no' } });
    clock.advance(2_000);
    expect(server.socket.closedWith?.code).toBe(4000);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'server_error' });
  });
});
