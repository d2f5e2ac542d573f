/** Histories of use for tests: sessions of several accounts in several zones, whose records come late, twice and out of order. */
import { randomUUID } from 'node:crypto';
import { addMs, epochMs, type Id, type Instant } from '@isp/values';
import type { Someone } from '../aaa/aaa.fixture.ts';
import { NOBODY, type SessionRecord } from '../aaa/core/record.ts';
import { writeRecords } from '../aaa/store/accounting.ts';
import { sql } from '../kernel/db.ts';
import type { TestDatabase } from '../kernel/testing.ts';

/** A generator of numbers below 1 that gives the same for the same seed (mulberry32). */
export const chanceOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A record of somebody's session: its totals as of a moment. */
export const recordOf = (
  one: Pick<Someone, 'account_id' | 'subscription_id'>,
  nas_id: Id,
  session: { readonly id: Id; readonly heard_at: Instant; readonly octets: bigint },
): SessionRecord => ({
  ...NOBODY,
  account_id: one.account_id,
  subscription_id: one.subscription_id,
  kind: 'interim',
  id: session.id,
  nas_id,
  username: 'u',
  acct_session_id: '00',
  class: null,
  described: null,
  further_link: false,
  client: '127.0.0.1',
  nas_ip: null,
  nas_identifier: null,
  nas_port_id: null,
  framed_ip: null,
  framed_ipv6_address: null,
  framed_ipv6_prefix: null,
  framed_interface_id: null,
  delegated_ipv6_prefix: null,
  calling_station_id: null,
  called_station_id: null,
  started_ms: epochMs(session.heard_at),
  heard_ms: epochMs(session.heard_at),
  stopped_ms: null,
  began_after_ms: null,
  session_s: 0,
  input_octets: session.octets,
  output_octets: session.octets * 10n,
  terminate_cause: null,
  told_mode: null,
  told_rate_down_kbps: null,
  told_rate_up_kbps: null,
  told_framed_ip: null,
});

/** Writes records as accounting does, one statement. */
export const write = async (database: TestDatabase, records: readonly SessionRecord[]): Promise<void> => {
  const byId = [...new Map(records.map((r) => [r.id, r])).values()];
  byId.sort((a, b) => (a.account_id + a.id < b.account_id + b.id ? -1 : 1));
  const client = await database.kernel.pool.connect();
  try {
    await writeRecords(client, byId, true);
  } finally {
    client.release();
  }
};

/** Records of a stretch of time: most of its own quarters, some up to a week late, some twice, in no order. */
export const stretch = (
  chance: () => number,
  people: readonly Someone[],
  nas_id: Id,
  { from, hours, count }: { readonly from: Instant; readonly hours: number; readonly count: number },
): SessionRecord[] => {
  const records: SessionRecord[] = [];
  for (let i = 0; i < count; i++) {
    const one = people[Math.floor(chance() * people.length)] as Someone;
    const late = chance() < 0.25 ? chance() * 7 * 86_400_000 : 0;
    const heard_at = addMs(from, Math.floor(chance() * hours * 3_600_000 - late));
    const id =
      chance() < 0.4 ? (records.at(-1)?.account_id === one.account_id ? records.at(-1)?.id : undefined) : undefined;
    const record = recordOf(one, nas_id, {
      id: id ?? randomUUID(),
      heard_at,
      octets: BigInt(Math.floor(chance() * 1e9)),
    });
    records.push(record);
    if (chance() < 0.2) records.push({ ...record });
  }
  return records.sort(() => chance() - 0.5);
};

/** What the quarters say, by hour, day or month of the account's zone: what a chart has to equal. */
export const rawUsage = async (
  database: TestDatabase,
  account_id: Id,
  bucket: 'hour' | 'day' | 'month',
  zone: string,
): Promise<unknown[]> => {
  const in_zone = bucket === 'hour' ? 'UTC' : zone;
  const { rows } = await sql`
    select date_trunc(${bucket}, quarter_at, ${in_zone}) as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from aaa.usage_quarter where account_id = ${account_id} group by 1 order by 1`.execute(database.kernel.db);
  return rows;
};
