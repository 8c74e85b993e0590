/** What a field may hold, by what its key begins with. Source: 订阅消息参数值内容限制说明. */
const RULES: readonly [prefix: string, rule: RegExp][] = [
  ['thing', /^.{1,20}$/su],
  ['number', /^[\d.-]{1,32}$/u],
  ['letter', /^[A-Za-z]{1,32}$/u],
  ['symbol', /^[^\p{L}\p{N}]{1,5}$/u],
  ['character_string', /^[\x20-\x7e]{1,32}$/u],
  ['amount', /^[^\d\s]?\d{1,10}(?:\.\d+)?元?$/u],
  ['phone_number', /^[\d+\-() ]{1,17}$/u],
  ['car_number', /^.{1,8}$/u],
  ['phrase', /^\p{Script=Han}{1,5}$/u],
  ['name', /^(?:.{1,10}|[\x20-\x7e]{1,20})$/u],
];
/** Of older templates, whose keys are `first`, `keyword1` and `remark`. */
const PLAIN = /^.{1,200}$/su;

/** The name of the first field that breaks its rule, as 47003 tells it; undefined when all are right. */
export function findBadField(fields: Readonly<Record<string, string>>): string | undefined {
  const bad = Object.entries(fields).find(([key, text]) => {
    const rule = RULES.find(([prefix]) => new RegExp(`^${prefix}\\d*$`).test(key))?.[1] ?? PLAIN;
    return text.trim() === '' || !rule.test(text);
  });
  return bad && `data.${bad[0]}.value`;
}
