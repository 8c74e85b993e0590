import { encode } from 'uqr';

/**
 * Draws a QR as one SVG path of unit squares, with the four modules of quiet zone that readers need.
 * Correction level M: a table's code gets sauce on it.
 * @returns the path, and the side of the square it is drawn in.
 */
export function qrPath(text: string): { path: string; side: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { path, side: size };
}
