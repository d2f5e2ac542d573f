import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { newId } from '../../kernel/secrets.ts';
import { eventually, openRoom, type Room } from '../aaa.fixture.ts';
import type { LoginRow } from '../store/log.ts';
import { Logbook } from './logbook.ts';

const AT = Date.parse('2026-03-01T10:00:00.123Z');
const PATIENCE_MS = 60_000;

let room: Room;
let books: Logbook[];

beforeEach(async () => {
  room = await openRoom();
  books = [];
});
afterEach(async () => {
  await Promise.all(books.map((book) => book.stop()));
  await room.database.drop();
});

const open = (longest_ms?: number): Logbook => {
  const book = new Logbook(room.database.url, room.database.kernel.log, longest_ms);
  books.push(book);
  return book;
};

const row = (username: string, change: Partial<LoginRow> = {}): LoginRow => ({
  at_ms: AT,
  account_id: null,
  subscription_id: null,
  username,
  nas_id: room.nas_id,
  calling_station_id: null,
  outcome: 'reject',
  reason: 'no such user',
  way: 'password',
  detail: null,
  ...change,
});

const put = (book: Logbook, one: LoginRow): void => {
  expect(book.hasRoom).toBe(true);
  book.login(one);
};

const db = () => room.database.kernel.db;
const written = () => db().selectFrom('aaa.login').selectAll().orderBy('id').execute();
const writtenAre = (n: number) =>
  eventually(async () => {
    const rows = await written();
    return rows.length === n && rows;
  }, PATIENCE_MS);
const count = async (table: 'aaa.login' | 'aaa.login_aside'): Promise<number> => {
  const { n } = await db()
    .selectFrom(table)
    .select((e) => e.fn.countAll<bigint>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
};

describe('the log of log-ins', () => {
  test('has every field, as it was answered, a moment later', async () => {
    const [account_id, subscription_id] = [newId(AT), newId(AT)];
    const all = { account_id, subscription_id, calling_station_id: '02-00-00-00-00-01', detail: 'on port 7' };
    const book = open();
    put(book, row('alice', { ...all, outcome: 'accept', reason: 'active' }));
    put(book, row('боб ☎ 😀'));
    put(book, row(''));
    const [alice, bob, nobody] = await writtenAre(3);
    expect(alice).toMatchObject({ ...all, at: '2026-03-01T10:00:00.123Z', nas_id: room.nas_id, reason: 'active' });
    expect(bob).toMatchObject({ username: 'боб ☎ 😀', account_id: null, calling_station_id: null, detail: null });
    expect(nobody?.username).toBe('');
  });

  test('keeps the characters that separate its fields out of them', async () => {
    const book = open();
    put(book, row('a\u001fb\u001ec\u0000d', { detail: '\u001e' }));
    put(book, row('next'));
    await book.stop();
    expect((await written()).map(({ username, detail }) => [username, detail])).toEqual([
      ['a␟b␞c␀d', '␞'],
      ['next', null],
    ]);
  });

  test('loses nothing of a flood: it is put aside, and written when the flood is over', async () => {
    const FLOOD = 30_000;
    const book = open();
    for (let i = 0; i < FLOOD; i++) {
      put(book, row(`user${i}`));
      if (i % 500 === 0) await new Promise((next) => setTimeout(next, 1));
    }
    await eventually(async () => (await count('aaa.login_aside')) > 0, PATIENCE_MS);
    await eventually(async () => (await count('aaa.login')) === FLOOD, PATIENCE_MS);
    expect(await count('aaa.login_aside')).toBe(0);
    const { rows } = await sql<{ n: bigint }>`select count(distinct username) as n from aaa.login`.execute(db());
    expect([rows[0]?.n, book.dropped]).toEqual([BigInt(FLOOD), 0]);
  });

  test('a peak that does not end is written nevertheless, in time', async () => {
    const book = open(500);
    let ended = false;
    let peak = 0;
    const peaking = (async () => {
      for (; !ended; await new Promise((next) => setTimeout(next, 5)))
        for (let i = 0; i < 20; i++) put(book, row(`user${peak++}`));
    })();
    await eventually(async () => (await count('aaa.login_aside')) > 0, PATIENCE_MS);
    await eventually(async () => (await count('aaa.login')) > 1000, PATIENCE_MS);
    ended = true;
    await peaking;
    await eventually(async () => (await count('aaa.login')) === peak, PATIENCE_MS);
    expect(book.dropped).toBe(0);
  });

  test('what another process put aside before it ended is written by the next', async () => {
    const aside = `${AT}\u001f\u001f\u001fleft\u001f${room.nas_id}\u001f\u001freject\u001fr\u001fpassword\u001f\u001e`;
    await db()
      .insertInto('aaa.login_aside')
      .values({ rows: Buffer.from(aside) })
      .execute();
    open();
    expect((await writtenAre(1))[0]?.username).toBe('left');
  });

  test('goes on when its connection is cut', async () => {
    const book = open();
    put(book, row('before'));
    await writtenAre(1);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'isp-logbook' and datname = current_database()`.execute(
      db(),
    );
    put(book, row('after'));
    await writtenAre(2);
    expect(book.dropped).toBe(0);
  });

  test('gives up what PostgreSQL refuses, counts it, and goes on', async () => {
    const book = open();
    put(book, row('odd', { way: 'by-stork' as LoginRow['way'] }));
    await eventually(async () => book.dropped === 1, PATIENCE_MS);
    const aside = 'no log-in at all\u001enor this\u001e';
    await db()
      .insertInto('aaa.login_aside')
      .values({ rows: Buffer.from(aside) })
      .execute();
    const other = open();
    await eventually(async () => other.dropped === 2, PATIENCE_MS);
    put(book, row('even'));
    expect((await writtenAre(1))[0]?.username).toBe('even');
  });

  test('writes what it has when it is stopped, and counts what comes later as dropped', async () => {
    const book = open();
    for (let i = 0; i < 5000; i++) put(book, row(`user${i}`));
    await book.stop();
    expect(await count('aaa.login')).toBe(5000);
    expect([book.hasRoom, book.dropped]).toEqual([false, 1]);
  });

  test('has room for 100,000 that are under way, and counts those beyond as dropped', async () => {
    const book = open();
    for (let i = 0; i < 100_010; i++) if (book.hasRoom) book.login(row('many'));
    expect(book.dropped).toBe(10);
    await book.stop();
    expect(await count('aaa.login')).toBe(100_000);
  });
});
