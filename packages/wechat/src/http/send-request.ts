import { WeChatError } from '../errors/wechat-error.ts';

/** One answer of 1 MiB is far above anything that WeChat's JSON operations give. */
export const DEFAULT_ANSWER_LIMIT_BYTES = 1024 * 1024;
/** WeChat answers within about a second; a buyer waits with a phone in the hand. */
export const DEFAULT_REQUEST_TIME_LIMIT_MS = 8_000;

export interface Line {
  readonly fetch: typeof fetch;
  /** From the first byte sent to the last received. */
  readonly requestTimeLimitMs: number;
  readonly answerLimitBytes: number;
}

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it is: these very bytes may be signed. */
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Sends a request once and reads its whole answer, within the line's limits; no redirect is followed.
 *
 * Throws `wechat_timeout`, `wechat_unreachable` or `wechat_answer_too_large`, all of outcome unknown: the
 * request may have arrived.
 */
export async function sendRequest(line: Line, request: OutgoingRequest): Promise<Answer> {
  const signal = AbortSignal.timeout(line.requestTimeLimitMs);
  const name = `${request.method} ${request.url.pathname}`;
  try {
    const response = await line.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body && { body: request.body }),
      redirect: 'manual',
      signal,
    });
    const body = await readWhole(response, line.answerLimitBytes, name);
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    if (error instanceof WeChatError) throw error;
    if (signal.aborted) {
      const limit = `${line.requestTimeLimitMs} ms`;
      throw new WeChatError('wechat_timeout', `WeChat did not answer ${name} within ${limit}.`);
    }
    throw new WeChatError('wechat_unreachable', `WeChat was not reached for ${name}${reasonOf(error)}.`);
  }
}

async function readWhole(response: Response, limitBytes: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stream: ReadableStream<Uint8Array> | null = response.body;
  let sizeBytes = 0;
  for await (const chunk of stream ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) {
      throw new WeChatError(
        'wechat_answer_too_large',
        `The answer to ${name} is larger than ${limitBytes} bytes.`,
        { status: response.status },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The system's code alone: messages of fetch may quote the address, and with it a secret. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
