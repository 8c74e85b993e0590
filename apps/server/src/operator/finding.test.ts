import { expect, test } from 'vitest';
import { writeFindings } from './finding.ts';

test('findings are written a line each, with what to do beneath', () => {
  const text = writeFindings([
    { name: 'database', state: 'ok', detail: 'PostgreSQL' },
    { name: 'redis', state: 'fail', detail: 'no answer', advice: 'Start it.' },
  ]);
  expect(text).toBe('✓ database  PostgreSQL\n✗ redis     no answer\n            → Start it.\n');
});
