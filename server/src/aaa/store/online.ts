import { epochMs, type Id, type Instant } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../../kernel/db.ts';
import type { OpenSession } from '../core/record.ts';
import { NOBODY } from './literals.ts';

interface Row {
  readonly id: Id;
  readonly subscription_id: Id;
  readonly calling_station_id: string | null;
  readonly told_framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
  readonly started_at: Instant;
  readonly heard_at: Instant;
  readonly octets: number;
}

const sessionOf = ({ started_at, heard_at, ...row }: Row): OpenSession => ({
  ...row,
  started_ms: epochMs(started_at),
  heard_ms: epochMs(heard_at),
});

/** Open, of a user we know, and not let go by its NAS. */
const rows = (where: RawBuilder<unknown>) => sql<Row>`
  select id, subscription_id, calling_station_id, started_at, heard_at, told_framed_ip, framed_ipv6_prefix, delegated_ipv6_prefix,
    (input_octets + output_octets)::float8 as octets from aaa.session
  where stopped_at is null and told_mode is distinct from 'gone' and account_id <> ${NOBODY}::uuid and ${where}`;

/** All sessions that are online, page by page, from one snapshot: run it in a transaction of its own. */
export async function* allOpen(tx: Tx, pageSize: number): AsyncGenerator<OpenSession[]> {
  await sql`declare open_sessions no scroll cursor for ${rows(sql`true`)}`.execute(tx);
  for (;;) {
    const page = await sql<Row>`fetch ${sql.lit(pageSize)} from open_sessions`.execute(tx);
    if (page.rows.length === 0) return;
    yield page.rows.map(sessionOf);
  }
}

/** The sessions of some subscriptions that are online. */
export const openOf = async (
  tx: Tx,
  keys: readonly { account_id: Id; subscription_id: Id }[],
): Promise<OpenSession[]> => {
  if (keys.length === 0) return [];
  const accounts = keys.map((key) => key.account_id);
  const subscriptions = keys.map((key) => key.subscription_id);
  const found = await rows(
    sql`(account_id, subscription_id) in (select * from unnest(${accounts}::uuid[], ${subscriptions}::uuid[]))`,
  ).execute(tx);
  return found.rows.map(sessionOf);
};

/** Says that somebody else than the packets' way changed who is online of a subscription: it reads them anew on this commit. */
export const noteOnline = async (tx: Tx, key: { account_id: Id; subscription_id: Id }): Promise<void> => {
  await sql`
    with noted as (insert into aaa.change (kind, account_id, row_id) values ('online', ${key.account_id}, ${key.subscription_id}) returning 1)
    select pg_notify('isp_aaa', '') from noted`.execute(tx);
};
