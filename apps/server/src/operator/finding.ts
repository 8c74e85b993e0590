/** What was found about one thing that the shop needs. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  /** `warn`: it works, and somebody should know. `none`: it is not set up, and need not be. */
  readonly state: 'ok' | 'warn' | 'fail' | 'none';
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

const MARKS = { ok: '✓', warn: '!', fail: '✗', none: '–' } as const satisfies Record<
  Finding['state'],
  string
>;

/** Writes findings as an operator reads them in a terminal: a line each, and what to do beneath. */
export function writeFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, detail, advice }) => [
    `${MARKS[state]} ${name.padEnd(width)}  ${detail}`,
    ...(advice === undefined ? [] : [`  ${' '.repeat(width)}  → ${advice}`]),
  ]);
  return `${lines.join('\n')}\n`;
}
