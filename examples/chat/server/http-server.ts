import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { LoginAnswer } from './log-in.ts';

const MAX_BODY_BYTES = 4_096;

export interface HttpParts {
  readonly logIn: (request: unknown) => LoginAnswer;
  readonly servePage: (urlPath: string, response: ServerResponse) => boolean;
}

/** What is served over plain HTTP besides SockJS: `POST /api/login`, and the page. */
export function createHttpServer({ logIn, servePage }: HttpParts): Server {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname === '/api/login') {
      const { status, body } = logIn(await readJson(request));
      response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(JSON.stringify(body));
    } else if (request.method !== 'GET' || !servePage(pathname, response)) {
      response.writeHead(404).end();
    }
  }

  return createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400, { Connection: 'close' });
      response.end();
    });
  });
}

/** Rejects for what is no JSON, or longer than it may be. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > MAX_BODY_BYTES) throw new Error('The body is too long.');
  }
  return JSON.parse(text);
}
