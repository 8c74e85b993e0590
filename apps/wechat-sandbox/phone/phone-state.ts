import { computed, reactive, readonly } from 'vue';
import type {
  AcceptView,
  AuthCodeView,
  CardView,
  LoginView,
  MessageView,
  PendingCodes,
  PersonView,
  RefundView,
  TradeView,
} from '../src/control/api-types.ts';
import { SandboxApiError } from './sandbox-api.ts';
import type { SandboxApi } from './sandbox-api.ts';

export type Screen =
  | { name: 'home' }
  | { name: 'messages' }
  | { name: 'control' }
  | { name: 'scan' }
  | { name: 'code'; code: AuthCodeView }
  | { name: 'pay'; trade: TradeView }
  | { name: 'paid'; trade: TradeView }
  | { name: 'login'; login: LoginView }
  | { name: 'done'; what: 'agreed' | 'refused' | 'ignored'; login: LoginView }
  | { name: 'refusal'; code: string };

interface State {
  people: PersonView[];
  personId: string;
  codes: PendingCodes;
  trades: TradeView[];
  refunds: RefundView[];
  /** What the service account and the mini program sent, to anybody. */
  notices: MessageView[];
  cards: CardView[];
  accepts: AcceptView[];
  screen: Screen;
  /** A call is under way; a second tap does nothing. */
  busy: boolean;
}

/** What the messages tab tells, by its time. */
export type Message =
  | { kind: 'receipt'; at: string; trade: TradeView }
  | { kind: 'refund'; at: string; trade: TradeView; refund: RefundView }
  | { kind: 'notice'; at: string; notice: MessageView }
  | { kind: 'card'; at: string; card: CardView };

const PERSON_KEY = 'sandbox-person';

/** What the phone remembers over a reload. */
export type PhoneMemory = Pick<Storage, 'getItem' | 'setItem'>;

export type Phone = ReturnType<typeof createPhone>;

/** The phone without its glass: who holds it, which screen it shows, and what a tap does. */
export function createPhone({ api, memory }: { api: SandboxApi; memory: PhoneMemory }) {
  const state = reactive<State>({
    people: [],
    personId: memory.getItem(PERSON_KEY) ?? 'aming',
    codes: { trades: [], logins: [] },
    trades: [],
    refunds: [],
    notices: [],
    cards: [],
    accepts: [],
    screen: { name: 'home' },
    busy: false,
  });
  const person = computed(() => state.people.find(({ id }) => id === state.personId) ?? state.people[0]);
  /**
   * The holder's receipts, refunds and what the service account and the mini program told them, newest first. A refund that was closed gave
   * nothing back and is not told; a message that failed did not arrive.
   */
  const messages = computed(() => {
    const own = state.trades.filter(({ payment }) => payment?.person === state.personId);
    const receipts = own.map((trade): Message => ({
      kind: 'receipt',
      at: trade.payment?.paidAt ?? trade.createdAt,
      trade,
    }));
    const refunds = state.refunds.flatMap((refund): Message[] => {
      const trade = own.find(({ outTradeNo }) => outTradeNo === refund.outTradeNo);
      const at = refund.successAt ?? refund.createdAt;
      return trade && refund.status !== 'CLOSED' ? [{ kind: 'refund', at, trade, refund }] : [];
    });
    const notices = state.notices
      .filter((notice) => notice.person === state.personId && notice.status === 'success')
      .map((notice): Message => ({ kind: 'notice', at: notice.sentAt, notice }));
    const cards = state.cards
      .filter((card) => card.person === state.personId && !card.refused)
      .map((card): Message => ({ kind: 'card', at: card.changedAt, card }));
    return [...receipts, ...refunds, ...notices, ...cards].sort((a, b) => b.at.localeCompare(a.at));
  });

  /** Runs one tap at a time. What the sandbox refuses becomes the refusal screen. */
  async function tap(act: () => Promise<Screen>): Promise<void> {
    if (state.busy) return;
    state.busy = true;
    try {
      state.screen = await act();
    } catch (error) {
      if (!(error instanceof SandboxApiError)) throw error;
      state.screen = { name: 'refusal', code: error.code };
    } finally {
      state.busy = false;
    }
  }

  return {
    state: readonly(state) as Readonly<State>,
    person,
    messages,

    async start(): Promise<void> {
      try {
        state.people = await api.people();
        if (!state.people.some(({ id }) => id === state.personId)) state.personId = state.people[0]?.id ?? '';
      } catch (error) {
        if (!(error instanceof SandboxApiError)) throw error;
      }
    },

    /** Pending codes or receipts may have changed. A sandbox that is away leaves what was shown. */
    async refresh(): Promise<void> {
      try {
        [state.codes, state.trades, state.refunds, state.notices, state.cards, state.accepts] =
          await Promise.all([
            api.codes(),
            api.trades(),
            api.refunds(),
            api.messages(),
            api.cards(),
            api.accepts(),
          ]);
      } catch (error) {
        if (!(error instanceof SandboxApiError)) throw error;
      }
    },

    choosePerson(id: string): void {
      state.personId = id;
      memory.setItem(PERSON_KEY, id);
    },

    /** One more message of a template may come. */
    async acceptTemplate(templateId: string): Promise<void> {
      await api.acceptTemplate(templateId, state.personId);
      state.accepts = await api.accepts();
    },

    show(name: 'home' | 'messages' | 'control' | 'scan'): void {
      state.screen = { name };
    },

    scan: (text: string) =>
      tap(async () => {
        const scanned = await api.scan(text, state.personId);
        return scanned.kind === 'pay'
          ? { name: 'pay', trade: scanned.trade }
          : { name: 'login', login: scanned.login };
      }),

    /** A shop has scanned the holder's code and WeChat asks for a password: the pay screen again. */
    answerShop(trade: TradeView): void {
      state.screen = { name: 'pay', trade };
    },

    /** 付款码: shows the holder's code to a shop's scanner; again when it is too old. */
    showCode: () => tap(async () => ({ name: 'code', code: await api.authCode(state.personId) })),

    leave: (trade: TradeView) =>
      tap(async () => {
        if (trade.state === 'USERPAYING') await api.decline(trade.outTradeNo);
        return { name: 'home' };
      }),

    pay: (trade: TradeView) =>
      tap(async () => ({ name: 'paid', trade: await api.pay(trade.outTradeNo, state.personId) })),

    agree: (login: LoginView) =>
      tap(async () => ({ name: 'done', what: 'agreed', login: await api.agree(login.uuid, state.personId) })),

    /** 拒绝 sends the page back without a code; 关掉不理 leaves it standing. Real WeChat has done both. */
    refuse: (login: LoginView, options: { redirect: boolean }) =>
      tap(async () => ({
        name: 'done',
        what: options.redirect ? 'refused' : 'ignored',
        login: await api.refuse(login.uuid, options),
      })),
  };
}
