import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresAlreadyRunning } from './faults.ts';
import { readIfThere, writeBeside } from './files.ts';
import { processStart, whereabouts } from './processes.ts';

const BEAT_MS = 2_000;
/** A holder we cannot see (another container or machine) that gives no beat for this long is dead. */
const SILENCE_MS = 10_000;

/** Who holds a lock: a process, named so that neither a used-again number nor another container is mistaken for it. */
interface Holder {
  readonly pid: number;
  readonly started: string | undefined;
  readonly host: string;
  readonly boot: string;
  readonly namespace: string;
  readonly token: string;
}

/** A lock we hold. `tookOver` tells that its last holder died without letting go; `token` is in the file while it is ours. */
export interface Lock {
  readonly path: string;
  readonly token: string;
  readonly tookOver: boolean;
  release(): Promise<void>;
}

const ourselves = async (): Promise<Holder> => ({
  pid: process.pid,
  started: await processStart(process.pid),
  ...(await whereabouts()),
  token: randomUUID(),
});

const parseHolder = (text: string): Holder | undefined => {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
};

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** True when the file was made, whole, and false when there is one already. */
const createWhole = async (path: string, text: string): Promise<boolean> => {
  const beside = await writeBeside(path, text, 0o644);
  try {
    await link(beside, path).catch((error: unknown) => {
      if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      return writeFile(path, text, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
};

const lastBeat = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const beats = async (path: string, log: (line: string) => void): Promise<boolean> => {
  log(
    `${path} is held in another container or on another machine: watching for ${SILENCE_MS / 1000} s whether it lives`,
  );
  const first = await lastBeat(path);
  const end = performance.now() + SILENCE_MS;
  while (performance.now() < end) {
    await sleep(200);
    if ((await lastBeat(path)) !== first) return true;
  }
  return false;
};

const holderLives = async (path: string, holder: Holder | undefined, log: (line: string) => void): Promise<boolean> => {
  if (holder === undefined) return beats(path, log);
  const here = await whereabouts();
  const sameBoot = holder.boot === here.boot && (here.boot !== '' || holder.host === here.host);
  if (sameBoot && holder.namespace === here.namespace)
    return holder.started !== undefined && (await processStart(holder.pid)) === holder.started;
  return sameBoot || holder.host !== here.host ? beats(path, log) : false;
};

/** What became of a lock file: it is ours, or somebody who lives holds it. */
type Taken = { readonly tookOver: boolean } | { readonly by: Holder | undefined };

/**
 * Puts our text into a lock file that is not there, or whose holder is dead. Only who holds the file `.taking` beside it, by the same rules, may replace a dead
 * one's text, and by one rename: so of many that judged it dead at once one replaces it, and none the text of that one.
 */
const take = async (path: string, text: string, log: (line: string) => void): Promise<Taken> => {
  for (;;) {
    if (await createWhole(path, text)) return { tookOver: false };
    const found = await readIfThere(path);
    if (found === undefined) continue;
    const other = parseHolder(found);
    if (await holderLives(path, other, log)) return { by: other };
    const taking = `${path}.taking`;
    const turn = await take(taking, text, log);
    if ('by' in turn) return turn;
    try {
      if ((await readIfThere(path)) !== found) continue;
      await rename(await writeBeside(path, text, 0o644), path);
      return { tookOver: true };
    } finally {
      await rm(taking, { force: true });
    }
  }
};

/** Touches the file at every beat; what counts is that the time stamp changes, so it is a plain counter. */
const heartbeat = (handle: FileHandle): NodeJS.Timeout => {
  let beat = 1;
  const timer = setInterval(() => void handle.utimes(++beat, beat).catch(() => undefined), BEAT_MS);
  return timer.unref();
};

const hold = async (path: string, holder: Holder, text: string, tookOver: boolean): Promise<Lock> => {
  const handle = await open(path, 'r+');
  const timer = heartbeat(handle);
  const letGo = async () => {
    clearInterval(timer);
    await handle.close();
    if ((await readIfThere(path)) === text) await rm(path, { force: true });
  };
  let released: Promise<void> | undefined;
  return {
    path,
    token: holder.token,
    tookOver,
    release: () => {
      released ??= letGo();
      return released;
    },
  };
};

/**
 * Takes the lock file of a cluster, or throws `PostgresAlreadyRunning` (naming `dir`) while its holder lives.
 * A lock whose holder is dead is taken over.
 */
export const acquireLock = async (path: string, dir: string, log: (line: string) => void): Promise<Lock> => {
  const holder = await ourselves();
  const text = `${JSON.stringify(holder, null, 2)}\n`;
  const taken = await take(path, text, log);
  if ('by' in taken) throw PostgresAlreadyRunning({ dir, pid: taken.by?.pid });
  return hold(path, holder, text, taken.tookOver);
};
