import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock } from './lock.ts';
import { whereabouts } from './processes.ts';

const ROUNDS = 100;
const AT_ONCE = 12;

test('of many that find a dead platform’s lock at once exactly one takes it over, and none of its traces stay', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'isp-lock-'));
  const path = join(dir, 'postgres.lock');
  const dead = JSON.stringify({ pid: process.pid, started: 'long ago', ...(await whereabouts()), token: 'x' });
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await writeFile(path, dead);
      if (round % 3 === 0) await writeFile(`${path}.taking`, dead);
      const tries = await Promise.allSettled(
        Array.from({ length: AT_ONCE }, () => acquireLock(path, dir, () => undefined)),
      );
      const taken = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(taken).toHaveLength(1);
      expect(taken[0]?.tookOver).toBe(true);
      await taken[0]?.release();
      expect(await readdir(dir)).toEqual([]);
    }
  } finally {
    await rm(dir, { recursive: true });
  }
});
