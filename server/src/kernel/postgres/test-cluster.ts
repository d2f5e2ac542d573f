import { chmod, mkdtemp, readdir, realpath, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import type { Settings } from './settings.ts';
import { readState } from './state.ts';

/** Fast, and lost with the power: nothing waits for the disk, and no log of changes is kept for others. */
const FAST: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '128MB',
  max_connections: '300',
  checkpoint_timeout: '1h',
  // Little of the log is kept: it may lie in memory.
  min_wal_size: '32MB',
  max_wal_size: '256MB',
};

const makeDirectory = async (prefix: string): Promise<string> => {
  const dir = await mkdtemp(prefix);
  await chmod(dir, 0o755);
  return dir;
};

/** A new directory under the system's temporary one that any user can enter. */
export const temporaryDirectory = (): Promise<string> => makeDirectory(join(tmpdir(), 'isp-postgres-'));

const MEMORY = '/dev/shm';
const IN_MEMORY = /^isp-postgres-of-(\d+)-/;
const GIB = 1_073_741_824;
/** What must be free there, and in the machine, before a cluster is put into memory. */
const ROOM = { there: 3 * GIB, machine: 6 * GIB };

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Removes the clusters in memory whose makers were killed. */
const clearMemory = async (): Promise<void> => {
  for (const name of await readdir(MEMORY)) {
    const maker = IN_MEMORY.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number.parseInt(maker, 10)))
      await rm(join(MEMORY, name), { recursive: true, force: true });
  }
};

const hasRoom = async (): Promise<boolean> => {
  const { bavail, bsize } = await statfs(MEMORY);
  return bavail * bsize >= ROOM.there && freemem() >= ROOM.machine;
};

/** A new directory, in memory where the system has one there with room enough (Linux): a database of a thousand files is copied ten times as fast there as on a disk. */
export const fastDirectory = async (): Promise<string> => {
  try {
    await clearMemory();
    if (await hasRoom()) return await makeDirectory(join(await realpath(MEMORY), `isp-postgres-of-${process.pid}-`));
  } catch {}
  return temporaryDirectory();
};

/** Removes a data directory, and its cluster where that is elsewhere. */
export const removeDataDir = async (dir: string): Promise<void> => {
  const elsewhere = (await readState(dir))?.relocated_to;
  if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
};

/** Starts a PostgreSQL for tests in a directory of its own, in memory where it can be, which `stop` removes. It forgets nothing but on a power cut. */
export const startTestCluster = async (options: {
  settings?: Settings;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> => {
  const dataDir = await fastDirectory();
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      log: options.log,
      settings: { ...FAST, ...options.settings },
    });
    return {
      url: server.url,
      socketDir: server.socketDir,
      failure: server.failure,
      get pid() {
        return server.pid;
      },
      stop: () => server.stop().then(() => removeDataDir(dataDir)),
    };
  } catch (error) {
    await removeDataDir(dataDir);
    throw error;
  }
};
