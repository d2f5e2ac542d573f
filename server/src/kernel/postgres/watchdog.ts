import { spawn } from 'node:child_process';
import type { Lock } from './lock.ts';
import type { Place } from './place.ts';
import { asOwner } from './run.ts';

/**
 * Waits for the end of its input, which comes when the platform dies, however it dies. Then it gives a new platform five seconds to take the
 * lock over, and with it the server; when nobody came, it shuts the server down.
 */
const SCRIPT = `
read -r word
[ "$word" = done ] && exit 0
sleep 5
lock=$(cat "$3" 2>/dev/null)
case "$lock" in '' | *"$4"*) ;; *) exit 0 ;; esac
read -r running 2>/dev/null <"$2/postmaster.pid" && [ "$running" = "$1" ] && kill -INT "$1"
`;

/** Sets a watchdog on a server, so that it does not outlive a killed platform for long. Gives back how to call it off. */
export const setWatchdog = (pid: number, { cluster, owner }: Place, lock: Lock): (() => void) => {
  const args = ['-c', SCRIPT, 'isp-postgres-watchdog', String(pid), cluster, lock.path, lock.token];
  const child = spawn('/bin/sh', args, { ...asOwner(owner), stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return () => child.stdin.end('done\n');
};
