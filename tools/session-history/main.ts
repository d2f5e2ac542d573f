/**
 * `node tools/session-history/main.ts [rows]` (5,000,000 unless said): fills a scratch database with that many sessions over 24 months and 200,000 with the open ones, of which one in fifty has ended, and asks for the first and the
 * second page of each list, by the platform's own statements. Prints what docs/decisions/0014 quotes. It measures; no check depends on it.
 */
import { addMs, type Instant, instant } from '@isp/values';
import type pg from 'pg';
import type { ListSessions } from '../../server/src/aaa/contract.ts';
import { moveSessions } from '../../server/src/aaa/move-sessions.ts';
import { listUses } from '../../server/src/aaa/store/find-uses.ts';
import { listSessions, sessionById } from '../../server/src/aaa/store/sessions.ts';
import { listOnline } from '../../server/src/views/online.ts';
import { timeline } from '../../server/src/views/timeline.ts';
import { median } from '../bench/measure.ts';
import { openPlatform, type Platform } from '../bench/platform.ts';

const ROWS = Number.parseInt(process.argv[2] ?? '5000000', 10);
const ACCOUNTS = 100_000;
const OPEN = 200_000;
const NASES = 40;
const MONTHS = 24;
const ROUNDS = 9;
const BEGIN = instant('2024-12-01T00:00:00Z');
const NOW = instant('2026-11-25T12:00:00Z');

const undone: (() => Promise<unknown>)[] = [];
const say = (line: string): void => console.error(line);

const seconds = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await work();
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
};

/** Of account `a` at NAS `n`, from `at` for two hours; one in fifty is of nobody. */
const SESSION = `account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, closed_by, username, acct_session_id, client, input_octets, output_octets, session_s`;
const selected = (ends: string, from: string) => `
  select case when i % 50 = 0 then '00000000-0000-0000-0000-000000000000' else md5('a' || a)::uuid end, md5('${from}' || i)::uuid, case when i % 50 = 0 then '00000000-0000-0000-0000-000000000000' else md5('s' || a)::uuid end,
    md5('n' || i % ${NASES})::uuid, at, at + interval '2 hours', ${ends}, case when i % 50 = 0 then 'nobody' || i % 10007 else 'user' || a end, i::text::bytea, '10.0.0.1', i, i * 10, 7200`;

const fillPeople = async (client: pg.Client): Promise<void> => {
  await client.query(`insert into aaa.nas (id, name, address, secret_sealed, vendor, created_at)
    select md5('n' || i)::uuid, 'nas ' || i, inet '10.0.0.0' + i, '', 'generic', now() from generate_series(0, ${NASES - 1}) i`);
  await client.query(`set session_replication_role = replica`);
  await client.query(`insert into aaa.credential (account_id, id, subscription_id, username, password_sealed, created_at)
    select md5('a' || i)::uuid, md5('c' || i)::uuid, md5('s' || i)::uuid, 'user' || i, '', now() from generate_series(0, ${ACCOUNTS - 1}) i`);
  await client.query(`set session_replication_role = origin`);
};

const fill = async ({ client }: Platform): Promise<void> => {
  await fillPeople(client);
  await client.query(
    `select aaa.make_session_month($1::timestamptz + m * interval '1 month') from generate_series(0, ${MONTHS}) m`,
    [BEGIN],
  );
  const span = `extract(epoch from $2::timestamptz - $1::timestamptz) * interval '1 second'`;
  await seconds(`${ROWS} sessions that are over`, () =>
    client.query(
      `insert into aaa.session_history (${SESSION}) ${selected(`at + interval '2 hours', 'stop'`, 'h')}
       from (select i, i::bigint * 7919 % ${ACCOUNTS} as a, $1::timestamptz + i::float8 / ${ROWS} * ${span} as at from generate_series(1, ${ROWS}) i) i`,
      [BEGIN, addMs(NOW, -3 * 3_600_000)],
    ),
  );
  await seconds(`${OPEN} open ones`, () =>
    client.query(
      `insert into aaa.session (${SESSION}) ${selected('null, null', 'o')}
       from (select i, i::bigint * 7919 % ${ACCOUNTS} as a, $1::timestamptz + i::float8 / ${OPEN} * interval '1 day' as at from generate_series(1, ${OPEN}) i) i`,
      [addMs(NOW, -86_400_000)],
    ),
  );
  await client.query(`update aaa.session set stopped_at = heard_at, closed_by = 'stop' where input_octets % 50 = 1`);
  await seconds('vacuum and analyze', () => client.query('vacuum (analyze)'));
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** The middle and the slowest of some rounds, the first left out. */
const show = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const first = await timed(work);
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await timed(work));
  say(
    `${what}: median ${median(times).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms, first ${first.toFixed(1)} ms`,
  );
};

const lists = async ({ kernel, client }: Platform): Promise<void> => {
  const id = async (text: string) =>
    (await client.query<{ id: string }>('select md5($1)::uuid as id', [text])).rows[0]?.id ?? '';
  const asked: Readonly<Record<string, Partial<ListSessions>>> = {
    'by time': {},
    'by time, from a day on': {
      from: '2025-06-01T00:00:00.000Z' as Instant,
      to: '2025-06-02T00:00:00.000Z' as Instant,
    },
    'by account': { account_id: await id('a7') },
    'by subscription': { account_id: await id('a7'), subscription_id: await id('s7') },
    'by NAS': { nas_id: await id('n7') },
    'by user name, one': { username: 'user77712' },
    'by user name, of 111 that begin so': { username: 'user777' },
    'by user name, all that begin so': { username: 'user' },
    'by a name that nobody has': { username: 'nobody77' },
    'by a name that is not there': { username: 'zyx' },
    'open only': { state: 'open' },
    'open only, by NAS': { state: 'open', nas_id: await id('n7') },
    'closed only': { state: 'closed' },
  };
  for (const [what, input] of Object.entries(asked)) {
    const page = { limit: 50, ...input } as ListSessions;
    await show(what, () => listSessions(kernel.db, page));
    const { next_cursor } = await listSessions(kernel.db, page);
    if (next_cursor) await show('  the second page', () => listSessions(kernel.db, { ...page, cursor: next_cursor }));
  }
  const one = await id('h12345');
  await show('one session of the history', () => sessionById(kernel.db, one));
  const ctx = { tx: kernel.db } as Parameters<typeof timeline>[0];
  await show('the story of an account', async () => timeline(ctx, { account_id: await id('a7'), limit: 50 }));
  await show('online now', () => listOnline(ctx, { limit: 50 } as Parameters<typeof listOnline>[1]));
  await show('who had an address: uses of an account', async () =>
    listUses(kernel.db, { limit: 50, account_id: await id('a7') } as Parameters<typeof listUses>[1]),
  );
};

/** The hot table ends half its sessions, and they are moved. */
const move = async ({ kernel, client }: Platform): Promise<void> => {
  await client.query(
    `update aaa.session set stopped_at = heard_at, closed_by = 'stop' where nas_id in (select id from aaa.nas order by id limit ${NASES / 2})`,
  );
  const began = performance.now();
  const moved = await moveSessions(kernel, instant('2030-01-01T00:00:00Z'));
  say(`moving: ${Math.round((moved / (performance.now() - began)) * 1000)} sessions/s`);
};

const measure = async (): Promise<void> => {
  const platform = await openPlatform({
    quick: false,
    seed: 1,
    profiles: undefined,
    say,
    afterwards: (undo) => undone.push(undo),
  });
  await fill(platform);
  await lists(platform);
  await move(platform);
};

try {
  await measure();
} finally {
  for (let undo = undone.pop(); undo; undo = undone.pop()) await undo();
}
