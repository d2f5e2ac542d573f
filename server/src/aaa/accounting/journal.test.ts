import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPool, sql } from '../../kernel/db.ts';
import { eventually, openRoom, type Room } from '../aaa.fixture.ts';
import type { Heard } from '../core/kept-packet.ts';
import { NOBODY, readRecord, senderOf } from '../core/record.ts';
import { POOL } from '../store/accounting.ts';
import { Batcher } from './batcher.ts';
import { Replay } from './replay.ts';

const AT = Date.parse('2026-01-01T10:00:00Z');
const MINUTE = 60_000;
const secret = prepareSecret(Buffer.from('secret'));
const [START, STOP, INTERIM] = [1, 2, 3];

let room: Room;
let pool: pg.Pool;
let ends: (() => Promise<unknown>)[];

beforeEach(async () => {
  room = await openRoom();
  pool = createPool(room.database.url, 'journal', 6, POOL);
  ends = [];
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  await pool.end();
  await room.database.drop();
});

/** With no lane it writes no rows, as if the process ended before it could. */
const open = (lanes = 2): Batcher => {
  const batcher = new Batcher({ pool, log: room.database.kernel.log, lanes, committed: () => undefined });
  ends.push(() => batcher.stop());
  return batcher;
};

const replayed = async (batcher: Batcher): Promise<void> => {
  const replay = new Replay({ pool, log: room.database.kernel.log, batcher });
  await replay.settled();
  await replay.stop();
};

const packet = (name: string, status: number, minute: number, octets: number): Heard => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.accounting_request, 1);
  writer.addText(ATTRIBUTE.user_name, name);
  writer.addText(ATTRIBUTE.acct_session_id, name);
  writer.addInteger(ATTRIBUTE.acct_status_type, status);
  writer.addInteger(ATTRIBUTE.event_timestamp, (AT + minute * MINUTE) / 1000);
  writer.addInteger(ATTRIBUTE.acct_session_time, minute * 60);
  writer.addInteger(ATTRIBUTE.acct_input_octets, octets);
  writer.addOctets(ATTRIBUTE.framed_ip_address, Buffer.of(10, 1, 2, 3));
  const view = new PacketView();
  expect(parsePacket(view, Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret))))).toBeUndefined();
  return { view, sender: senderOf(room.nas_id, '127.0.0.1', false), at_ms: AT + minute * MINUTE };
};

const put = (batcher: Batcher, heard: Heard): Promise<boolean> => {
  const reading = readRecord(heard.view, heard.sender, () => NOBODY, heard.at_ms);
  if (!('record' in reading)) throw new Error('no record');
  return new Promise((done) => expect(batcher.add(reading.record, done, heard)).toBe(true));
};

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `user${i}`);
const db = () => room.database.kernel.db;
const kept = () => db().selectFrom('aaa.record_journal').selectAll().orderBy('id').execute();
const count = async (): Promise<[sessions: bigint, octets: bigint, stopped: bigint]> => {
  const { rows } = await sql<{ n: bigint; o: bigint; s: bigint }>`select count(*) as n, count(stopped_at) as s,
    (select coalesce(sum(input_octets), 0)::bigint from aaa.usage_quarter) as o from aaa.session`.execute(db());
  return [rows[0]?.n ?? 0n, rows[0]?.o ?? 0n, rows[0]?.s ?? 0n];
};
/** As they stand, without what their last record brought, and which it was. */
const sessions = async (): Promise<unknown> => {
  const { rows } =
    await sql`select to_jsonb(s) - array['added_input', 'added_output', 'added_s', 'added_at', 'changed_addresses', 'described'] as row
    from aaa.session s order by id`.execute(db());
  return rows;
};
/** Nobody can write a session until `free` is called. */
const held = async (): Promise<() => Promise<void>> => {
  const client = await pool.connect();
  await client.query('begin; lock table aaa.session in access exclusive mode');
  return async () => {
    await client.query('rollback');
    client.release();
  };
};

describe('many that wait', () => {
  test('are acknowledged by keeping their packets, and are written when that can be; then nothing of them is kept', async () => {
    const batcher = open();
    const free = await held();
    const acked = await Promise.all(names(600).map((name) => put(batcher, packet(name, INTERIM, 5, 7))));
    expect(acked.every(Boolean)).toBe(true);
    expect(batcher.journal.kept).toBeGreaterThan(500);
    const rows = await kept();
    expect(Math.max(...rows.map((row) => row.packets.length))).toBeLessThan(8000);
    await free();
    await eventually(async () => (await count())[0] === 600n);
    expect(await count()).toEqual([600n, 4200n, 0n]);
    expect(batcher.waiting).toBe(0);
    await batcher.stop();
    expect(await kept()).toEqual([]);
  });

  test('while one commit of them is under way another begins, and no third', async () => {
    const batcher = open(0);
    const client = await pool.connect();
    await client.query('begin; lock table aaa.record_journal in access exclusive mode');
    const under = async () => {
      const { rows } = await sql<{ n: bigint }>`select count(*) as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%record_journal%'`.execute(
        db(),
      );
      return rows[0]?.n;
    };
    const puts: Promise<boolean>[] = [];
    for (const bunch of [0, 1, 2, 3]) {
      for (const name of names(40)) puts.push(put(batcher, packet(`${name}-${bunch}`, INTERIM, 5, 7)));
      await eventually(async () => (await under()) === BigInt(Math.min(2, bunch + 1)));
    }
    await new Promise((next) => setTimeout(next, 100));
    expect(await under()).toBe(2n);
    await client.query('rollback');
    client.release();
    expect((await Promise.all(puts)).every(Boolean)).toBe(true);
    expect(batcher.journal.kept).toBe(160);
    await replayed(open());
    expect(await count()).toEqual([160n, 1120n, 0n]);
  });

  test('a commit of them that fails is made again', async () => {
    const batcher = open(0);
    await sql`alter table aaa.record_journal rename to elsewhere`.execute(db());
    const puts = names(60).map((name) => put(batcher, packet(name, INTERIM, 5, 7)));
    await new Promise((next) => setTimeout(next, 100));
    expect(batcher.journal.kept).toBe(0);
    await sql`alter table aaa.elsewhere rename to record_journal`.execute(db());
    expect((await Promise.all(puts)).every(Boolean)).toBe(true);
    await replayed(open());
    expect(await count()).toEqual([60n, 420n, 0n]);
  });

  test('few wait until they are written', async () => {
    const batcher = open();
    const free = await held();
    let acked = 0;
    const all = names(10).map((name) => put(batcher, packet(name, START, 0, 0)).then(() => acked++));
    await new Promise((next) => setTimeout(next, 300));
    expect([acked, await kept()]).toEqual([0, []]);
    await free();
    await Promise.all(all);
    expect(await count()).toEqual([10n, 0n, 0n]);
  });

  test('of one process that ends, the next writes what was acknowledged, once, in whatever order', async () => {
    const dead = open(0);
    const stories = names(40).flatMap((name) => [
      packet(name, STOP, 20, 9),
      packet(name, START, 0, 0),
      packet(name, INTERIM, 10, 4),
    ]);
    expect((await Promise.all(stories.map((one) => put(dead, one)))).every(Boolean)).toBe(true);
    expect(await count()).toEqual([0n, 0n, 0n]);
    await replayed(open());
    expect(await count()).toEqual([40n, 360n, 40n]);
    expect(await kept()).toEqual([]);
  });

  test('written twice, as when a process ends between writing and forgetting, they change nothing', async () => {
    const dead = open(0);
    await Promise.all(names(100).map((name) => put(dead, packet(name, INTERIM, 5, 3))));
    const rows = await kept();
    const batcher = open();
    await replayed(batcher);
    await Promise.all(names(100).map((name) => put(batcher, packet(name, STOP, 9, 5))));
    await eventually(async () => (await count())[2] === 100n && (await kept()).length === 0);
    const before = await sessions();
    await db().insertInto('aaa.record_journal').values(rows).execute();
    await replayed(batcher);
    expect(await sessions()).toEqual(before);
    expect(await count()).toEqual([100n, 500n, 100n]);
    expect(await kept()).toEqual([]);
  });

  test('what PostgreSQL refuses after it was acknowledged stays where it was kept, and is not tried for ever', async () => {
    await sql`alter table aaa.session add constraint odd check (username <> 'user7')`.execute(db());
    const batcher = open();
    const free = await held();
    await Promise.all(names(200).map((name) => put(batcher, packet(name, START, 0, 0))));
    await free();
    await eventually(async () => (await count())[0] === 199n);
    const [refused, ...others] = await eventually(async () => {
      const rows = (await kept()).filter((row) => row.refused !== null);
      return rows.length > 0 && rows;
    });
    expect([refused?.packets.includes('user7'), others]).toEqual([true, []]);
    await batcher.stop();
    await replayed(open());
    expect((await kept()).map((row) => row.id)).toEqual([refused?.id]);
  });

  test('who ends while nothing can be written does not wait for it', async () => {
    const dead = open(0);
    await Promise.all(names(20).map((name) => put(dead, packet(name, START, 0, 0))));
    const replay = new Replay({ pool, log: room.database.kernel.log, batcher: open(0) });
    await new Promise((next) => setTimeout(next, 200));
    await replay.stop();
    expect((await kept()).length).toBeGreaterThan(0);
  });

  test('a row that is no packets is marked, and those after it are written', async () => {
    const dead = open(0);
    await db()
      .insertInto('aaa.record_journal')
      .values({ id: '00000000-0000-0000-0000-000000000001', packets: Buffer.from('no packet') })
      .execute();
    await Promise.all(names(20).map((name) => put(dead, packet(name, START, 0, 0))));
    await replayed(open());
    expect(await count()).toEqual([20n, 0n, 0n]);
    expect((await kept()).map((row) => row.refused)).toEqual(['a record cannot be stored']);
  });
});
