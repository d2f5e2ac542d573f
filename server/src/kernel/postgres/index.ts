/**
 * PostgreSQL of our own: a real server, started, watched and stopped by the platform, with its files in the data directory.
 *
 * A *cluster* is PostgreSQL's word for the directory with all its databases; the *postmaster* is its first process, the server. The
 * *owner* is the system user it runs as when the platform runs as root. The *lock* beside the cluster says which platform runs it; the
 * *watchdog* ends the server of a platform that was killed and did not come back, and a platform that comes back in time keeps it.
 */
import type { Fault } from '@isp/values';
import { urlOf } from './address.ts';
import { fileFault } from './disk.ts';
import { acquireLock, type Lock } from './lock.ts';
import { DATABASE } from './probe.ts';
import type { Settings } from './settings.ts';
import { type Opened, openPlace, openServer, reopen } from './start.ts';
import { supervise } from './supervise.ts';

/** A running server. Its `url` stays the same for as long as it runs, through crashes and restarts. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** The directory of its Unix socket, when it has one; `url` uses it then. */
  readonly socketDir?: string | undefined;
  /** The process number of the server as it is now. */
  readonly pid: number;
  /** Comes only when the server failed again and again and is not started any more. */
  readonly failure: Promise<Fault>;
  /** Shuts the server down (open transactions are rolled back) and lets the data directory go. Twice is as good as once. */
  stop(): Promise<void>;
}

/** Where and how to run it. `settings` are PostgreSQL's own, and win over all configuration files. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly settings?: Settings;
  readonly log: (line: string) => void;
}

const keepRunning = ({ plan, running }: Opened, lock: Lock): EmbeddedPostgres => {
  const { place, address, password, log } = plan;
  const supervisor = supervise({ cluster: place.cluster, first: running, start: reopen(plan), log });
  let pid = running.pid;
  return {
    url: urlOf(address, password, DATABASE),
    socketDir: address.socketDir,
    failure: supervisor.failure,
    get pid() {
      pid = supervisor.pid() ?? pid;
      return pid;
    },
    stop: () => supervisor.stop().then(() => lock.release()),
  };
};

const open = async ({ dataDir, settings = {}, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const place = await openPlace(dataDir);
  const lock = await acquireLock(`${place.cluster}.lock`, place.home, log);
  try {
    return keepRunning(await openServer(place, lock, settings, log), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/**
 * Starts the PostgreSQL of a data directory, made at the first start, and keeps it running until `stop`.
 * Gives the connection string of the database `isp`. Refuses, with a fault that says what to do, a directory in use by another platform,
 * a full disk, the files of another major version, and a platform without binaries.
 *
 *     const postgres = await startEmbeddedPostgres({ dataDir: './data', log: console.error });
 *     const pool = new Pool({ connectionString: postgres.url });
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  try {
    return await open(options);
  } catch (error) {
    throw await fileFault(error, options.dataDir);
  }
};
