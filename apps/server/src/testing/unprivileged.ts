import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Unprivileged {
  /** Gives a file or folder to the user that commands run as. */
  own(file: string): void;
  /** The command line that runs a command as that user, and ends it when this process dies. */
  command(words: readonly string[]): string[];
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));

/** How to run a program that refuses to be root: as root it runs as `nobody`, else as whoever we are. */
export function createUnprivileged(): Unprivileged {
  const dieWithParent = SETPRIV ? [SETPRIV, '--pdeathsig', 'KILL'] : [];
  if (process.getuid?.() !== 0) {
    return {
      own: () => undefined,
      command: (words) => [...dieWithParent, ...(SETPRIV ? ['--'] : []), ...words],
    };
  }
  if (!SETPRIV) throw new Error('running as root, these tests need setpriv: apt-get install util-linux');
  const uid = idOf('-u');
  const gid = idOf('-g');
  const drop = ['--reuid', uid, '--regid', gid, '--clear-groups', '--'];
  return {
    own: (file) => execFileSync('chown', ['-R', `${uid}:${gid}`, file]),
    command: (words) => [...dieWithParent, ...drop, ...words],
  };
}

function idOf(option: '-u' | '-g'): string {
  return execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }).trim();
}
