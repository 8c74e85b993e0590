import { dayText, kindTerms, leftText, resultWords, validUntil, visitPriceFen } from '@carillon/buyer';
import type { Locale, PassScreenState, ResultWords, Translate } from '@carillon/buyer';
import type { Pass, PassEntry, PassKind } from '@carillon/contract';
import { formatFen } from '@carillon/contract';
import { qrPath } from '@carillon/design/qr-path';

interface ViewParts {
  readonly t: Translate;
  readonly locale: Locale;
}

/** A pass as the pages show it. */
export interface PassView {
  readonly id: number;
  readonly name: string;
  readonly shop: string;
  readonly left: number;
  readonly of: string;
  readonly state: string;
  /** Why it cannot be used; empty when it can. */
  readonly why: string;
  readonly canShow: boolean;
  readonly until: string;
  readonly terms: string;
}

export function passView(pass: Pass, { t, locale }: ViewParts): PassView {
  const { id, name, shopName, left, visits, state, terms, frozen } = pass;
  return {
    ...{ id, name, shop: shopName, left, terms },
    of: t('passes.of', { visits }),
    state: t(`passes.state.${state}`),
    why: state === 'active' ? '' : t(`passes.why.${state}`, { reason: frozen?.reason }),
    canShow: state === 'active',
    until: validUntil(t, pass, locale),
  };
}

/** A kind that a shop sells. */
export interface KindView {
  readonly id: number;
  readonly name: string;
  readonly visits: string;
  readonly terms: string;
  readonly each: string;
  readonly buy: string;
}

export function kindView(kind: PassKind, t: Translate): KindView {
  const { id, name, visits, terms, priceFen, maxPerBuyer } = kind;
  const cap = maxPerBuyer === null ? [] : [t('passes.shop.cap', { count: maxPerBuyer })];
  return {
    ...{ id, name, visits: t('passes.times', { visits }) },
    terms: [...kindTerms(t, kind), ...cap, terms].filter((said) => said !== '').join(' · '),
    each: t('passes.shop.each', { price: formatFen(visitPriceFen(kind)) }),
    buy: t('passes.shop.buy', { price: formatFen(priceFen) }),
  };
}

/** A line of a pass's ledger. */
export interface EntryView {
  readonly id: number;
  readonly what: string;
  readonly at: string;
  readonly left: string;
}

export function entryView({ id, at, what, left, note }: PassEntry, { t, locale }: ViewParts): EntryView {
  return {
    id,
    what: note === '' ? t(`passes.entry.${what}`) : `${t(`passes.entry.${what}`)} · ${note}`,
    at: dayText(at, locale),
    left: t('passes.leftAfter', { left }),
  };
}

/** The screen that shows a pass, as it is put on the page. */
export interface ScreenView {
  readonly name: PassScreenState['name'];
  /** Of the code, as the address of a picture; empty while there is none. */
  readonly picture: string;
  /** The code itself, for a scanner that reads no more: staff type it. */
  readonly code: string;
  readonly renews: string;
  readonly left: string;
  readonly result: ResultWords | null;
  readonly title: string;
  readonly text: string;
}

export function screenView(state: PassScreenState, t: Translate): ScreenView {
  const view: ScreenView = {
    name: state.name,
    ...{ picture: '', code: '', renews: '', left: '', result: null, title: '', text: '' },
  };
  switch (state.name) {
    case 'opening':
      return { ...view, title: t('passes.code.opening') };
    case 'showing':
      return {
        ...view,
        picture: qrPicture(state.code.code),
        code: state.code.code,
        renews: t('passes.code.renews', { seconds: Math.ceil(state.code.renewsInMs / 1_000) }),
        left: leftText(state.code.endsInMs),
        result: state.refused ? resultWords(t, state.refused) : null,
      };
    case 'scanned':
      return { ...view, result: resultWords(t, state.result) };
    case 'over':
      return { ...view, title: t('passes.code.over'), text: t('passes.code.overText') };
    case 'failed':
      return { ...view, title: t('passes.code.failed') };
  }
}

/** Black on white, also in the dark: scanners want it so. */
function qrPicture(code: string): string {
  const { size, path } = qrPath(code);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
