import { computed, reactive, readonly } from 'vue';
import type { LoginView, PendingCodes, PersonView, TradeView } from '../src/control/api-types.ts';
import { SandboxApiError } from './sandbox-api.ts';
import type { SandboxApi } from './sandbox-api.ts';

export type Screen =
  | { name: 'home' }
  | { name: 'messages' }
  | { name: 'wire' }
  | { name: 'scan' }
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
  screen: Screen;
  /** A call is under way; a second tap does nothing. */
  busy: boolean;
}

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
    screen: { name: 'home' },
    busy: false,
  });
  const person = computed(() => state.people.find(({ id }) => id === state.personId) ?? state.people[0]);
  /** The holder's receipts, newest first. */
  const receipts = computed(() => state.trades.filter(({ payment }) => payment?.person === state.personId));

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
    receipts,

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
        [state.codes, state.trades] = await Promise.all([api.codes(), api.trades()]);
      } catch (error) {
        if (!(error instanceof SandboxApiError)) throw error;
      }
    },

    choosePerson(id: string): void {
      state.personId = id;
      memory.setItem(PERSON_KEY, id);
    },

    show(name: 'home' | 'messages' | 'wire' | 'scan'): void {
      state.screen = { name };
    },

    scan: (text: string) =>
      tap(async () => {
        const scanned = await api.scan(text, state.personId);
        return scanned.kind === 'pay'
          ? { name: 'pay', trade: scanned.trade }
          : { name: 'login', login: scanned.login };
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
