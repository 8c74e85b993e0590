import type {
  FaultsView,
  LoginView,
  PendingCodes,
  PersonView,
  ScanView,
  TradeView,
} from '../src/control/api-types.ts';

/** Why the sandbox refused, or `offline` when it did not answer. The page has words for each code. */
export class SandboxApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'SandboxApiError';
    this.code = code;
  }
}

/** The control API as the phone uses it. */
export interface SandboxApi {
  people(): Promise<PersonView[]>;
  codes(): Promise<PendingCodes>;
  trades(): Promise<TradeView[]>;
  scan(text: string, person: string): Promise<ScanView>;
  pay(outTradeNo: string, person: string): Promise<TradeView>;
  agree(uuid: string, person: string): Promise<LoginView>;
  refuse(uuid: string, options: { redirect: boolean }): Promise<LoginView>;
  faults(): Promise<FaultsView>;
  armFault(name: string, times: number): Promise<FaultsView>;
  clearFaults(): Promise<FaultsView>;
}

type Method = 'GET' | 'POST' | 'DELETE';

export function createSandboxApi(send: typeof fetch = (...request) => fetch(...request)): SandboxApi {
  async function call<Answer>(method: Method, path: string, body?: object): Promise<Answer> {
    const response = await send(`/sandbox/api${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch(() => {
      throw new SandboxApiError('offline', 'The sandbox does not answer.');
    });
    const answer = (await response.json()) as Answer & { error?: { code: string; message: string } };
    if (!response.ok) throw new SandboxApiError(answer.error?.code ?? 'offline', answer.error?.message ?? '');
    return answer;
  }

  return {
    people: async () => (await call<{ people: PersonView[] }>('GET', '/people')).people,
    codes: () => call('GET', '/codes'),
    trades: async () => (await call<{ trades: TradeView[] }>('GET', '/trades')).trades,
    scan: (text, person) => call('POST', '/scan', { text, person }),
    pay: async (outTradeNo, person) =>
      (await call<{ trade: TradeView }>('POST', '/pay', { outTradeNo, person })).trade,
    agree: async (uuid, person) =>
      (await call<{ login: LoginView }>('POST', `/logins/${uuid}/confirm`, { person })).login,
    refuse: async (uuid, options) =>
      (await call<{ login: LoginView }>('POST', `/logins/${uuid}/decline`, options)).login,
    faults: () => call('GET', '/faults'),
    armFault: (name, times) => call('POST', '/faults', { name, times }),
    clearFaults: () => call('DELETE', '/faults'),
  };
}
