import { WeChatError } from '../errors/wechat-error.ts';
import { parseObject } from '../http/json.ts';

const ELEMENT = /<(\w{1,64})>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*)|[\s\S]*?)<\/\1>\s*/y;
const [FRAME_START, FRAME_END] = ['<xml>', '</xml>'];
/** Numbers of messages are beyond 2^53, and would be rounded: they are read as texts. What is a text already is not. */
const TEXT_OR_LONG_NUMBER = /"(?:[^"\\]|\\[\s\S])*"?|(?<![\w.+-])\d{16,20}(?![\w.+-])/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** The events with most fields have some twenty. */
const MOST_FIELDS = 64;

/**
 * Reads the fields of a message that WeChat pushes, as XML (an `<xml>` of elements without attributes) or as a JSON
 * object: the account's administration page chooses. What has children of its own is passed over. Throws
 * `wechat_push_malformed`.
 */
export function readPushFields(text: string): ReadonlyMap<string, string> {
  const trimmed = text.trim();
  const fields = trimmed.startsWith('{') ? readJson(trimmed) : readXml(trimmed);
  if (!fields) throw new WeChatError('wechat_push_malformed', 'The message push has no fields to be read.');
  return fields;
}

function readJson(text: string): Map<string, string> | undefined {
  const exact = text.replaceAll(TEXT_OR_LONG_NUMBER, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
  const object = parseObject(Buffer.from(exact));
  if (!object) return undefined;
  const entries = Object.entries(object).slice(0, MOST_FIELDS);
  return new Map(
    entries.flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

function readXml(text: string): Map<string, string> | undefined {
  // Anybody may send us the outer frame: nothing here may look at it more than a few times.
  if (!text.startsWith(FRAME_START) || !text.endsWith(FRAME_END)) return undefined;
  const content = text.slice(FRAME_START.length, -FRAME_END.length).trimStart();
  const fields = new Map<string, string>();
  let position = 0;
  while (position < content.length && fields.size < MOST_FIELDS) {
    ELEMENT.lastIndex = position;
    const [whole, name = '', data, plain] = ELEMENT.exec(content) ?? [];
    const value = data ?? (plain === undefined ? undefined : unescape(plain));
    if (whole === undefined || fields.has(name)) return undefined;
    if (value !== undefined) fields.set(name, value);
    position += whole.length;
  }
  return position === content.length ? fields : undefined;
}

function unescape(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole).trim();
}
