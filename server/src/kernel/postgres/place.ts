import { createHash } from 'node:crypto';
import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PostgresClusterMissing, PostgresNoAccess } from './faults.ts';
import { replaceFile } from './files.ts';
import { canReach, isRoot, systemUser } from './owner-user.ts';
import { openToOwner, SYSTEM_BASE } from './reachable.ts';
import type { Owner } from './run.ts';
import type { ClusterState } from './state.ts';

/** Where a cluster lives and as whom it runs (as ourselves when `owner` is left out). `home` is the data directory, its real path. */
export interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly relocated: boolean;
  readonly owner?: Owner | undefined;
}

const realOrSame = (path: string): Promise<string> => realpath(path).catch(() => path);

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** True when there is a finished or half-made cluster at that path, or something there that we may not look into. */
export const hasCluster = (path: string): Promise<boolean> =>
  stat(join(path, 'PG_VERSION')).then(
    () => true,
    (error: unknown) => !isAbsent(error),
  );

const noAccess = (dir: string, user: string, reason: string) => PostgresNoAccess({ dir, user, reason });

const ownerOfExisting = async (cluster: string): Promise<Owner | undefined> => {
  const { uid, gid } = await stat(cluster);
  if (!isRoot()) {
    if (uid === process.getuid?.()) return undefined;
    throw noAccess(cluster, `with number ${process.getuid?.()}`, `its files belong to the user with number ${uid}`);
  }
  const owner = uid === 0 ? await systemUser() : { uid, gid, name: `with number ${uid}` };
  if (await canReach(dirname(cluster), owner)) return owner;
  throw noAccess(cluster, owner.name, 'it lies in a directory that user cannot enter');
};

const existingPlace = async (home: string, cluster: string, relocated: boolean): Promise<Place> => {
  const real = await realOrSame(cluster);
  return { home, cluster: real, relocated, owner: await ownerOfExisting(real) };
};

const elsewhereFor = (home: string): string =>
  join(SYSTEM_BASE, createHash('sha256').update(home).digest('hex').slice(0, 16), 'postgres');

const newPlace = async (home: string): Promise<Place> => {
  const inside = await realOrSame(join(home, 'postgres'));
  if (!isRoot()) return { home, cluster: inside, relocated: false };
  const owner = await systemUser();
  if (await canReach(dirname(inside), owner)) return { home, cluster: inside, relocated: false, owner };
  const cluster = elsewhereFor(home);
  if ((await openToOwner(SYSTEM_BASE, owner)) && (await openToOwner(dirname(cluster), owner)))
    return { home, cluster, relocated: true, owner };
  throw noAccess(home, owner.name, `it can enter neither that directory nor ${SYSTEM_BASE}`);
};

const isLostLink = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true && !(await stat(path).catch(() => undefined));

/**
 * Decides where the cluster of a data directory is or will be: inside it as `postgres`, or, when the user that PostgreSQL runs as
 * cannot enter the data directory, under /var/lib/isp-platform. A cluster that was there and is gone is `PostgresClusterMissing`.
 */
export const placeCluster = async (home: string, state: ClusterState | undefined): Promise<Place> => {
  const inside = join(home, 'postgres');
  if (await hasCluster(inside)) return existingPlace(home, inside, false);
  if (state?.relocated_to !== undefined && (await hasCluster(state.relocated_to)))
    return existingPlace(home, state.relocated_to, true);
  if (state?.phase === 'ready' || (await isLostLink(inside)))
    throw PostgresClusterMissing({ dir: state?.relocated_to ?? inside });
  return newPlace(home);
};

/** Leaves a note in the data directory that says where its cluster is, and says it in the log. */
export const noteRelocation = async (place: Place, log: (line: string) => void): Promise<void> => {
  const who = place.owner?.name ?? '';
  const text = `The database of this directory is in ${place.cluster}: the user ${who}, as whom PostgreSQL runs, cannot enter this directory.\nBack up and move both together.\n`;
  await replaceFile(join(place.home, 'postgres-is-elsewhere.txt'), text, 0o644);
  log(
    `the user ${who} cannot enter ${place.home}, so its database is in ${place.cluster} (see postgres-is-elsewhere.txt there)`,
  );
};
