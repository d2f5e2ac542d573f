import { PostgresNoUser } from './faults.ts';
import { type Owner, run } from './run.ts';

const OWN_USER = 'isp-platform';

/** True when this process is root, as whom PostgreSQL refuses to run. */
export const isRoot = (): boolean => process.getuid?.() === 0;

const userNumber = async (flag: '-u' | '-g', name: string): Promise<number | undefined> => {
  const { code, output } = await run('id', [flag, name]);
  return code === 0 ? Number.parseInt(output, 10) : undefined;
};

const findUser = async (name: string): Promise<Owner | undefined> => {
  const [uid, gid] = await Promise.all([userNumber('-u', name), userNumber('-g', name)]);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid, name };
};

const NO_HOME = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];

const createUser = async (): Promise<Owner | undefined> => {
  await run('useradd', [...NO_HOME, '--shell', '/usr/sbin/nologin', OWN_USER]);
  return findUser(OWN_USER);
};

/**
 * The system user that PostgreSQL runs as when we are root: `isp-platform`, made when it can be, else `postgres`, else `nobody`.
 * Throws `PostgresNoUser` where none of them is.
 */
export const systemUser = async (): Promise<Owner> => {
  const user =
    (await findUser(OWN_USER)) ?? (await createUser()) ?? (await findUser('postgres')) ?? (await findUser('nobody'));
  if (user === undefined) throw PostgresNoUser();
  return user;
};

/** True when that user (we ourselves, when none is given) can enter a directory or run a file: asked of the system, so ACLs count too. */
export const canReach = async (path: string, owner: Owner | undefined): Promise<boolean> =>
  (await run('/bin/sh', ['-c', 'test -x "$0"', path], { owner })).code === 0;
