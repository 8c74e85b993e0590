import { readFileSync, readlinkSync } from 'node:fs';

/**
 * When a process started, as Linux tells it: clock ticks since the machine's boot (field 22 of
 * /proc/<pid>/stat, proc_pid_stat(5)) behind the boot's id. A number that was given to another process since
 * then has another start. `undefined` where there is no /proc, and of a
 * process that is gone.
 */
export function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const ticks = fields[22 - 3];
    // Z: killed, and only waiting for its parent to look.
    return ticks === undefined || state === 'Z' ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}

/**
 * The namespace in which our process numbers count (pid_namespaces(7)): a container has its own, and sees no
 * process of another. `undefined` where there is no /proc.
 */
export function pidNamespace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
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
  // Where there is no /proc the number is all there is to go by.
  if (start === undefined || processStart(process.pid) === undefined) return true;
  return start === processStart(pid);
}
