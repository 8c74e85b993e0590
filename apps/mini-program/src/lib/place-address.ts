import type { PlaceAddress } from '@carillon/buyer';

/** How a page of a place is opened: by a table's mini program code, by its printed address, or by another page. */
export interface PlaceQuery {
  /** Of a mini program code: the code of its table. */
  readonly scene?: string | undefined;
  /** Of an ordinary QR code that opens the mini program: the address in it. */
  readonly q?: string | undefined;
  readonly table?: string | undefined;
  readonly shop?: string | undefined;
}

/** Reads where the buyer is; undefined where that is not said. */
export function readPlaceAddress({ scene, q, table, shop }: PlaceQuery): PlaceAddress | undefined {
  if (q !== undefined) return readAddress(decode(q));
  const tableCode = table ?? scene;
  if (tableCode !== undefined && tableCode !== '') return { tableCode: decode(tableCode) };
  const shopId = Number(shop);
  return Number.isSafeInteger(shopId) && shopId > 0 ? { shopId } : undefined;
}

/** Reads the address that a shop's QR codes and pages have: `https://…/t/<code>`, `https://…/shops/<id>`. */
export function readAddress(address: string): PlaceAddress | undefined {
  const [, kind, name = ''] = /^https?:\/\/[^/]+\/(t|shops)\/([^/?#]+)/.exec(address) ?? [];
  if (kind === 't') return { tableCode: decode(name) };
  return kind === 'shops' && /^[1-9]\d*$/.test(name) ? { shopId: Number(name) } : undefined;
}

/** The query by which another page of the same place is opened. */
export function placeQuery(address: PlaceAddress): string {
  return 'tableCode' in address ? `table=${encodeURIComponent(address.tableCode)}` : `shop=${address.shopId}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
