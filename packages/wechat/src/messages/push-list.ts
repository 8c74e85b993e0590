import { objectsIn, objectIn, parseObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { readPushFields } from './push-fields.ts';

/** Under one of these, or at the top: JSON leaves the frame out. 订阅消息, 事件推送. */
const FRAMES = ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent'];
const ITEM = /<List>([\s\S]*?)<\/List>/g;
/** A request for templates has at most five. */
const MOST_ITEMS = 16;

/** Reads the items of the `List` in a push of subscribe messages, XML or JSON: one, several, or none. */
export function readPushList(text: string): ReadonlyMap<string, string>[] {
  const trimmed = text.trim();
  const items = trimmed.startsWith('{') ? itemsOfJson(trimmed) : itemsOfXml(trimmed);
  return items.slice(0, MOST_ITEMS).map((item) => readPushFields(item));
}

function itemsOfJson(text: string): string[] {
  const object: JsonObject = parseObject(Buffer.from(text)) ?? {};
  const frame = FRAMES.map((name) => objectIn(object, name)).find((found) => found !== undefined) ?? object;
  const one = objectIn(frame, 'List');
  const list = one === undefined ? (objectsIn(frame, 'List') ?? []) : [one];
  return list.map((item) => JSON.stringify(item));
}

function itemsOfXml(text: string): string[] {
  return [...text.matchAll(ITEM)].map(([, fields = '']) => `<xml>${fields}</xml>`);
}
