import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { endPlatform, eventually, query, spawnPlatform, withTrial } from './postgres.fixture.ts';
import { clusterMakers, clusterProcesses, processStart, whereabouts } from './processes.ts';
import { temporaryDirectory } from './test-cluster.ts';

/** Where PostgreSQL is killed it keeps its data as an installation does. */
const onDisk = (use: Parameters<typeof withTrial>[0]): Promise<void> => withTrial(use, temporaryDirectory);

const COUNT = 'select count(*)::int as n from t';

test('PostgreSQL killed while it runs comes back by itself at the same address with all that was committed', () =>
  onDisk(async ({ start, lines }) => {
    const server = await start();
    await query(server.url, 'create table t (x int)');
    for (let round = 1; round <= 3; round++) {
      const before = server.pid;
      await query(server.url, `insert into t values (${round})`);
      const busy = query(server.url, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'cut off');
      process.kill(before, 'SIGKILL');
      expect(await eventually(() => query(server.url, COUNT))).toEqual([{ n: round }]);
      expect(await busy).toBe('cut off');
      await eventually(async () => expect(server.pid).not.toBe(before));
    }
    expect(lines.some((line) => line.includes('SIGKILL'))).toBe(true);
  }));

test('a server that cannot come back is given up, said in a fault, and can still be stopped', () =>
  onDisk(async ({ dir, start }) => {
    const server = await start();
    await appendFile(join(dir, 'postgres', 'postgresql.conf'), '\nshared_buffers = nonsense\n');
    process.kill(server.pid, 'SIGKILL');
    const fault = await server.failure;
    expect(fault.code).toBe('kernel.postgres-gave-up');
    expect(fault.message).toContain('postgresql.conf');
    await server.stop();
  }));

test.each([0, 20, 150])(
  'a server killed and stopped %i ms later leaves nothing running, not even a busy backend',
  (ms) =>
    onDisk(async ({ dir, start }) => {
      const server = await start();
      const busy = query(server.url, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'cut off');
      await eventually(async () =>
        expect(
          await query(
            server.url,
            `select 1 from pg_stat_activity where query like '%series(1, 1000%' having count(*) = 2`,
          ),
        ).toHaveLength(1),
      );
      process.kill(server.pid, 'SIGKILL');
      await sleep(ms);
      await server.stop();
      expect(await clusterProcesses(join(dir, 'postgres'))).toEqual([]);
      expect(await busy).toBe('cut off');
    }),
);

test('a backend killed while it runs takes nothing along', () =>
  onDisk(async ({ start }) => {
    const server = await start();
    await query(server.url, 'create table t as select 1 as x');
    const [row] = await query(server.url, `select pid from pg_stat_activity where backend_type = 'checkpointer'`);
    process.kill(Number(row?.pid), 'SIGKILL');
    await sleep(50);
    expect(await eventually(() => query(server.url, COUNT))).toEqual([{ n: 1 }]);
  }));

test('a platform killed leaves a server that the next one keeps, with all that was committed', () =>
  onDisk(async ({ dir, start, startElsewhere }) => {
    const other = await startElsewhere();
    await query(other.url, 'create table t as select 1 as x');
    await endPlatform(other, 'SIGKILL');
    const next = await start();
    expect(next.pid).toBe(other.pid);
    expect(await query(next.url, COUNT)).toEqual([{ n: 1 }]);
    await sleep(6_000);
    expect(await clusterProcesses(join(dir, 'postgres'))).toContain(next.pid);
    process.kill(next.pid, 'SIGKILL');
    expect(await eventually(() => query(next.url, COUNT))).toEqual([{ n: 1 }]);
    await next.stop();
    expect(await clusterProcesses(join(dir, 'postgres'))).toEqual([]);
  }));

test('a server left behind with other settings is ended and started anew', () =>
  onDisk(async ({ start, startElsewhere }) => {
    const other = await startElsewhere();
    await query(other.url, 'create table t as select 1 as x');
    await endPlatform(other, 'SIGKILL');
    const next = await start({ work_mem: '6MB' });
    expect(next.pid).not.toBe(other.pid);
    expect(await query(next.url, COUNT)).toEqual([{ n: 1 }]);
  }));

test('platform and server both killed: the next start recovers', () =>
  onDisk(async ({ start, startElsewhere }) => {
    const other = await startElsewhere();
    await query(other.url, 'create table t as select 1 as x');
    const busy = query(other.url, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'cut off');
    process.kill(other.pid, 'SIGKILL');
    await endPlatform(other, 'SIGKILL');
    const next = await start();
    expect(await query(next.url, COUNT)).toEqual([{ n: 1 }]);
    expect(await busy).toBe('cut off');
  }));

test('a platform that does not come back: its server ends by itself', () =>
  onDisk(async ({ dir, startElsewhere }) => {
    const other = await startElsewhere();
    await endPlatform(other, 'SIGKILL');
    await eventually(async () => expect(await clusterProcesses(join(dir, 'postgres'))).toEqual([]));
  }));

test('a platform killed at any moment of its first start leaves nothing that hinders the next', () =>
  onDisk(async ({ dir, start }) => {
    for (const ms of [30, 120, 250, 350, 450, 600]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'platform.fixture.ts'), dir], {
        stdio: 'ignore',
      });
      await sleep(ms + 150);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await query((await start()).url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('an initdb that outlived its platform is ended before the database is made anew', () =>
  onDisk(async ({ dir, start }) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'platform.fixture.ts'), dir], { stdio: 'ignore' });
    const cluster = join(dir, 'postgres');
    const maker = await eventually(
      async () => (await clusterMakers(cluster))[0] ?? Promise.reject(new Error('no initdb')),
    );
    process.kill(maker, 'SIGSTOP');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await start();
    expect(await clusterMakers(cluster)).toEqual([]);
    expect(await query(server.url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('of six platforms started at once on a dead one’s directory exactly one runs', () =>
  onDisk(async ({ dir, startElsewhere }) => {
    await endPlatform(await startElsewhere(), 'SIGKILL');
    const started = await Promise.allSettled(Array.from({ length: 6 }, () => spawnPlatform(dir)));
    const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      expect(running).toHaveLength(1);
      for (const one of started)
        if (one.status === 'rejected') expect(String(one.reason)).toContain('already runs on the data directory');
    } finally {
      for (const one of running) await endPlatform(one, 'SIGTERM');
    }
  }));

test('a used-again process number is not mistaken for the dead platform', () =>
  onDisk(async ({ dir, start }) => {
    await (await start()).stop();
    const holder = { pid: process.pid, started: 'long ago', ...(await whereabouts()), token: 'x' };
    await writeFile(join(dir, 'postgres.lock'), JSON.stringify(holder));
    expect(await processStart(process.pid)).not.toBe('long ago');
    expect(await query((await start()).url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));

test('a server that somebody else started is not ended', () =>
  onDisk(async ({ dir, start, startElsewhere }) => {
    const other = await startElsewhere();
    await rm(join(dir, 'postgres.lock'));
    await expect(start()).rejects.toMatchObject({ code: 'kernel.postgres-foreign-server' });
    expect(await query(other.url, 'select 1 as x')).toEqual([{ x: 1 }]);
  }));
