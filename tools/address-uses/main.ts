/**
 * `node tools/address-uses/main.ts [rows]` (10,000,000 unless said): fills a scratch database with that many uses of addresses and asks who had one
 * at a moment, by the platform's own statement. Prints what docs/benchmarks.md quotes. It measures; no check depends on it.
 */
import { instantFromEpochMs } from '@isp/values';
import type pg from 'pg';
import { fillAddressUses } from '../../server/src/aaa/fill-address-uses.ts';
import { listUses } from '../../server/src/aaa/store/find-uses.ts';
import { median } from '../bench/measure.ts';
import { openPlatform, type Platform } from '../bench/platform.ts';

const ROWS = Number.parseInt(process.argv[2] ?? '10000000', 10);
/** How often each address changed hands. */
const TURNS = 100;
const TURN_MS = 86_400_000;
const PORTION = 1_000_000;
const QUESTIONS = 2000;
const BEGIN_MS = Date.parse('2026-01-01T00:00:00Z');
const NAS = '00000000-0000-8000-8000-000000000001';

const undone: (() => Promise<unknown>)[] = [];
const say = (line: string): void => console.error(line);
/** No two runs differ: the next of a simple row of numbers, below `below`. */
let seed = 1;
const chance = (below: number): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};

const slots = Math.ceil(ROWS / TURNS);

/** Of ten addresses five are public IPv4, four a delegated /56, and one is a block of 1024 ports; each is had by a hundred in turn, in order of time. */
const FILL = `
  insert into aaa.address_use (account_id, id, subscription_id, session_id, nas_id, kind, what, ports, realm, holder, told_at, from_at, to_at, ended_by)
  select id, id, id, id, $1::uuid, kind, what, case when kind = 'port-block' then int4range((slot / 10 % 63 * 1024 + 1024)::int, (slot / 10 % 63 * 1024 + 2048)::int) end,
    '00000000-0000-0000-0000-000000000000', id, from_at, from_at, from_at + interval '1 day' - interval '1 minute', 'stop'
  from (
    select i % $2 as slot, md5(i::text)::uuid as id,
      timestamptz '2026-01-01T00:00:00Z' + (i / $2) * interval '1 day' + (i % $2 % 1439) * interval '1 second' as from_at,
      case when i % $2 % 10 < 5 then 'framed-ip' when i % $2 % 10 < 9 then 'delegated-ipv6-prefix' else 'port-block' end as kind,
      case when i % $2 % 10 < 5 then inet '20.0.0.0' + i % $2 when i % $2 % 10 < 9 then set_masklen(format('2a00:%s:%s:%s00::', to_hex(i % $2 >> 24 & 65535), to_hex(i % $2 >> 8 & 65535), to_hex(i % $2 & 255))::inet, 56)
        else inet '198.0.0.0' + i % $2 / 630 end as what
    from generate_series($3::bigint, $4::bigint) i
  ) use`;

const seconds = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await work();
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
};

const fill = async (client: pg.Client): Promise<void> => {
  await client.query(
    `insert into aaa.nas (id, name, address, secret_sealed, vendor, created_at) values ($1, 'bng', '192.0.2.1', '', 'generic', now())`,
    [NAS],
  );
  const { rows: keys } = await client.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = 'aaa.address_use'::regclass and contype in ('p', 'x') order by contype`,
  );
  const { rows: indexes } = await client.query<{ definition: string }>(
    `select indexdef as definition from pg_indexes where schemaname = 'aaa' and indexname = 'address_use_session'`,
  );
  for (const { name } of keys) await client.query(`alter table aaa.address_use drop constraint ${name}`);
  await client.query('drop index aaa.address_use_session');
  await seconds(`${ROWS} rows`, async () => {
    for (let from = 0; from < ROWS; from += PORTION)
      await client.query(FILL, [NAS, slots, from, Math.min(ROWS, from + PORTION) - 1]);
  });
  await client.query(`set maintenance_work_mem = '1GB'`);
  for (const { name, definition } of keys)
    await seconds(`${name}, checked over all of them`, () =>
      client.query(`alter table aaa.address_use add constraint ${name} ${definition}`),
    );
  for (const { definition } of indexes) await seconds('the index by session', () => client.query(definition));
  await seconds('vacuum and analyze', () => client.query('vacuum (analyze) aaa.address_use'));
  const { rows: sizes } = await client.query<{ table: string; gist: string; all: string }>(`
    select pg_size_pretty(pg_relation_size('aaa.address_use')) as table, pg_size_pretty(pg_relation_size('aaa.address_use_one_holder')) as gist,
      pg_size_pretty(pg_total_relation_size('aaa.address_use')) as all`);
  say(`the table ${sizes[0]?.table}, the index of the constraint ${sizes[0]?.gist}, all ${sizes[0]?.all}`);
};

/** An address somebody may have had, a moment, and a port. */
const question = () => {
  const slot = chance(slots);
  const at = instantFromEpochMs(BEGIN_MS + chance(TURNS) * TURN_MS + chance(TURN_MS));
  const v4 = (first: number, n: number) => `${first}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  const kind = slot % 10;
  if (kind < 5) return { address: v4(20, slot), at };
  const group = (n: number) => n.toString(16);
  if (kind < 9)
    return {
      address: `2a00:${group((slot >>> 24) & 0xffff)}:${group((slot >>> 8) & 0xffff)}:${group(slot & 255)}42::7`,
      at,
    };
  return {
    address: v4(198, Math.floor(slot / 630)),
    at,
    port: ((Math.floor(slot / 10) % 63) + 1) * 1024 + chance(1024),
  };
};

const ask = async ({ kernel }: Platform): Promise<void> => {
  const times: number[] = [];
  let found = 0;
  for (let i = 0; i < QUESTIONS; i++) {
    const asked = question();
    const began = performance.now();
    const { items } = await listUses(kernel.db, { limit: 50, ...asked });
    times.push(performance.now() - began);
    found += items.length;
  }
  times.sort((a, b) => a - b);
  const share = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
  say(
    `${QUESTIONS} questions, ${found} holders: median ${median(times).toFixed(2)} ms, 99 of 100 in ${share(0.99)} ms, the slowest ${share(0.9999)} ms`,
  );
};

const explain = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers, costs off)
    select * from aaa.address_use u where u.what && inet '20.0.1.4' and tstzrange(u.from_at, u.to_at) @> timestamptz '2026-03-04T05:06:07Z'
    order by u.from_at desc, u.id desc limit 51`);
  for (const row of rows) say(`  ${row['QUERY PLAN']}`);
};

const NOTED = 20_000;

/** New sessions on addresses that were had before: how fast the filling follows. */
const follow = async ({ kernel, client }: Platform): Promise<void> => {
  await client.query(
    `insert into aaa.session (account_id, id, subscription_id, nas_id, started_at, heard_at, username, acct_session_id, client, framed_ip)
     select id, id, id, $1::uuid, '2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 'u', '', '192.0.2.1', inet '20.0.0.0' + i
     from (select i, md5('s' || i)::uuid as id from generate_series(1, $2::bigint) i) s`,
    [NAS, NOTED],
  );
  await client.query(`insert into aaa.address_note (account_id, session_id, at, framed_ip)
    select account_id, id, heard_at, framed_ip from aaa.session`);
  const began = performance.now();
  await fillAddressUses(kernel);
  say(`the filling: ${Math.round((NOTED / (performance.now() - began)) * 1000)} sessions/s`);
};

const measure = async (): Promise<void> => {
  const platform = await openPlatform({
    quick: false,
    seed: 1,
    profiles: undefined,
    say,
    afterwards: (undo) => undone.push(undo),
  });
  await fill(platform.client);
  await explain(platform.client);
  for (let i = 0; i < 3; i++) await ask(platform);
  await follow(platform);
};

try {
  await measure();
} finally {
  for (let undo = undone.pop(); undo; undo = undone.pop()) await undo();
}
