import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { newId } from '../../kernel/secrets.ts';
import { eventually, openRoom, type Room } from '../aaa.fixture.ts';
import { idOctets } from '../core/session-id.ts';
import { Logbook } from './logbook.ts';
import { type SeenLogIn, writeSeen } from './seen-log-in.ts';

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

const SECRET = prepareSecret(Buffer.from('secret'));
const NOBODY = Buffer.alloc(0);

/** A request that names a user and, unless it is left out, a station. */
const naming = (username: string | undefined, station?: string): PacketView => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
  if (username !== undefined) writer.addText(ATTRIBUTE.user_name, username);
  if (station !== undefined) writer.addText(ATTRIBUTE.calling_station_id, station);
  const view = new PacketView();
  expect(parsePacket(view, Buffer.from(writer.bytes.subarray(0, writer.finishRequest(SECRET))))).toBeUndefined();
  return view;
};

const seen = (username: string | undefined, change: Partial<SeenLogIn> & { readonly station?: string } = {}) => {
  const { station, ...rest } = change;
  return {
    at_ms: AT,
    ids: NOBODY,
    ids_at: -1,
    nas: idOctets(room.nas_id),
    view: naming(username, station),
    username: undefined,
    outcome: 'reject',
    reason: 'no such user',
    way: 'password',
    detail: undefined,
    ...rest,
  } satisfies SeenLogIn;
};

const octetsOf = (...all: readonly SeenLogIn[]): Buffer => {
  const octets = Buffer.alloc(10_000);
  return octets.subarray(
    0,
    all.reduce((at, one) => writeSeen(octets, at, one), 0),
  );
};

const put = (book: Logbook, one: SeenLogIn): void => {
  expect(book.hasRoom).toBe(true);
  book.login(one);
};

const db = () => room.database.kernel.db;
const aside = (rows: Buffer) => db().insertInto('aaa.login_aside').values({ rows }).execute();
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
    const ids = Buffer.concat([Buffer.alloc(5), idOctets(account_id), idOctets(subscription_id)]);
    const book = open();
    const of = { ids, ids_at: 5, station: '02-00-00-00-00-01', detail: 'on port 7 ☎' } as const;
    put(book, seen('alice', { ...of, outcome: 'accept', reason: 'let on; до завтра', way: 'line' }));
    put(book, seen('боб ☎ 😀'));
    put(book, seen('anonymous', { username: 'inner ☎', outcome: 'silence' }));
    put(book, seen(undefined, { detail: '', outcome: 'walled' }));
    const rows = await writtenAre(4);
    expect(rows).toMatchObject([
      {
        ...{ account_id, subscription_id, at: '2026-03-01T10:00:00.123Z', nas_id: room.nas_id, way: 'line' },
        ...{ username: 'alice', calling_station_id: '02-00-00-00-00-01', detail: 'on port 7 ☎' },
        ...{ outcome: 'accept', reason: 'let on; до завтра' },
      },
      { username: 'боб ☎ 😀', account_id: null, subscription_id: null, calling_station_id: null, detail: null },
      { username: 'inner ☎', outcome: 'silence', way: 'password', reason: 'no such user' },
      { username: '', calling_station_id: null, detail: '', outcome: 'walled' },
    ]);
  });

  test('shows the sign for what PostgreSQL cannot hold, and for octets that are no text', async () => {
    const book = open();
    put(book, seen('a\u001fb\u001ec\u0000d', { detail: '\u0000', username: undefined }));
    const odd = naming('12');
    odd.bytes[odd.start(odd.find(ATTRIBUTE.user_name))] = 0xff;
    put(book, { ...seen(''), view: odd });
    await book.stop();
    expect((await written()).map(({ username, detail }) => [username, detail])).toEqual([
      ['a\u001fb\u001ec␀d', '␀'],
      ['�2', null],
    ]);
  });

  test('loses nothing of a flood: it is put aside, and written when the flood is over', async () => {
    const FLOOD = 30_000;
    const book = open();
    for (let i = 0; i < FLOOD; i++) {
      put(book, seen(`user${i}`));
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
        for (let i = 0; i < 20; i++) put(book, seen(`user${peak++}`));
    })();
    await eventually(async () => (await count('aaa.login_aside')) > 0, PATIENCE_MS);
    await eventually(async () => (await count('aaa.login')) > 1000, PATIENCE_MS);
    ended = true;
    await peaking;
    await eventually(async () => (await count('aaa.login')) === peak, PATIENCE_MS);
    expect(book.dropped).toBe(0);
  });

  test('what another process put aside before it ended is written by the next', async () => {
    await aside(octetsOf(seen('left'), seen('behind')));
    await aside(octetsOf(seen('later')));
    open();
    expect((await writtenAre(3)).map(({ username }) => username)).toEqual(['left', 'behind', 'later']);
    expect(await count('aaa.login_aside')).toBe(0);
  });

  test('goes on when its connection is cut', async () => {
    const book = open();
    put(book, seen('before'));
    await writtenAre(1);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'isp-logbook' and datname = current_database()`.execute(
      db(),
    );
    put(book, seen('after'));
    await writtenAre(2);
    expect(book.dropped).toBe(0);
  });

  test('gives up what PostgreSQL refuses, counts it, and goes on', async () => {
    await sql`alter table aaa.login add constraint even check (username not like 'odd%')`.execute(db());
    const book = open();
    put(book, seen('odd'));
    await eventually(async () => book.dropped === 1, PATIENCE_MS);
    await aside(octetsOf(seen('even'), seen('odd as well')));
    const whole = octetsOf(seen('whole'), seen('cut'));
    await aside(whole.subarray(0, whole.length - 1));
    await aside(Buffer.from('no log-in at all'));
    const other = open();
    await eventually(async () => other.dropped === 4, PATIENCE_MS);
    put(book, seen('at last'));
    expect((await writtenAre(2)).map(({ username }) => username)).toEqual(['whole', 'at last']);
    expect([await count('aaa.login_aside'), book.dropped]).toEqual([0, 1]);
  });

  test('writes what it has when it is stopped, and counts what comes later as dropped', async () => {
    const book = open();
    for (let i = 0; i < 5000; i++) put(book, seen(`user${i}`));
    await book.stop();
    expect(await count('aaa.login')).toBe(5000);
    expect([book.hasRoom, book.dropped]).toEqual([false, 1]);
  });

  test('ends at once when it is stopped while it looks for what was put aside before it', async () => {
    const started = performance.now();
    await open().stop();
    expect(performance.now() - started).toBeLessThan(9000);
  });

  test('has room for 100,000 that are under way, and counts those beyond as dropped', async () => {
    const book = open();
    const many = seen('many');
    for (let i = 0; i < 100_010; i++) if (book.hasRoom) book.login(many);
    expect(book.dropped).toBe(10);
    await book.stop();
    expect(await count('aaa.login')).toBe(100_000);
  });
});
