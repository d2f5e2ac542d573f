/**
 * The disk of PostgreSQL is full (F5 of the reliability figures): accounting is silent, log-ins go on, and with room again all goes on by itself, with nothing lost.
 * The disk is one in memory; it takes root to mount it.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import {
  begin,
  clearStage,
  end,
  flow,
  LONG_MS,
  login,
  SUBSCRIBERS,
  setStage,
  sound,
  streams,
  tree,
  whatWasSaid,
} from './crash-stage.ts';

const MIB = 1 << 20;
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount) console.log('skipped: it takes root on Linux to mount a small disk');
if (!canMount && process.env.CI === 'true') throw new Error('a small disk cannot be mounted here');

const filler = (): string => join(tree.dir, 'filler');

/** Takes all the room there is. */
const fill = (): void => {
  const file = openSync(filler(), 'a');
  const octets = Buffer.alloc(MIB / 4);
  try {
    for (;;) if (writeSync(file, octets) < octets.length) return;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
};

/** Has PostgreSQL begin new files of its log of changes until it cannot: as days of work would. */
const useUp = async (): Promise<void> => {
  for (let i = 0; i < 40; i++) {
    fill();
    try {
      await query(
        tree.databaseUrl(),
        "select pg_logical_emit_message(true, 'test', repeat('x', 5000000)), pg_switch_wal()",
      );
    } catch {
      return;
    }
  }
  throw new Error('PostgreSQL goes on though its disk is full');
};

describe.skipIf(!canMount)('a full disk', () => {
  beforeAll(
    () => setStage({}, (dir) => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'isp-test', dir])),
    LONG_MS,
  );
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.log(whatWasSaid());
    for (const stream of streams.splice(0)) stream.halt();
  });
  afterAll(() => clearStage(() => execFileSync('umount', [tree.dir])), LONG_MS);

  test(
    'nothing is acknowledged that is not stored, everybody is let on, and it heals when there is room',
    async () => {
      const sessions = await begin();
      const stream = flow(sessions);
      await stream.answered();
      await useUp();
      await sleep(1000);
      const { acknowledged } = stream;
      const began = performance.now();
      for (let i = 0; performance.now() - began < 5000; i++) {
        const at = performance.now();
        await login(`user-${i % SUBSCRIBERS}`);
        expect(performance.now() - at).toBeLessThan(1000);
        await sleep(50);
      }
      expect(stream.acknowledged).toBe(acknowledged);
      rmSync(filler());
      console.log(`acknowledged again ${Math.round(await stream.answered())} ms after there was room`);
      expect(await stream.missing(tree.databaseUrl())).toEqual([]);
      await stream.end();
      expect({ acknowledged: stream.acknowledged, lost: stream.lost }).toEqual({ acknowledged: stream.sent, lost: 0 });
      await end(sessions);
      await sound();
    },
    LONG_MS,
  );
});
