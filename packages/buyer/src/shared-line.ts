/** `idle`: nobody listens. `refused`: the server will not have us; it is not tried again. */
export type LineState = 'idle' | 'connecting' | 'online' | 'catching-up' | 'offline' | 'refused';

interface LineMessage {
  seq?: number | undefined;
  json: () => unknown;
}

export interface Listening {
  /** The journal number that is already known: messages after it follow. Without one, only what comes now. */
  after?: number;
  onMessage: (message: LineMessage) => void;
  /** `recovered: false` when messages were lost for good: load the state anew. */
  onRecovery?: (recovery: { recovered: boolean }) => void;
  /** The server does not let us listen to this; nothing will come. */
  onRefused?: () => void;
}

/** What we use of `@carillon/client`. */
export interface Line {
  onState: (listener: (state: { name: string }) => void) => () => void;
  subscribe: (destination: string, listening: Listening) => { unsubscribe: () => void };
  ask: (destination: string, body: object, key: string) => Promise<unknown>;
  connect: () => void;
  wake: () => void;
  close: () => void;
}

/** One line to the server for all who listen. */
export interface SharedLine {
  /** Listens to a destination until the returned function is called. The line stands while somebody listens. */
  listen: (destination: string, listening: Listening) => () => void;
  /**
   * Sends a message under a key, again after each lost line, until it is answered. Only while somebody listens.
   * Rejects with an error that has a `code`: the server's when it refused, `send_timed_out` when it is not known to
   * have it.
   */
  ask: (destination: string, body: object, key: string) => Promise<unknown>;
  /** Tries again now, because the buyer came back. */
  wake: () => void;
  /** Closes the line and keeps who listens, until `wake`: what they miss meanwhile they hear then. */
  pause: () => void;
}

interface Listener {
  start: (line: Line) => void;
  stop: () => void;
}

/**
 * One line to the server for all who listen, opened for the first and closed after the last.
 * @param openLine makes a line that is not connected yet; rejects when its script cannot be loaded
 * @param onState told each state of the line; it begins with `idle`
 */
export function createSharedLine(
  openLine: () => Promise<Line>,
  onState: (state: LineState) => void,
): SharedLine {
  const listeners = new Set<Listener>();
  let line: Line | undefined;
  let opening: Promise<void> | undefined;
  let isPaused = false;

  async function open(): Promise<void> {
    onState('connecting');
    try {
      const opened = await openLine();
      if (listeners.size === 0) return;
      line = opened;
      line.onState(({ name }) => {
        if (line === opened) onState(toLineState(name));
      });
      for (const listener of listeners) listener.start(line);
      if (!isPaused) line.connect();
    } catch {
      onState('offline');
    } finally {
      opening = undefined;
      if (listeners.size === 0) hangUp();
    }
  }

  function hangUp(): void {
    const standing = line;
    line = undefined;
    onState('idle');
    standing?.close();
  }

  return {
    listen(destination, listening) {
      const listener = createListener(destination, listening);
      listeners.add(listener);
      if (line) listener.start(line);
      else opening ??= open();
      return () => {
        listener.stop();
        if (listeners.delete(listener) && listeners.size === 0 && !opening) hangUp();
      };
    },
    async ask(destination, body, key) {
      if (!line) await (opening ??= open());
      if (!line) throw Object.assign(new Error('no line'), { code: 'network' });
      return line.ask(destination, body, key);
    },
    pause() {
      isPaused = true;
      line?.close();
    },
    wake() {
      if (isPaused) line?.connect();
      isPaused = false;
      if (line) line.wake();
      else if (listeners.size > 0) opening ??= open();
    },
  };
}

function createListener(destination: string, listening: Listening): Listener {
  let subscription: { unsubscribe: () => void } | undefined;
  return {
    start: (line) => (subscription = line.subscribe(destination, listening)),
    stop: () => subscription?.unsubscribe(),
  };
}

function toLineState(name: string): LineState {
  const states: LineState[] = ['connecting', 'online', 'catching-up', 'offline', 'refused'];
  return states.find((state) => state === name) ?? 'idle';
}
