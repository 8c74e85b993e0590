import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isAlive, pidNamespace, processStart } from './process-identity.ts';

describe('the identity of a process', () => {
  it('stays the same while it lives and differs from its parent’s', () => {
    expect(processStart(process.pid)).toBe(processStart(process.pid));
    expect(processStart(process.pid)).toMatch(/^[\da-f-]{36}\/\d+$/);
    expect(processStart(process.pid)).not.toBe(processStart(1));
  });

  it('is not known of a process that is gone', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(processStart(pid)).toBeUndefined();
    expect(isAlive(pid, undefined)).toBe(false);
  });

  it('goes with the namespace in which its number counts', () => {
    expect(pidNamespace()).toMatch(/^pid:\[\d+\]$/);
    expect(pidNamespace()).toBe(pidNamespace());
  });

  it('tells a reused number by its start', () => {
    expect(isAlive(process.pid, processStart(process.pid))).toBe(true);
    expect(isAlive(process.pid, 'another-boot/1')).toBe(false);
  });
});
