/** What a page does, made anew each time it is opened. */
export interface PageLogic {
  onShow?(): void;
  /** Another page is on top, or WeChat is in the background. */
  onHide?(): void;
  onUnload?(): void;
  /** By name, what `bindtap="act" data-act="…"` and other bindings of the page do. */
  readonly acts: Readonly<Record<string, (event: PageEvent) => unknown>>;
}

/** What of an event the pages use: the element's `data-…`, and what a control says of itself. */
interface PageEvent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly detail: { readonly value?: unknown };
}

/** What a page's logic holds of its page. */
export interface PageView<Data> {
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Puts changes on the screen; nothing once the page is closed. */
  readonly show: (changes: Partial<Data>) => void;
}

interface Opened {
  readonly logic: PageLogic;
  isClosed: boolean;
}

interface BoundEvent {
  readonly currentTarget: { readonly dataset: Readonly<Record<string, unknown>> };
  readonly detail: unknown;
}

/**
 * Registers a page, as a component, so that tests can mount it alone (使用 Component 构造器构造页面).
 * @param data what is on the screen at first
 * @param open begins what the page does; called once per visit
 */
export function definePage<Data extends object>(data: Data, open: (view: PageView<Data>) => PageLogic): void {
  const pages = new WeakMap<object, Opened>();
  Component({
    data,
    options: { pureDataPattern: /^_/ },
    methods: {
      onLoad(query: Record<string, string | undefined>) {
        const show = (changes: Partial<Data>): void => {
          if (pages.get(this)?.isClosed !== true) this.setData(changes);
        };
        pages.set(this, { logic: open({ query, show }), isClosed: false });
      },
      onShow() {
        pages.get(this)?.logic.onShow?.();
      },
      onHide() {
        pages.get(this)?.logic.onHide?.();
      },
      onUnload() {
        const page = pages.get(this);
        if (page === undefined) return;
        page.isClosed = true;
        page.logic.onUnload?.();
      },
      act({ currentTarget: { dataset }, detail }: BoundEvent) {
        const act = pages.get(this)?.logic.acts[String(dataset.act)];
        act?.({ data: dataset, detail: typeof detail === 'object' && detail !== null ? detail : {} });
      },
    },
  });
}
