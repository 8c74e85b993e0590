import { readFileSync } from 'node:fs';

/**
 * When a process started, as Linux tells it: clock ticks since the machine's boot (field 22 of
 * /proc/<pid>/stat, proc_pid_stat(5)) behind the boot's id. A number that was given to another process since
 * then has another start. `undefined` where there is no /proc or no such process.
 */
export function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}

/** Whether a process of that number exists and, where it can be known, is the one that started then. */
export function isAlive(pid: number, start: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startNow = processStart(pid);
  return start === undefined || startNow === undefined || start === startNow;
}
