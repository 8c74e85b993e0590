import { createPassScreen } from '@carillon/buyer';
import type { PassScreen } from '@carillon/buyer';
import { ApiError, passDestination } from '@carillon/contract';
import type { Pass, PassEntry, PassEvent } from '@carillon/contract';
import { brightenScreen } from '../../lib/bright-screen.ts';
import { follow } from '../../lib/follow.ts';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api, line } from '../../lib/parts.ts';
import { entryView, passView, screenView } from '../../lib/pass-view.ts';
import type { EntryView, PassView, ScreenView } from '../../lib/pass-view.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { say, setTitle, shake } from '../../lib/wechat-screen.ts';

interface PassData {
  words: Record<
    'left' | 'show' | 'history' | 'older' | 'terms' | 'forStaff' | 'brighter' | 'again' | 'done',
    string
  >;
  state: PageState;
  pass: PassView | null;
  entries: EntryView[];
  hasOlder: boolean;
  /** The code over the whole screen, while it is shown. */
  screen: ScreenView | null;
  /** While the line is down: the code counts all the same. */
  offline: string;
}

/** Often enough that no code outlives its time by what the eye sees. */
const TICK_MS = 250;
/** How often it is asked what a scan came to, while the line does not tell. */
const ASK_EVERY_MS = 2_000;

interface Shown {
  readonly screen: PassScreen;
  /** The phone's own brightness while nobody looks, the brightest there is while somebody does. */
  setBright(isBright: boolean): void;
  stop(): void;
}

/** One pass: what is left of it, its code over the whole screen, and what was booked on it. */
function openPass({ query, show }: PageView<PassData>): PageLogic {
  const locale = speaks();
  const t = wordsOf(locale);
  const passId = Number(query.id);
  let entries: readonly PassEntry[] = [];
  let next: number | null = null;
  let shown: Shown | undefined;

  const following = follow<Pass>({
    line,
    async read() {
      const { pass, seq, ...booked } = await api('readPass', { params: { passId } });
      ({ entries, next } = booked);
      paintEntries();
      return { value: pass, seq };
    },
    destination: () => passDestination(passId),
    valueOf: ({ pass }: PassEvent) => pass,
    onEvent({ result }: PassEvent) {
      if (result) shown?.screen.take(result);
      void readEntries(undefined);
    },
    onValue: (pass) => show({ state: {}, pass: passView(pass, { t, locale }) }),
    onError(error) {
      if (error === undefined) return;
      const isMissing = error instanceof ApiError && error.status === 404;
      const missing = { title: t('passes.missing'), text: t('passes.missingText') };
      show({ state: isMissing ? missing : failedState(t, error), pass: null });
    },
  });

  function paintEntries(): void {
    show({ entries: entries.map((entry) => entryView(entry, { t, locale })), hasOlder: next !== null });
  }

  async function readEntries(before: number | undefined): Promise<void> {
    try {
      const page = await api('readPass', { params: { passId }, query: { before } });
      entries = before === undefined ? page.entries : [...entries, ...page.entries];
      ({ next } = page);
      paintEntries();
    } catch {
      if (before !== undefined) say(t('passes.olderFailed'));
    }
  }

  function openScreen(): Shown {
    let painted: ScreenView | undefined;
    let isStopped = false;
    let dim: (() => void) | undefined;
    const screen = createPassScreen({
      show: async () => (await api('showPass', { params: { passId } })).showing,
      readResult: async ({ id: showingId }) =>
        (await api('readPassResult', { params: { passId, showingId } })).result,
      nowMs: Date.now,
      onState(state) {
        // The server may begin to show it after the buyer has closed it.
        if (isStopped) return;
        const view = screenView(state, t);
        // The page is told what changed, not four times a second that nothing did.
        if (JSON.stringify(view) === JSON.stringify(painted)) return;
        painted = view;
        show({ screen: view });
        if (state.name === 'scanned') shake();
      },
    });
    const ticking = setInterval(() => screen.tick(), TICK_MS);
    const asking = setInterval(() => {
      if (line.isAwake() && line.state() !== 'online') void screen.ask();
    }, ASK_EVERY_MS);
    function setBright(isBright: boolean): void {
      if (isBright === (dim !== undefined)) return;
      dim?.();
      dim = isBright ? brightenScreen() : undefined;
    }

    setBright(true);
    void screen.open();
    return {
      ...{ screen, setBright },
      stop() {
        isStopped = true;
        clearInterval(ticking);
        clearInterval(asking);
        setBright(false);
      },
    };
  }

  function closeScreen(): void {
    shown?.stop();
    shown = undefined;
    show({ screen: null });
  }

  const stopWatchingLine = line.onState((state) => {
    show({ offline: state === 'offline' ? t('line.offline') : '' });
  });
  setTitle(t('passes.title'));
  show({
    words: {
      ...{ left: t('passes.left'), show: t('passes.show'), history: t('passes.history') },
      ...{ older: t('passes.older'), terms: t('passes.terms'), forStaff: t('passes.code.forStaff') },
      ...{ brighter: t('passes.code.brighter'), again: t('passes.code.again'), done: t('passes.code.done') },
    },
    state: loadingState(t),
  });

  return {
    onShow() {
      following.resume();
      // What was scanned while the code stood still is asked at once.
      void shown?.screen.ask();
      shown?.setBright(true);
    },
    onHide: () => shown?.setBright(false),
    onUnload() {
      shown?.stop();
      stopWatchingLine();
      following.stop();
    },
    acts: {
      retry: () => following.reload(),
      open: () => (shown ??= openScreen()),
      again: () => shown?.screen.open(),
      close: closeScreen,
      older: () => (next === null ? undefined : readEntries(next)),
    },
  };
}

definePage<PassData>(
  {
    words: {
      ...{ left: '', show: '', history: '', older: '', terms: '', forStaff: '' },
      ...{ brighter: '', again: '', done: '' },
    },
    ...{ state: {}, pass: null, entries: [], hasOlder: false, screen: null, offline: '' },
  },
  openPass,
);
