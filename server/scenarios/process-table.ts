/** The processes of this machine, as Linux tells them in /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A file's text; empty when there is none. */
export const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Every process that lives. */
export const processes = (): Process[] => {
  if (!existsSync('/proc/self/stat')) throw new Error('this scenario looks for processes in /proc');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = textOf(`/proc/${name}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
      return parent && state !== 'Z'
        ? [{ pid: Number.parseInt(name, 10), parent: Number.parseInt(parent, 10), command }]
        : [];
    });
};

/** True while a process lives. */
export const isAlive = (pid: number): boolean => processes().some((p) => p.pid === pid);

/** Sends a signal to a process, which may have ended already. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
};
