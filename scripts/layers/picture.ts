import { arrows, buildings } from './table.ts';

/** Draws the table as ARCHITECTURE.md shows it. */
export function drawPicture(): string {
  const rows = buildings.map(({ folder, rows }) =>
    [folder, ...rows.map((row) => `  ${row.join(' · ')}`)].join('\n'),
  );
  const lines = Object.entries(arrows)
    .filter(([, to]) => to.length > 0)
    .map(([from, to]) => `${from} -> ${to.join(', ')}`);
  return ['```', ...rows.join('\n\n').split('\n'), '', ...lines, '```'].join('\n');
}
