import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, replaceFile } from './files.ts';

/** What we remember of a cluster between starts, in `postgres.json` of the data directory. */
export interface ClusterState {
  /** `initialising` from before initdb until all it made is on disk; what is there meanwhile has never held data. */
  readonly phase: 'initialising' | 'ready';
  /** Where the cluster is, when not in the data directory. */
  readonly relocated_to?: string | undefined;
  /** The TCP port of the last start, kept so that it stays the same. */
  readonly port?: number | undefined;
  /** Of the server started last: programs and settings. A server left alive by a dead platform is kept when it is the same. */
  readonly fingerprint?: string | undefined;
}

const stateFile = (home: string) => join(home, 'postgres.json');

/** The remembered state of the data directory's cluster, or `undefined` when there never was one. */
export const readState = async (home: string): Promise<ClusterState | undefined> => {
  const text = await readIfThere(stateFile(home));
  return text === undefined ? undefined : (JSON.parse(text) as ClusterState);
};

/** Remembers a state, durably; writes nothing when it is the remembered one already. */
export const writeState = async (home: string, state: ClusterState): Promise<void> => {
  const text = `${JSON.stringify(state, null, 2)}\n`;
  if ((await readIfThere(stateFile(home))) !== text) await replaceFile(stateFile(home), text, 0o644);
};

/** The superuser's password; `isNew` when there was none and one has been made. */
export const ensurePassword = async (home: string): Promise<{ password: string; isNew: boolean }> => {
  const path = join(home, 'postgres.password');
  const found = (await readIfThere(path))?.trim();
  if (found) return { password: found, isNew: false };
  const password = randomBytes(24).toString('base64url');
  await replaceFile(path, `${password}\n`, 0o600);
  return { password, isNew: true };
};
