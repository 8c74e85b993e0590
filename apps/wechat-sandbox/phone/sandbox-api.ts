import type {
  AcceptView,
  AuthCodeView,
  BillView,
  CardView,
  ClockView,
  FaultsView,
  LoginView,
  MessageView,
  PendingCodes,
  PersonView,
  RefundView,
  ScanView,
  SigningView,
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
  refunds(): Promise<RefundView[]>;
  messages(): Promise<MessageView[]>;
  cards(): Promise<CardView[]>;
  accepts(): Promise<AcceptView[]>;
  /** As `wx.requestSubscribeMessage` and a tap on “allow”. */
  acceptTemplate(templateId: string, person: string): Promise<void>;
  settleRefund(outRefundNo: string, outcome: RefundOutcome): Promise<RefundView>;
  bill(date: string): Promise<BillView>;
  scan(text: string, person: string): Promise<ScanView>;
  authCode(person: string): Promise<AuthCodeView>;
  pay(outTradeNo: string, person: string): Promise<TradeView>;
  decline(outTradeNo: string): Promise<TradeView>;
  agree(uuid: string, person: string): Promise<LoginView>;
  refuse(uuid: string, options: { redirect: boolean }): Promise<LoginView>;
  faults(): Promise<FaultsView>;
  armFault(fault: FaultToArm): Promise<FaultsView>;
  clearFault(name: string): Promise<FaultsView>;
  clearFaults(): Promise<FaultsView>;
  clock(): Promise<ClockView>;
  advanceClock(advanceMs: number): Promise<ClockView>;
  signing(): Promise<SigningView>;
  changeSigning(signing: Partial<SigningView>): Promise<SigningView>;
}

export type RefundOutcome = Exclude<RefundView['status'], 'PROCESSING'>;

export interface FaultToArm {
  name: string;
  times?: number | 'until-cleared';
  value?: number;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

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
    refunds: async () => (await call<{ refunds: RefundView[] }>('GET', '/refunds')).refunds,
    messages: async () => (await call<{ messages: MessageView[] }>('GET', '/messages')).messages,
    cards: async () => (await call<{ cards: CardView[] }>('GET', '/cards')).cards,
    accepts: async () => (await call<{ accepts: AcceptView[] }>('GET', '/accepts')).accepts,
    acceptTemplate: async (templateId, person) => {
      await call('POST', '/subscribe', { person, answers: { [templateId]: 'accept' } });
    },
    settleRefund: async (outRefundNo, outcome) =>
      (
        await call<{ refund: RefundView }>('POST', `/refunds/${encodeURIComponent(outRefundNo)}/settle`, {
          outcome,
        })
      ).refund,
    bill: (date) => call('GET', `/bills/${date}`),
    authCode: (person) => call('POST', '/auth-codes', { person }),
    scan: (text, person) => call('POST', '/scan', { text, person }),
    pay: async (outTradeNo, person) =>
      (await call<{ trade: TradeView }>('POST', '/pay', { outTradeNo, person })).trade,
    decline: async (outTradeNo) =>
      (await call<{ trade: TradeView }>('POST', '/decline', { outTradeNo })).trade,
    agree: async (uuid, person) =>
      (await call<{ login: LoginView }>('POST', `/logins/${uuid}/confirm`, { person })).login,
    refuse: async (uuid, options) =>
      (await call<{ login: LoginView }>('POST', `/logins/${uuid}/decline`, options)).login,
    faults: () => call('GET', '/faults'),
    armFault: (fault) => call('POST', '/faults', fault),
    clearFault: (name) => call('DELETE', `/faults/${name}`),
    clearFaults: () => call('DELETE', '/faults'),
    clock: () => call('GET', '/clock'),
    advanceClock: (advanceMs) => call('POST', '/clock', { advanceMs }),
    signing: () => call('GET', '/signing'),
    changeSigning: (signing) => call('PUT', '/signing', signing),
  };
}
