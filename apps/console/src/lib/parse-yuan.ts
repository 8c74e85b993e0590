/** Reads an amount that somebody typed in yuan as whole fen: `12.5` is 1250. Undefined when it is none. */
export function parseYuan(text: string): number | undefined {
  const parts = /^[¥￥]?\s*(\d{1,7})(?:[.。](\d{1,2}))?$/.exec(text.trim());
  if (!parts) return undefined;
  const [, yuan = '', fen = ''] = parts;
  return Number(yuan) * 100 + Number(fen.padEnd(2, '0'));
}
