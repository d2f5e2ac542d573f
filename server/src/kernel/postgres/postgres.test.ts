import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from './index.ts';
import { eventually, query, spawnPlatform, withTrial } from './postgres.fixture.ts';
import { readState } from './state.ts';
import { startTestCluster } from './test-cluster.ts';

const COUNT = 'select count(*)::int as n from t';

test('a first start makes the database, the next one finds what was kept', () =>
  withTrial(async ({ dir, start }) => {
    const first = await start();
    await query(first.url, 'create table t as select 1 as x');
    const [row] = await query(
      first.url,
      `select current_user as who, current_setting('server_encoding') as encoding, current_setting('data_checksums') as sums,
        current_setting('synchronous_commit') as sync, current_setting('max_wal_size') as wal,
        (select datlocale from pg_database where datname = 'isp') as locale`,
    );
    expect(row).toEqual({ who: 'isp', encoding: 'UTF8', sums: 'on', sync: 'on', wal: '2GB', locale: 'C.UTF-8' });
    await first.stop();
    await first.stop();
    expect(existsSync(join(dir, 'postgres.lock'))).toBe(false);
    expect((await stat(join(dir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, COUNT)).toEqual([{ n: 1 }]);
  }));

test('the port answers as well, and only with the password', () =>
  withTrial(async ({ start }) => {
    const server = await start();
    const tcp = server.url.replace('localhost', '127.0.0.1').replace(/\?.*/, '');
    expect(await query(tcp, 'select 1 as x')).toEqual([{ x: 1 }]);
    await expect(query(tcp.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  }));

test('a setting given wins, and the machine-tuned ones can be overruled in the database', () =>
  withTrial(async ({ start }) => {
    const first = await start({ work_mem: '7MB' });
    expect(await query(first.url, 'show work_mem')).toEqual([{ work_mem: '7MB' }]);
    await query(first.url, `alter system set random_page_cost = '1.5'`);
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'show random_page_cost')).toEqual([{ random_page_cost: '1.5' }]);
  }));

test('a second platform on the same directory is refused, in this process and in another', () =>
  withTrial(async ({ dir, start }) => {
    const first = await start();
    const refusal = `(process ${process.pid}) already runs on the data directory ${dir}`;
    await expect(start()).rejects.toMatchObject({
      code: 'kernel.postgres-already-running',
      message: expect.stringContaining(refusal),
    });
    await expect(spawnPlatform(dir)).rejects.toThrow(refusal);
    expect(await query(first.url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('a taken port is passed over, and the new one is remembered', () =>
  withTrial(async ({ dir, start }) => {
    await (await start()).stop();
    const { port = 0 } = (await readState(dir)) ?? {};
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      const server = await start();
      expect(await query(server.url, 'select 1 as x')).toEqual([{ x: 1 }]);
      const moved = (await readState(dir))?.port;
      expect(moved).not.toBe(port);
      expect(new URL(server.url).port).toBe(String(moved));
    } finally {
      squatter.close();
    }
  }));

test('making a database that was cut short is begun anew', () =>
  withTrial(async ({ dir, start }) => {
    await mkdir(join(dir, 'postgres', 'base'), { recursive: true });
    await writeFile(join(dir, 'postgres', 'PG_VERSION'), '18\n');
    await writeFile(join(dir, 'postgres.json'), '{ "phase": "initialising" }');
    const server = await start();
    expect(await query(server.url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('files that are no database are refused and stay', () =>
  withTrial(async ({ dir, start }) => {
    await mkdir(join(dir, 'postgres'));
    await writeFile(join(dir, 'postgres', 'mine.txt'), 'precious');
    await expect(start()).rejects.toMatchObject({ code: 'kernel.postgres-not-a-cluster' });
    expect(await readFile(join(dir, 'postgres', 'mine.txt'), 'utf8')).toBe('precious');
  }));

test('a database that vanished is not replaced by an empty one', () =>
  withTrial(async ({ dir, start }) => {
    await (await start()).stop();
    await rm(join(dir, 'postgres'), { recursive: true });
    await expect(start()).rejects.toMatchObject({ code: 'kernel.postgres-cluster-missing' });
    expect(existsSync(join(dir, 'postgres'))).toBe(false);
  }));

test('a database of another major version is refused with both versions named', () =>
  withTrial(async ({ dir, start }) => {
    await (await start()).stop();
    await writeFile(join(dir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toMatchObject({
      code: 'kernel.postgres-version-mismatch',
      message: expect.stringMatching(/PostgreSQL 15.*PostgreSQL 18/),
    });
  }));

test('a lost password file is made anew, the data stays', () =>
  withTrial(async ({ dir, start }) => {
    const first = await start();
    await query(first.url, 'create table t as select 1 as x');
    await first.stop();
    await rm(join(dir, 'postgres.password'));
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await query(second.url, COUNT)).toEqual([{ n: 1 }]);
  }));

test('a setting PostgreSQL does not know ends the start with its own words', () =>
  withTrial(async ({ start }) => {
    await expect(start({ no_such_setting: '1' })).rejects.toMatchObject({
      code: 'kernel.postgres-start-failed',
      message: expect.stringContaining('no_such_setting'),
    });
    expect(await query((await start()).url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('a data directory with a long name, blanks and commas works, without a socket when its path is too long', () =>
  withTrial(async ({ dir }) => {
    for (const name of ['a b, "c" é', 'x'.repeat(90)]) {
      const dataDir = join(dir, name);
      await mkdir(dataDir);
      const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: { fsync: 'off' } });
      expect(server.socketDir).toBe(name.length < 80 ? join(dataDir, 'postgres') : undefined);
      expect(await query(server.url, 'select 1 as x')).toEqual([{ x: 1 }]);
      await server.stop();
    }
  }));

test('a test cluster waits for no disk, and takes its files with it', async () => {
  const server = await startTestCluster({ log: () => undefined });
  const [row] = await query(
    server.url,
    `select current_setting('fsync') as fsync, current_setting('data_directory') as dir`,
  );
  expect(row?.fsync).toBe('off');
  await server.stop();
  await eventually(async () => expect(existsSync(String(row?.dir))).toBe(false));
});
