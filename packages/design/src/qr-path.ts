import { encode } from 'uqr';

export interface QrPath {
  /** Modules on each side, with the quiet zone. */
  size: number;
  /** The dark modules as an SVG path, one unit to the module. */
  path: string;
}

/** The quiet zone that scanners need: four modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** Draws a text as a QR code. Runs of dark modules become one stroke, so that no hairlines show between them. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  }
  return { size, path };
}
