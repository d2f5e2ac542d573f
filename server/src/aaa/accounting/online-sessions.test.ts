import { expect, test } from 'vitest';
import { createPool } from '../../kernel/db.ts';
import { eventually, openRoom } from '../aaa.fixture.ts';
import type { SessionRecord } from '../core/record.ts';
import { Online } from '../directory/online.ts';
import { writeRecords } from '../store/accounting.ts';
import { OnlineSessions } from './online-sessions.ts';
import { recordAt, uuid } from './record.fixture.ts';

const SUBSCRIBERS = 1200;

test('after a power cut 1,200 ghosts are closed by a few statements on one connection, so that accounting has the others', async () => {
  const room = await openRoom();
  const pool = createPool(room.database.url, 'ghosts', 4);
  try {
    const online = new Online(1_800_000);
    const sessions = new OnlineSessions(online, pool, room.database.kernel.log, () => undefined);
    const start = (time: number): SessionRecord[] =>
      Array.from({ length: SUBSCRIBERS }, (_, i) =>
        recordAt(room.nas_id, `${time} of ${i}`, 'start', time, 0n, {
          account_id: uuid('an account'),
          subscription_id: uuid(`subscription ${i}`),
          calling_station_id: `station ${i}`,
          started_ms: Date.parse('2026-01-01T10:00:00Z') + time * 60_000,
        }),
      );
    const [before, after] = [start(0), start(1)];
    await writeRecords(pool, [...before, ...after], true);
    sessions.follow(before, []);
    let [statements, busiest] = [0, 0];
    pool.on('acquire', () => {
      statements++;
      busiest = Math.max(busiest, pool.totalCount - pool.idleCount);
    });
    sessions.follow(after, []);
    await eventually(async () => {
      const closed = await room.database.kernel.db
        .selectFrom('aaa.session')
        .where('closed_by', '=', 'replaced')
        .select('id')
        .execute();
      return closed.length === SUBSCRIBERS;
    });
    expect([statements, busiest]).toEqual([3, 1]);
    expect(online.count).toBe(SUBSCRIBERS);
  } finally {
    await pool.end();
    await room.database.drop();
  }
});
