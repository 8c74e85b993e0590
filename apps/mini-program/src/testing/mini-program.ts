import { createRequire } from 'node:module';
import path from 'node:path';
import { Window } from 'happy-dom';
import type { Phone } from './phone.ts';

/** What the pages let be tapped. */
const TAPPED = '.button,.stepper__button,.sheet__choice,.checkout__way,.card';

/** A page that is open on the phone. */
export interface OpenPage {
  /** All that is to be read on it. */
  text(): string;
  /** What it put on the screen, by name. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Taps what has this text, or does this (`data-act`), with these `data-…`. */
  tap(what: string, data?: Readonly<Record<string, unknown>>): void;
  show(): void;
  close(): void;
}

/** The built mini program, started on a phone. */
export interface MiniProgram {
  open(url: string): OpenPage;
  /** WeChat goes to the background: 5 s later no code runs any more. */
  hide(): void;
  show(): void;
}

/** What of a drawn element is read. */
interface Drawn {
  readonly textContent: string | null;
}

interface Simulated {
  readonly dom: Drawn;
  readonly _exparserNode: { readonly dataset: Readonly<Record<string, unknown>> };
  readonly data: Record<string, unknown>;
  readonly instance: Record<'onLoad' | 'onShow' | 'onUnload', (query?: object) => void>;
  attach(parent: unknown): void;
  detach(): void;
  querySelectorAll(selector: string): Simulated[];
  dispatchEvent(name: string, options?: object): void;
}

interface Simulate {
  load(page: string, options: { rootPath: string }): string;
  render(id: string): Simulated;
}

/**
 * Starts what was built into a folder, as WeChat's developer tools would (miniprogram-simulate), with Tencent's own
 * compiler of WXML.
 */
export function startMiniProgram(folder: string, phone: Phone): MiniProgram {
  const window = new Window();
  const { document } = window;
  let app: Partial<Record<'onShow' | 'onHide', () => void>> = {};
  Object.assign(globalThis, { window, document, wx: phone.wx, CustomEvent: window.CustomEvent });
  Object.assign(globalThis, { App: (options: typeof app) => (app = options) });
  const load = createRequire(path.join(folder, 'app.js'));
  const simulate = createRequire(import.meta.url)('miniprogram-simulate') as Simulate;
  // What the simulator brings of its own would answer nothing.
  Object.assign(globalThis, { wx: phone.wx });
  load('./app.js');
  app.onShow?.();

  return {
    hide: () => app.onHide?.(),
    show: () => app.onShow?.(),
    open(url) {
      const [page = '', query = ''] = url.replace(/^\//, '').split('?');
      const component = simulate.render(simulate.load(path.join(folder, page), { rootPath: folder }));
      component.attach(document.body);
      component.instance.onLoad(Object.fromEntries(new URLSearchParams(query)));
      component.instance.onShow();
      return openPage(component);
    },
  };
}

function openPage(component: Simulated): OpenPage {
  const text = (dom: Drawn): string => (dom.textContent ?? '').replace(/\s+/g, ' ').trim();

  function find(what: string, data: Readonly<Record<string, unknown>>): Simulated {
    const found = component.querySelectorAll(TAPPED).find(({ dom, _exparserNode: { dataset } }) => {
      const isNamed = dataset.act === what || text(dom) === what;
      return isNamed && Object.entries(data).every(([name, value]) => dataset[name] === value);
    });
    if (!found) throw new Error(`nothing is to be tapped as ${what} in: ${text(component.dom)}`);
    return found;
  }

  return {
    text: () => text(component.dom),
    get data() {
      return component.data;
    },
    tap: (what, data = {}) => find(what, data).dispatchEvent('tap'),
    show: () => component.instance.onShow(),
    close() {
      component.instance.onUnload();
      component.detach();
    },
  };
}
