import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { fetchRaw, RawConnection } from './raw-http.ts';
import type { RawRequest, RawResponse, WholeResponse } from './raw-http.ts';

/** The address of a session that nobody else uses. */
export function freshSession(service = '/echo'): string {
  return `${service}/000/${randomUUID()}`;
}

export function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<WholeResponse> {
  return fetchRaw(port, path, { headers });
}

export function post(port: number, path: string, body = '', headers = {}): Promise<WholeResponse> {
  return fetchRaw(port, path, { method: 'POST', body, headers });
}

/** Sends the messages of one `xhr_send`, a JSON array. */
export function xhrSend(port: number, session: string, body: string): Promise<WholeResponse> {
  return post(port, `${session}/xhr_send`, body);
}

export interface OpenResponse {
  readonly connection: RawConnection;
  readonly response: RawResponse;
}

/** Makes a request that is answered bit by bit. */
export async function openResponse(
  port: number,
  path: string,
  request: RawRequest = {},
): Promise<OpenResponse> {
  const connection = await RawConnection.open(port);
  onTestFinished(() => connection.close());
  return { connection, response: await connection.request(path, request) };
}

/** Begins to receive by a streaming transport; the prelude and the open frame are taken. */
export async function openStream(port: number, path: string, method = 'POST'): Promise<OpenResponse> {
  const opened = await openResponse(port, path, { method });
  await opened.response.chunk();
  await opened.response.chunk();
  return opened;
}

/** Sends a poll that waits for its answer. */
export async function holdPoll(port: number, path: string): Promise<RawConnection> {
  const connection = await RawConnection.open(port);
  onTestFinished(() => connection.close());
  connection.send(path, { method: 'POST' });
  return connection;
}
