import { createSharedLine } from '@carillon/buyer';
import { createFakeLine } from '@carillon/buyer/testing';
import { vi } from 'vitest';
import type { ShopLine } from '../lib/shop-line.ts';

interface Instance {
  readonly data: Record<string, unknown>;
  setData(changes: object): void;
}

interface Registered {
  readonly data: object;
  readonly methods: Readonly<Record<string, (this: Instance, told?: object) => void>>;
}

/** A page without its WXML: what it would show, and what can be done on it. */
export interface LonePage {
  readonly data: Readonly<Record<string, unknown>>;
  /** How often it put something on the screen. */
  paints(): number;
  act(name: string, data?: object, detail?: object): void;
  show(): void;
  hide(): void;
  close(): void;
}

/**
 * Loads a page's script where `wx` answers nothing.
 * @param load imports the script
 * @returns what opens the page
 */
export async function loadAlone(
  load: () => Promise<unknown>,
): Promise<(query?: Record<string, string>) => LonePage> {
  let registered: Registered | undefined;
  vi.stubGlobal('Component', (page: Registered) => (registered = page));
  const answers: Readonly<Record<string | symbol, unknown>> = {
    getStorageSync: () => '',
    getAppBaseInfo: () => ({ language: 'zh_CN' }),
  };
  vi.stubGlobal('wx', new Proxy(answers, { get: (known, name) => known[name] ?? (() => undefined) }));
  await load();
  const { data, methods } = registered ?? { data: {}, methods: {} };
  return (query = {}) => {
    let paints = 0;
    const instance: Instance = {
      data: { ...data },
      setData(changes) {
        paints += 1;
        Object.assign(instance.data, changes);
      },
    };
    const call = (name: string, event?: object) => methods[name]?.call(instance, event);
    call('onLoad', query);
    call('onShow');
    return {
      data: instance.data,
      paints: () => paints,
      act: (act, dataset = {}, detail = {}) =>
        call('act', { currentTarget: { dataset: { act, ...dataset } }, detail }),
      show: () => call('onShow'),
      hide: () => call('onHide'),
      close: () => call('onUnload'),
    };
  };
}

/** The mini program's line, whose other end a test holds. */
export function makeShopLine() {
  const far = createFakeLine();
  let state: ReturnType<ShopLine['state']> = 'idle';
  const shared = createSharedLine(
    () => Promise.resolve(far.line),
    (now) => (state = now),
  );
  const line: ShopLine = {
    ...shared,
    state: () => state,
    isAwake: () => true,
    onState: () => () => undefined,
  };
  return { line, far };
}
