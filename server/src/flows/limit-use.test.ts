import { addMs, dayIn, epochMs, type Instant, instant, instantFromEpochMs, startOfDay } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRoom, type Room, type Someone } from '../aaa/aaa.fixture.ts';
import { sql } from '../kernel/db.ts';
import { type UseAsk, usesOf } from '../views/limit-use.ts';
import { rollUpUsage } from './roll-up-usage.ts';
import { chanceOf, stretch, write } from './usage-history.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const QUARTER_MS = 900_000;
const FROM = instant('2026-02-20T00:00:00Z');
const ZONES = ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'];

let room: Room;
let people: { readonly one: Someone; readonly zone: string }[];

beforeAll(async () => {
  room = await openRoom();
  people = [];
  for (const [i, zone] of ZONES.entries()) {
    const one = await room.subscriber(`u${i}`);
    await sql`update crm.account set zone = ${zone} where id = ${one.account_id}`.execute(room.database.kernel.db);
    people.push({ one, zone });
  }
});
afterAll(() => room.database.drop());

interface Quarter {
  readonly subscription_id: string;
  readonly quarter_at: Instant;
  readonly down: number;
  readonly up: number;
  readonly seconds: number;
}

test(`use between any two quarters is that of the quarters, however it is rolled up and whatever comes late (FC_SEED=${seed})`, async () => {
  const chance = chanceOf(seed);
  const upTo = (n: number): number => Math.floor(chance() * n);
  const { kernel } = room.database;
  for (let week = 0; week < 8; week++) {
    const from = addMs(FROM, week * 7 * 86_400_000);
    const records = stretch(
      chance,
      people.map((p) => p.one),
      room.nas_id,
      { from, hours: 168, count: 60 },
    );
    for (const record of records) await write(room.database, [{ ...record, session_s: upTo(100_000) }]);
    const until = addMs(from, upTo(672) * QUARTER_MS);
    if (chance() < 0.8) await rollUpUsage(kernel, until);
    if (chance() < 0.5)
      await write(
        room.database,
        records.slice(0, 3).map((r) => ({ ...r, input_octets: r.input_octets + 7n })),
      );
    const { rows } =
      await sql<Quarter>`select subscription_id, quarter_at, sum(output_octets)::float8 as down, sum(input_octets)::float8 as up, sum(session_s)::float8 as seconds
      from aaa.usage_quarter group by 1, 2`.execute(kernel.db);
    const asks = Array.from({ length: 60 }, (): UseAsk => {
      const { one, zone } = people[upTo(people.length)] as (typeof people)[number];
      const at = addMs(FROM, (upTo((week + 1) * 672 + 672) - 672) * QUARTER_MS);
      const isDay = chance() < 0.6;
      const from_on = isDay ? dayIn(at, zone) : null;
      const from_at = from_on ? startOfDay(from_on, zone) : at;
      const to =
        chance() < 0.3 ? null : instantFromEpochMs(epochMs(from_at) + upTo(chance() < 0.5 ? 200 : 5000) * QUARTER_MS);
      const { account_id, subscription_id } = one;
      return { account_id, subscription_id, zone, from_on, from_at, to_at: to };
    });
    const found = await usesOf(kernel.db, asks);
    const wanted = asks.map(({ subscription_id, from_at, to_at }, n) => {
      const own = rows.filter(
        (q) =>
          q.subscription_id === subscription_id && q.quarter_at >= from_at && (to_at === null || q.quarter_at < to_at),
      );
      const sum = (name: 'down' | 'up' | 'seconds') => own.reduce((total, q) => total + q[name], 0);
      return { n, down: sum('down'), up: sum('up'), seconds: sum('seconds') };
    });
    for (const [i, want] of wanted.entries()) expect(found[i], JSON.stringify({ week, ask: asks[i] })).toEqual(want);
  }
});
