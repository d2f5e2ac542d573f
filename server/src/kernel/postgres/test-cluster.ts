import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  max_connections: '200',
  checkpoint_timeout: '1h',
};

/** A new directory under the system's temporary one that any user can enter. */
export const temporaryDirectory = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'isp-postgres-'));
  await chmod(dir, 0o755);
  return dir;
};

/** Removes a data directory, and its cluster where that is elsewhere. */
export const removeDataDir = async (dir: string): Promise<void> => {
  const elsewhere = (await readState(dir))?.relocated_to;
  if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
};

/** Starts a PostgreSQL for tests in a directory of its own, which `stop` removes. It forgets nothing but on a power cut. */
export const startTestCluster = async (options: {
  settings?: Settings;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> => {
  const dataDir = await temporaryDirectory();
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
