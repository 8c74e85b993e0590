import type { Line, Listening } from '../lib/realtime.ts';

/** A line that a test holds by its other end. */
export function createFakeLine() {
  const subscriptions = new Map<string, Listening>();
  let tell: (state: { name: string }) => void = () => undefined;
  const calls: string[] = [];
  const line: Line = {
    onState(listener) {
      tell = listener;
      return () => (tell = () => undefined);
    },
    subscribe(destination, listening) {
      subscriptions.set(destination, listening);
      return { unsubscribe: () => subscriptions.delete(destination) };
    },
    connect: () => calls.push('connect'),
    wake: () => calls.push('wake'),
    close: () => calls.push('close'),
  };
  return {
    line,
    calls,
    subscriptions,
    /** Lets the line be in a state. */
    become: (name: string) => tell({ name }),
    /** Delivers a message to whoever listens to the destination. */
    deliver: (destination: string, seq: number, payload: unknown) =>
      subscriptions.get(destination)?.onMessage({ seq, json: () => payload }),
    /** Lets the server refuse the subscription. */
    refuse: (destination: string) => subscriptions.get(destination)?.onRefused(),
    /** Answers the subscription: whether everything missed will follow. */
    recover: (destination: string, recovered: boolean) =>
      subscriptions.get(destination)?.onRecovery({ recovered }),
  };
}
