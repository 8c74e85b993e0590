const DIGITS = '零一二三四五六七八九';
const UNITS = ['', '十', '百', '千'];
const SECTIONS = ['', '万', '亿'];

/** Reads a whole number from 0 to 999 999 999 999 in Chinese: `42` is 四十二, `105` is 一百零五. */
export function chineseNumber(value: number): string {
  if (value === 0) return '零';
  let text = '';
  let gap = false;
  for (let section = SECTIONS.length - 1; section >= 0; section -= 1) {
    const part = Math.floor(value / 10_000 ** section) % 10_000;
    if (part === 0) {
      gap = text !== '';
      continue;
    }
    if (text !== '' && (gap || part < 1000)) text += '零';
    text += readSection(part) + (SECTIONS[section] ?? '');
    gap = false;
  }
  return text.replace(/^一十/, '十');
}

/** Reads digits one by one, as numbers that are called out are: `017` is 零一七. */
export function chineseDigits(digits: string): string {
  return digits.replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? digit);
}

/** Reads an amount of fen: `4200` is 四十二元, `4205` is 四十二元零五分, `1250` is 十二元五角. */
export function chineseAmount(amountFen: number): string {
  const yuan = Math.floor(amountFen / 100);
  const jiao = Math.floor(amountFen / 10) % 10;
  const fen = amountFen % 10;
  let text = '';
  if (yuan > 0 || amountFen === 0) text += `${yuan === 2 ? '两' : chineseNumber(yuan)}元`;
  if (jiao > 0) text += `${chineseNumber(jiao)}角`;
  else if (fen > 0 && yuan > 0) text += '零';
  if (fen > 0) text += `${chineseNumber(fen)}分`;
  return text;
}

function readSection(part: number): string {
  let text = '';
  let gap = false;
  for (let position = 3; position >= 0; position -= 1) {
    const digit = Math.floor(part / 10 ** position) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    if (gap) text += '零';
    gap = false;
    text += (DIGITS[digit] ?? '') + (UNITS[position] ?? '');
  }
  return text;
}
