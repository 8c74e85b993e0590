import { readFileSync } from 'node:fs';

/** User and system time that a process has used, from /proc (proc(5), fields 14 and 15, in 1/100 s). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
