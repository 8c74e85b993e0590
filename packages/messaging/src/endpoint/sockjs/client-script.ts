import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerText } from './response-headers.ts';

/** Below an endpoint's path. */
export const CLIENT_PATH = '/sockjs.js';

const INSTALLED_FILE = 'sockjs-client/dist/sockjs.min.js';
const NOT_FOUND = `There is no sockjs-client here: install the package beside the server, or set sockjs.clientUrl.\n`;

interface Script {
  readonly body: string;
  readonly etag: string;
}

/** sockjs-client as the iframe page loads it: from this server, so that no page asks a foreign one. */
export class ClientScript {
  readonly #file: string | undefined;
  #script: Promise<Script | undefined> | undefined;

  /** @param file that of the installed package, if it is not given */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Answers with the script, or with 404 where there is none. It may be kept, but is asked for each time. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const script = await (this.#script ??= this.#read());
    if (!script) {
      answerText(response, { status: 404, body: NOT_FOUND });
      return;
    }
    // The iframe page has to run the version of the page around it, whatever was installed yesterday.
    response.setHeader('Cache-Control', 'public, no-cache');
    response.setHeader('ETag', script.etag);
    if (request.headers['if-none-match'] === script.etag) response.writeHead(304).end();
    else answerText(response, { type: 'application/javascript', body: script.body });
  }

  async #read(): Promise<Script | undefined> {
    const file = this.#file ?? findInstalled();
    if (file === undefined) return undefined;
    try {
      const body = await readFile(file, 'utf8');
      return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
    } catch (error) {
      // Put there later, it is found.
      this.#script = undefined;
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

/** Where the program that runs would find it, then where this package does. */
function findInstalled(): string | undefined {
  for (const from of [pathToFileURL(path.join(process.cwd(), 'program')), import.meta.url]) {
    try {
      return createRequire(from).resolve(INSTALLED_FILE);
    } catch {
      // Not there.
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
