/** A live session goes on with another subscription: what it tells counts once, before for the one and after for the other, whoever writes it when. */
import type { Id, Instant } from '@isp/values';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, sql } from '../kernel/db.ts';
import { openRoom, type Room, type Someone } from './aaa.fixture.ts';
import { Batcher } from './accounting/batcher.ts';
import { recordAt } from './accounting/record.fixture.ts';
import type { SessionRecord } from './core/record.ts';
import { fillAddressUses } from './fill-address-uses.ts';
import { moveSessions } from './move-sessions.ts';
import { transferLogIns } from './transfer-log-ins.ts';
import { dice, shuffled } from './wire.fixture.ts';

const SEED = Number.parseInt(process.env.TRANSFER_SEED ?? `${Date.now() % 100_000}`, 10);

const LATER = '2027-01-01T00:00:00.000Z' as Instant;

let room: Room;
let pool: pg.Pool;
let batchers: Batcher[];
beforeAll(async () => {
  console.info(`seed ${SEED} (TRANSFER_SEED)`);
  room = await openRoom();
  pool = createPool(room.database.url, 'batch', 6);
  const { log } = room.database.kernel;
  batchers = [0, 1].map(() => new Batcher({ pool, log, lanes: 2, committed: () => undefined }));
});
afterAll(async () => {
  for (const batcher of batchers ?? []) await batcher.stop();
  await pool?.end();
  await room?.database.drop();
});

const put = (record: SessionRecord, by = 0): Promise<boolean> =>
  new Promise((done) => expect(batchers[by]?.add(record, done)).toBe(true));
const move = (from: Someone, to: Someone) =>
  room.database.run((ctx) =>
    transferLogIns(ctx, {
      from: { account_id: from.account_id, subscription_id: from.subscription_id },
      to: { account_id: to.account_id, subscription_id: to.subscription_id },
    }),
  );
const used = async ({ subscription_id }: Someone): Promise<bigint> => {
  const { rows } = await sql<{ n: bigint }>`
    select coalesce(sum(input_octets), 0)::bigint as n from aaa.usage_quarter where subscription_id = ${subscription_id}`.execute(
    room.database.kernel.db,
  );
  return rows[0]?.n ?? 0n;
};
const sessionsOf = async ({ account_id }: Someone) =>
  (
    await sql<{ id: Id; closed_by: string | null; input_octets: bigint }>`
      select id, closed_by, input_octets from aaa.any_session where account_id = ${account_id}`.execute(
      room.database.kernel.db,
    )
  ).rows;

describe('a session that goes on with another subscription', () => {
  const owned = ({ account_id, subscription_id }: Someone) => ({ account_id, subscription_id });

  test('has a row with each, its log-in and name go along, and what it adds is the other’s', async () => {
    const [one, other] = [await room.subscriber('line'), await room.subscriber('line-2')];
    const told = (kind: SessionRecord['kind'], minute: number, octets: bigint) =>
      put(recordAt(room.nas_id, 'plain', kind, minute, octets, owned(one)));
    await told('start', 0, 0n);
    await told('interim', 5, 1000n);
    await move(one, other);
    await told('interim', 10, 1500n);
    await told('interim', 10, 1500n);
    await told('stop', 12, 1700n);
    expect([await used(one), await used(other)]).toEqual([1000n, 700n]);
    expect(await sessionsOf(one)).toMatchObject([{ closed_by: 'transferred', input_octets: 1000n }]);
    expect(await sessionsOf(other)).toMatchObject([{ closed_by: 'stop', input_octets: 1700n }]);
    const { rows } = await sql`
      select u.username from aaa.username u join aaa.credential c on c.account_id = u.account_id and c.id = u.credential_id
      where c.subscription_id = ${other.subscription_id} order by 1`.execute(room.database.kernel.db);
    expect(rows).toEqual([{ username: 'line' }, { username: 'line-2' }]);
    await fillAddressUses(room.database.kernel);
    const uses = await sql`
      select subscription_id, ended_by, to_at from aaa.address_use where kind = 'framed-ip' and what = '10.1.1.1' order by from_at, to_at`.execute(
      room.database.kernel.db,
    );
    expect(uses.rows).toMatchObject([
      { subscription_id: one.subscription_id, ended_by: 'transferred' },
      { subscription_id: other.subscription_id, ended_by: 'stop' },
    ]);
  });

  test('whose old row is in the history already still finds the new one', async () => {
    const [one, other] = [await room.subscriber('late'), await room.subscriber('late-2')];
    const told = (kind: SessionRecord['kind'], minute: number, octets: bigint) =>
      put(recordAt(room.nas_id, 'late', kind, minute, octets, owned(one)));
    await told('start', 0, 0n);
    await told('interim', 5, 100n);
    await move(one, other);
    await moveSessions(room.database.kernel, LATER);
    await told('interim', 10, 150n);
    await told('stop', 12, 170n);
    await moveSessions(room.database.kernel, LATER);
    // A late copy of what was told before.
    await told('interim', 11, 160n);
    expect([await used(one), await used(other)]).toEqual([100n, 70n]);
  });

  test('back and forth, told by two at once in any order: every octet is counted once', async () => {
    const draw = dice(SEED);
    for (let round = 0; round < 12; round++) {
      const all: Someone[] = [];
      for (const name of ['a', 'b', 'c']) all.push(await room.subscriber(`${name}-${round}`));
      const [a, b, c] = all as [Someone, Someone, Someone];
      const name = `session ${round}`;
      await put(recordAt(room.nas_id, name, 'start', 0, 0n, owned(a)));
      const records = Array.from({ length: 30 }, (_, i) =>
        recordAt(room.nas_id, name, 'interim', i + 1, BigInt((i + 1) * 10), owned(a)),
      );
      const writing = shuffled([...records, ...records.slice(0, 10)], draw).map((record, i) => put(record, i % 2));
      await move(a, b);
      if (round % 2 === 1) await move(b, c);
      await Promise.all(writing);
      await put(recordAt(room.nas_id, name, 'stop', 40, 400n, owned(a)));
      const sums = await Promise.all([a, b, c].map(used));
      expect(sums.reduce((sum, n) => sum + n, 0n)).toBe(400n);
      const last = round % 2 === 1 ? c : b;
      expect(await sessionsOf(last)).toMatchObject([{ closed_by: 'stop', input_octets: 400n }]);
      expect(await sessionsOf(a)).toMatchObject([{ closed_by: 'transferred' }]);
    }
  });
});
