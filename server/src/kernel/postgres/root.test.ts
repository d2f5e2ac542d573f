import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { locatePackage, program, runnable } from './binaries.ts';
import { startEmbeddedPostgres } from './index.ts';
import { canReach, systemUser } from './owner-user.ts';
import { endPlatform, eventually, query, rootFor, spawnPlatform, withTrial } from './postgres.fixture.ts';
import { whereabouts } from './processes.ts';
import { run } from './run.ts';
import { readState } from './state.ts';
import { removeDataDir } from './test-cluster.ts';

const COUNT = 'select count(*)::int as n from t';
const isRoot = rootFor('unreachable directories, other users, a full disk');
const asRoot = test.skipIf(!isRoot);

/** An ordinary user runs the platform only where he can reach it: not from a checkout in a directory closed to him. */
const isOpen = isRoot && (await canReach(process.execPath, await systemUser()));
if (isRoot && !isOpen) console.warn(`skipped, ordinary users cannot reach ${process.execPath}`);
const asRootForUsers = test.skipIf(!isOpen);

const withClosedDirectory = async (use: (dir: string) => Promise<void>) => {
  const closed = await mkdtemp(join(tmpdir(), 'isp-closed-'));
  try {
    await use(closed);
  } finally {
    await rm(closed, { recursive: true, force: true });
  }
};

asRoot('a data directory closed to the owner keeps its mode, gets a note, and its database is elsewhere', () =>
  withClosedDirectory(async (closed) => {
    const dataDir = join(closed, 'data');
    const lines: string[] = [];
    const first = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
    await query(first.url, 'create table t as select 1 as x');
    await first.stop();
    const elsewhere = (await readState(dataDir))?.relocated_to ?? '';
    try {
      expect((await stat(closed)).mode & 0o777).toBe(0o700);
      expect(existsSync(join(elsewhere, 'PG_VERSION'))).toBe(true);
      expect(await readFile(join(dataDir, 'postgres-is-elsewhere.txt'), 'utf8')).toContain(elsewhere);
      expect(lines.filter((line) => line.includes(elsewhere))).toHaveLength(1);
      const second = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
      expect(await query(second.url, COUNT)).toEqual([{ n: 1 }]);
      await second.stop();
      await rm(elsewhere, { recursive: true });
      await expect(startEmbeddedPostgres({ dataDir, log: () => undefined })).rejects.toMatchObject({
        code: 'kernel.postgres-cluster-missing',
      });
    } finally {
      await removeDataDir(dataDir);
    }
    expect(existsSync(dirname(elsewhere))).toBe(false);
  }),
);

asRoot(
  'a closed data directory that was removed and made again gets an empty database; the one it had is set aside',
  () =>
    withClosedDirectory(async (closed) => {
      const dataDir = join(closed, 'data');
      const lines: string[] = [];
      const start = () => startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
      const first = await start();
      await query(first.url, 'create table t as select 1 as x');
      await first.stop();
      const elsewhere = (await readState(dataDir))?.relocated_to ?? '';
      await rm(dataDir, { recursive: true });
      try {
        const second = await start();
        await expect(query(second.url, COUNT)).rejects.toThrow('"t" does not exist');
        await second.stop();
        const aside = lines.map((line) => /kept in (\S+),/.exec(line)?.[1]).find(Boolean) ?? '';
        expect(existsSync(join(aside, 'PG_VERSION'))).toBe(true);
        const third = await start();
        await expect(query(third.url, COUNT)).rejects.toThrow('"t" does not exist');
        await third.stop();
      } finally {
        await removeDataDir(dataDir);
      }
      expect(existsSync(dirname(elsewhere))).toBe(false);
    }),
);

asRoot('programs the owner cannot reach are copied once, with their links; a cut copy is made anew', () =>
  withClosedDirectory(async (closed) => {
    const installed = await locatePackage(`${process.platform}-${process.arch}`);
    const hidden = { native: join(closed, 'native'), version: '18.0.0-test' };
    await cp(installed.native, hidden.native, { recursive: true, filter: (from) => !lstatSync(from).isSymbolicLink() });
    const owner = await systemUser();
    const lines: string[] = [];
    const binaries = await runnable(hidden, owner, (line) => lines.push(line));
    try {
      expect(binaries.dir).not.toContain(closed);
      expect((await run(program(binaries, 'postgres'), ['--version'], { owner })).output).toContain('PostgreSQL) 18');
      expect((await runnable(hidden, owner, (line) => lines.push(line))).dir).toBe(binaries.dir);
      expect(lines).toHaveLength(1);
      await truncate(program(binaries, 'postgres'), 1_000);
      await runnable(hidden, owner, (line) => lines.push(line));
      expect((await run(program(binaries, 'postgres'), ['--version'], { owner })).code).toBe(0);
    } finally {
      await rm(binaries.dir, { recursive: true, force: true });
    }
  }),
);

test('a platform without binaries is told to set DATABASE_URL', () =>
  expect(locatePackage('plan9-mips')).rejects.toMatchObject({
    code: 'kernel.postgres-binaries-missing',
    message: expect.stringContaining('plan9-mips'),
    remedy: expect.stringContaining('DATABASE_URL'),
  }));

asRootForUsers('an ordinary user runs it as himself; root then runs the same database as that user', () =>
  withTrial(async ({ dir, start }) => {
    const user = await systemUser();
    chownSync(dir, user.uid, user.gid);
    const his = await spawnPlatform(dir, { uid: user.uid, gid: user.gid });
    await query(his.url, 'create table t as select 1 as x');
    await endPlatform(his, 'SIGTERM');
    const roots = await start();
    expect((await stat(`/proc/${roots.pid}`)).uid).toBe(user.uid);
    expect(await query(roots.url, COUNT)).toEqual([{ n: 1 }]);
  }),
);

asRootForUsers('an ordinary user is told whose the database is', () =>
  withTrial(async ({ dir, start }) => {
    await (await start()).stop();
    const user = await systemUser();
    await expect(spawnPlatform(dir, { uid: user.uid + 1, gid: user.gid })).rejects.toThrow('kernel.postgres-no-access');
  }),
);

asRoot('a database that root restored is given to the owner', () =>
  withTrial(async ({ dir, start }) => {
    const first = await start();
    await query(first.url, 'create table t as select 1 as x');
    await first.stop();
    execFileSync('chown', ['-R', 'root:root', join(dir, 'postgres')]);
    execFileSync('chmod', ['755', join(dir, 'postgres')]);
    expect(await query((await start()).url, COUNT)).toEqual([{ n: 1 }]);
  }),
);

/** A disk of that many MiB in memory; without the right to mount the test is left out, which CI does not allow. */
const withSmallDisk = async (mib: number, use: (dir: string) => Promise<void>) => {
  const dir = await mkdtemp(join(tmpdir(), 'isp-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'isp-test', dir], { stdio: 'ignore' });
  } catch (error) {
    await rm(dir, { recursive: true });
    if (process.env.CI === 'true') throw error;
    return console.warn('skipped, cannot mount a small disk: the full disk');
  }
  try {
    await use(dir);
  } finally {
    execFileSync('umount', [dir]);
    await rm(dir, { recursive: true });
  }
};

const resize = (dir: string, mib: number) => execFileSync('mount', ['-o', `remount,size=${mib}m`, dir]);
const fill = (dir: string) => run('dd', ['if=/dev/zero', `of=${join(dir, 'filler')}`, 'bs=64k']);

asRoot('a disk too small for the first start is named with its free space; with space it is made', () =>
  withSmallDisk(12, async (disk) => {
    const start = () => startEmbeddedPostgres({ dataDir: join(disk, 'data'), log: () => undefined });
    const refusal = { code: 'kernel.postgres-disk-full', message: expect.stringContaining(join(disk, 'data')) };
    for (const mib of [12, 25, 34]) {
      resize(disk, mib);
      await expect(start()).rejects.toMatchObject(refusal);
    }
    resize(disk, 200);
    const server = await start();
    expect(await query(server.url, 'select 1 as x')).toEqual([{ x: 1 }]);
    await server.stop();
  }),
);

asRoot('a disk full at a later start is a fault, and nothing is lost', () =>
  withSmallDisk(200, async (disk) => {
    const start = () => startEmbeddedPostgres({ dataDir: join(disk, 'data'), log: () => undefined });
    const first = await start();
    await query(first.url, 'create table t as select 1 as x');
    await first.stop();
    await fill(disk);
    await expect(start()).rejects.toMatchObject({ code: 'kernel.postgres-disk-full' });
    await rm(join(disk, 'filler'));
    const second = await start();
    expect(await query(second.url, COUNT)).toEqual([{ n: 1 }]);
    await second.stop();
    expect(readdirSync(join(disk, 'data')).filter((name) => /\.[0-9a-f]{12}$/.test(name))).toEqual([]);
  }),
);

asRoot('a disk that fills while it runs is waited out', () =>
  withSmallDisk(200, async (disk) => {
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dataDir: join(disk, 'data'), log: (line) => lines.push(line) });
    await query(server.url, 'create table t as select 1 as x');
    await fill(disk);
    process.kill(server.pid, 'SIGKILL');
    await eventually(async () => expect(lines.join('\n')).toContain('The disk is full'));
    await rm(join(disk, 'filler'));
    expect(await eventually(() => query(server.url, COUNT))).toEqual([{ n: 1 }]);
    await server.stop();
  }),
);

asRoot('a lock held in another container is respected while it beats, and taken over when it does not', () =>
  withTrial(async ({ dir, start }) => {
    const lock = join(dir, 'postgres.lock');
    const holder = { pid: 1, started: '1', ...(await whereabouts()), namespace: 'pid:[1]', token: 'x' };
    await writeFile(lock, JSON.stringify(holder));
    let beat = 1;
    const beating = setInterval(() => void utimes(lock, ++beat, beat), 1_000);
    await expect(start())
      .rejects.toMatchObject({ code: 'kernel.postgres-already-running' })
      .finally(() => clearInterval(beating));
    expect(await query((await start()).url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }),
);
