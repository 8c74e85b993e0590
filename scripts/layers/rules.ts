import { isTest } from './imports.ts';
import type { Import } from './imports.ts';
import { arrows, sealedFolders, strangers, testArrows } from './table.ts';
import type { Building } from './table.ts';

/** Says what is wrong with the imports inside a building, one sentence each; nothing when all is well. */
export function breachesOfRows(building: Building, imports: Import[]): string[] {
  const rowOf = new Map(building.rows.flatMap((row, index) => row.map((name) => [name, index] as const)));
  const breaches: string[] = [];
  for (const { from, to } of imports) {
    const fromName = nameIn(building, from);
    if (!rowOf.has(fromName) && !building.doors.includes(fromName) && !isTest(from)) {
      breaches.push(`${from}: ${fromName} has no row in the table`);
    }
    if (to === undefined || !to.startsWith(`${building.folder}/`) || isTest(from)) continue;
    const toName = nameIn(building, to);
    if (fromName === toName || building.doors.includes(fromName)) continue;
    const [fromRow, toRow] = [rowOf.get(fromName), rowOf.get(toName)];
    if (fromRow === undefined) continue;
    if (toRow === undefined || toRow <= fromRow) breaches.push(`${from} imports ${to}: only rows below`);
  }
  return [...new Set(breaches)];
}

/** Says which imports pass a domain's door by, or join two strangers. */
export function breachesOfDoors(imports: Import[]): string[] {
  const breaches: string[] = [];
  for (const { from, to } of imports) {
    if (to === undefined) continue;
    const sealed = sealedFolders.find((folder) => to.startsWith(`${folder}/`));
    if (sealed && !from.startsWith(`${sealed}/`) && to !== `${sealed}/index.ts`) {
      breaches.push(`${from} imports ${to}: only ${sealed}/index.ts is open`);
    }
    const street = strangers.find((folder) => from.startsWith(`${folder}/`) && to.startsWith(`${folder}/`));
    if (street && houseIn(street, from) !== houseIn(street, to)) {
      breaches.push(`${from} imports ${to}: features never import each other`);
    }
  }
  return breaches;
}

/** Says which imports cross workspaces against the arrows. */
export function breachesOfArrows(workspace: string, imports: Import[]): string[] {
  const allowed = arrows[workspace] ?? [];
  const allowedInTests = [...allowed, ...(testArrows[workspace] ?? [])];
  return imports.flatMap(({ from, specifier, to }) => {
    if (to !== undefined && !to.startsWith(`${workspace}/`))
      return [`${from} reaches out of its workspace: ${to}`];
    const other = /^@carillon\/([\w-]+)/.exec(specifier)?.[1];
    if (other === undefined || (isTest(from) ? allowedInTests : allowed).includes(other)) return [];
    return [`${from} imports ${specifier}: no such arrow`];
  });
}

function nameIn(building: Building, file: string): string {
  const [first = ''] = file.slice(building.folder.length + 1).split('/');
  return first
    .replace(/\.(ts|vue)$/, '')
    .replace(/\.test$/, '')
    .toLowerCase();
}

function houseIn(street: string, file: string): string {
  return file.slice(street.length + 1).split('/')[0] ?? '';
}
