import type { Memory } from '@carillon/buyer';
import { createApiOver } from '@carillon/contract';
import type { SendRequest } from '@carillon/contract';

/** The server ends a session that was not used for two hours. One this old is not relied on. */
export const TOKEN_GOOD_FOR_MS = 100 * 60_000;

/** Who the buyer is to the server, without asking them: known by `wx.login`, then by a token. */
export interface Session {
  /** Carries a call as the buyer; one that the server does not know any more is made known once. */
  readonly send: SendRequest;
  /** For handshakes; empty while nobody is logged in. */
  headers(): Record<string, string>;
  /** Asks the server whether it knows the buyer still, and logs in anew where it does not. Rejects when neither can be. */
  check(): Promise<void>;
}

interface SessionParts {
  readonly send: SendRequest;
  readonly memory: Memory;
  /** Gives a login code, good once (小程序登录). Rejects when there is none. */
  readonly askCode: () => Promise<string>;
  readonly nowMs: () => number;
}

const NAME = 'token';

interface KeptToken {
  readonly token: string;
  readonly usedAt: number;
}

/** Keeps the buyer logged in: silently, and with one login however many calls need it. */
export function createSession({ send, memory, askCode, nowMs }: SessionParts): Session {
  const plain = createApiOver(send);
  let kept = readKept(memory.recall(NAME));
  let renewing: Promise<void> | undefined;

  function keep(token: string): void {
    kept = { token, usedAt: nowMs() };
    memory.remember(NAME, kept);
  }

  async function logIn(): Promise<void> {
    const { token } = await plain('logInMiniProgram', { body: { code: await askCode() } });
    keep(token);
  }

  function renew(): Promise<void> {
    renewing ??= logIn().finally(() => (renewing = undefined));
    return renewing;
  }

  function headers(): Record<string, string> {
    return kept === undefined ? {} : { authorization: `Bearer ${kept.token}` };
  }

  /** Who cannot be logged in sees menus all the same. */
  async function settle(): Promise<void> {
    if (kept !== undefined && nowMs() - kept.usedAt < TOKEN_GOOD_FOR_MS) return;
    await renew().catch(() => undefined);
  }

  const sendAsBuyer: SendRequest = async (request) => {
    await settle();
    const used = kept?.token;
    const call = () => send({ ...request, headers: { ...request.headers, ...headers() } });
    const answer = await call();
    if (answer.status !== 401) {
      if (used !== undefined && used === kept?.token) keep(used);
      return answer;
    }
    // Another call may have logged in meanwhile.
    if (used === kept?.token) await renew();
    return call();
  };
  const asBuyer = createApiOver(sendAsBuyer);

  return {
    headers,
    send: sendAsBuyer,
    async check() {
      await asBuyer('readBuyer', {});
    },
  };
}

function readKept(value: unknown): KeptToken | undefined {
  const { token, usedAt } = (value ?? {}) as Partial<KeptToken>;
  return typeof token === 'string' && typeof usedAt === 'number' ? { token, usedAt } : undefined;
}
