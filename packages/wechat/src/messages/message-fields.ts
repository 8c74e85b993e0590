/**
 * What the fields of a message may hold, by the kind that begins their key: `thing1`, `amount2`. A service account's
 * older templates have keys without a kind (`first`, `keyword1`, `remark`). Mini programs, 发送订阅消息,
 * 订阅消息参数值内容限制说明.
 */

/** Of a field whose key names no kind; WeChat shows no more of it anyway. */
const MOST_CHARACTERS = 200;

interface FieldRule {
  readonly mostCharacters: number;
  readonly pattern?: RegExp;
}

const RULES: Readonly<Record<string, FieldRule>> = {
  thing: { mostCharacters: 20 },
  number: { mostCharacters: 32, pattern: /^-?\d+(\.\d+)?$/ },
  letter: { mostCharacters: 32, pattern: /^[A-Za-z]+$/ },
  symbol: { mostCharacters: 5, pattern: /^[^\p{L}\p{N}]+$/u },
  character_string: { mostCharacters: 32, pattern: /^[\x20-\x7e]+$/ },
  time: { mostCharacters: 32, pattern: /\d/ },
  date: { mostCharacters: 32, pattern: /\d/ },
  amount: { mostCharacters: 12, pattern: /^[^\d\s]?\d{1,10}(\.\d+)?元?$/u },
  phone_number: { mostCharacters: 17, pattern: /^[\d+() -]+$/ },
  car_number: { mostCharacters: 8 },
  phrase: { mostCharacters: 5, pattern: /^\p{Script=Han}+$/u },
};
/** A name is up to 10 Chinese characters, or up to 20 of others. */
const NAME_MOST = { chinese: 10, other: 20 };

/** Whether a field may hold this text. */
export function isFieldText(key: string, text: string): boolean {
  const pattern = RULES[kindOf(key)]?.pattern;
  return text.trim() !== '' && characters(text) <= mostCharacters(key, text) && (pattern?.test(text) ?? true);
}

/**
 * Cuts a text to what a field shows, with an ellipsis where something is missing; a text that fits stays as it is.
 * Whether its characters are the field's is not changed: that is a mistake to be seen.
 */
export function toMessageText(key: string, text: string): string {
  const most = mostCharacters(key, text);
  if (characters(text) <= most) return text;
  return `${Array.from(text)
    .slice(0, most - 1)
    .join('')}…`;
}

function kindOf(key: string): string {
  return key.replace(/\d+$/, '');
}

function mostCharacters(key: string, text: string): number {
  if (kindOf(key) === 'name') return /\p{Script=Han}/u.test(text) ? NAME_MOST.chinese : NAME_MOST.other;
  return RULES[kindOf(key)]?.mostCharacters ?? MOST_CHARACTERS;
}

/** Characters as people count them, not UTF-16 units. */
function characters(text: string): number {
  return Array.from(text).length;
}
