import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Binaries, program } from './binaries.ts';
import { diskFullFault } from './disk.ts';
import {
  PostgresBinariesUnusable,
  PostgresForeignServer,
  PostgresInitFailed,
  PostgresNotACluster,
  PostgresVersionMismatch,
} from './faults.ts';
import { replaceFile } from './files.ts';
import { endMakers } from './leftovers.ts';
import { hasCluster, noteRelocation, type Place } from './place.ts';
import { clusterProcesses } from './processes.ts';
import { run } from './run.ts';
import { isOff, type Settings, settingsFile } from './settings.ts';
import { readState, writeState } from './state.ts';

/** The superuser and the database that is made for the platform. */
export const SUPERUSER = 'isp';

const CONF = 'isp.conf';
const INCLUDE = `\n# Settings for this machine, written anew at every start; what follows this line wins over them.\ninclude_if_exists = '${CONF}'\n`;

/** What initdb is told beside the place: text is UTF-8, ordered by code point in every country alike; pages carry checksums. */
const CHOICES = [
  ...['--username', SUPERUSER, '--encoding', 'UTF8', '--auth', 'scram-sha-256', '--data-checksums'],
  ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
];

const syncChoice = (settings: Settings): string[] => {
  if (isOff(settings.fsync)) return ['--no-sync'];
  return process.platform === 'linux' ? ['--sync-method', 'syncfs'] : [];
};

/** What it takes to make, start and keep a cluster. */
export interface ClusterPlan {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly settings: Settings;
  readonly password: string;
  readonly log: (line: string) => void;
}

const firstError = (output: string): string =>
  /(?:FATAL|PANIC|error):\s*(.+)/.exec(output)?.[1] ?? (output.trim().split('\n').at(-1) || 'it gave no reason');

const giveToOwner = async ({ owner }: Place, path: string): Promise<void> => {
  if (owner !== undefined) await chown(path, owner.uid, owner.gid);
};

const emptyCluster = async (place: Place): Promise<void> => {
  await mkdir(place.cluster, { recursive: true });
  for (const name of await readdir(place.cluster))
    await rm(join(place.cluster, name), { recursive: true, force: true });
  await chmod(place.cluster, 0o700);
  await giveToOwner(place, place.cluster);
};

const withPasswordFile = async <T>(plan: ClusterPlan, use: (path: string) => Promise<T>): Promise<T> => {
  const path = `${plan.place.cluster}.initdb`;
  try {
    await replaceFile(path, `${plan.password}\n`, 0o600);
    await giveToOwner(plan.place, path);
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
};

const runInitdb = async (plan: ClusterPlan): Promise<void> => {
  const { place, binaries, settings } = plan;
  const { code, output } = await withPasswordFile(plan, (file) =>
    run(program(binaries, 'initdb'), ['-D', place.cluster, '--pwfile', file, ...CHOICES, ...syncChoice(settings)], {
      owner: place.owner,
    }),
  );
  if (code === 0) return;
  if (code === null || code === 127) throw PostgresBinariesUnusable({ dir: binaries.dir, reason: output.trim() });
  throw (
    (await diskFullFault(place.cluster, output)) ??
    PostgresInitFailed({ dir: place.cluster, reason: firstError(output) })
  );
};

const includeSettings = async (cluster: string): Promise<void> => {
  const handle = await open(join(cluster, 'postgresql.conf'), 'a');
  try {
    await handle.writeFile(INCLUDE);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const makeCluster = async (plan: ClusterPlan): Promise<void> => {
  const { place, log } = plan;
  const relocated_to = place.relocated ? place.cluster : undefined;
  await writeState(place.home, { phase: 'initialising', relocated_to });
  if (place.relocated) await noteRelocation(place, log);
  await endMakers(place.cluster);
  await emptyCluster(place);
  await runInitdb(plan);
  await includeSettings(place.cluster);
  await writeState(place.home, { phase: 'ready', relocated_to });
};

const refuseOtherVersion = async ({ place, binaries }: ClusterPlan): Promise<void> => {
  const found = (await readFile(join(place.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (found !== String(binaries.major))
    throw PostgresVersionMismatch({ dir: place.cluster, found, wanted: binaries.major });
};

const isEmpty = async (dir: string): Promise<boolean> => (await readdir(dir).catch((): string[] => [])).length === 0;

/** A cluster that root brought here (a restored backup) becomes the owner's. */
const adoptFiles = async ({ cluster, owner }: Place): Promise<void> => {
  if (owner === undefined || (await stat(cluster)).uid === owner.uid) return;
  await run('chown', ['-R', '-h', `${owner.uid}:${owner.gid}`, cluster]);
  await chmod(cluster, 0o700);
};

/**
 * A cluster elsewhere that the data directory knows nothing of, because it was removed and made again: it is not opened, as its key went
 * with the directory, and it is not lost, but set aside.
 */
const setAside = async ({ place, log }: ClusterPlan): Promise<void> => {
  const [pid] = await clusterProcesses(place.cluster);
  if (pid !== undefined) throw PostgresForeignServer({ dir: place.cluster, pid });
  const dir = dirname(place.cluster);
  const aside = join(dir, `set-aside-${(await readdir(dir)).length}`);
  await rename(place.cluster, aside);
  log(`${place.home} was removed and made again: the database it had is kept in ${aside}, and an empty one is made`);
};

/**
 * Leaves a finished cluster at the plan's place: makes it when there is none, makes it anew when the making was cut short, and
 * otherwise only looks whether it is ours to open. Nothing that may hold data is ever removed.
 */
export const ensureCluster = async (plan: ClusterPlan): Promise<void> => {
  const { place } = plan;
  const state = await readState(place.home);
  const exists = await hasCluster(place.cluster);
  if (state === undefined && place.relocated && exists) {
    await setAside(plan);
    return makeCluster(plan);
  }
  if (state?.phase === 'initialising' || (!exists && (await isEmpty(place.cluster)))) return makeCluster(plan);
  if (!exists) throw PostgresNotACluster({ dir: place.cluster });
  await refuseOtherVersion(plan);
  await adoptFiles(place);
};

/** Writes the settings tuned for this machine where the cluster reads them. */
export const writeSettings = (place: Place, settings: Settings): Promise<void> =>
  replaceFile(join(place.cluster, CONF), settingsFile(settings), 0o644);

/** Sets the superuser's password with no server running; for a cluster whose password file was lost. */
export const resetPassword = async ({ place, binaries, password }: ClusterPlan): Promise<void> => {
  const { code, output } = await run(program(binaries, 'postgres'), ['--single', '-D', place.cluster, 'postgres'], {
    owner: place.owner,
    input: `alter role ${SUPERUSER} password '${password}'\n`,
  });
  if (code !== 0) throw PostgresInitFailed({ dir: place.cluster, reason: firstError(output) });
};
