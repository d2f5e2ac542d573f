import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { ListStrangers, Stranger } from '../contract.ts';

/** What was seen of a stranger since it was written last. */
export interface StrangerRow {
  readonly address: string;
  readonly nas_identifier: string | null;
  /** The range whose secret it has, and whose NASes are told apart: it is none of them. */
  readonly range_id: Id | null;
  readonly code: number;
  readonly count: number;
}

/** Strangers that are kept: the last ones. */
const KEPT = 1000;

/** Writes down who asked, and forgets whom nobody has heard of for a week, and all but the last thousand. */
export const writeStrangers = async (tx: Tx, now: Instant, rows: readonly StrangerRow[]): Promise<void> => {
  await sql`
    insert into aaa.stranger as s (address, nas_identifier, range_id, code, count, first_at, last_at)
    select address, nas_identifier, range_id, code, count, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (address inet, nas_identifier text, range_id uuid, code smallint, count bigint)
    order by address, range_id, nas_identifier
    on conflict (address, called) do update set nas_identifier = coalesce(excluded.nas_identifier, s.nas_identifier), range_id = excluded.range_id,
      code = excluded.code, count = s.count + excluded.count, last_at = excluded.last_at`.execute(tx);
  await sql`delete from aaa.stranger where last_at < ${now}::timestamptz - interval '7 days'
    or last_at < (select last_at from aaa.stranger order by last_at desc offset ${KEPT} limit 1)`.execute(tx);
};

/** True of a stranger `s` that is none by now: its address is a NAS's, or its range has one that calls itself so. */
const KNOWN = sql<boolean>`case when s.range_id is null then exists (select from aaa.nas n where n.state = 'active' and n.address >>= s.address)
  else exists (select from aaa.nas n where n.range_id = s.range_id and n.identifier = s.nas_identifier)
    or not exists (select from aaa.nas n where n.id = s.range_id and n.state = 'active' and n.by_identifier <> 'off') end`;

/** Strangers seen lately that are no NAS by now, page by page. */
export const listStrangers = (tx: Tx, input: ListStrangers & Listing): Promise<Page<Stranger>> => {
  let q = tx
    .selectFrom('aaa.stranger as s')
    .leftJoin('aaa.nas as r', 'r.id', 's.range_id')
    .select(['s.nas_identifier', 's.range_id', 'r.name as range_name', 's.code', 's.count', 's.first_at', 's.last_at'])
    .select([sql<string>`host(s.address)`.as('address'), sql<string>`host(s.address) || ' ' || s.called`.as('id')])
    .where(sql<boolean>`not ${KNOWN}`);
  const text = input.q;
  if (text) {
    const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    q = q.where((e) => e.or([e('s.nas_identifier', 'ilike', like), sql<boolean>`host(s.address) like ${like}`]));
  }
  return paginate(q.$castTo<Stranger & { readonly id: string }>(), input, {
    sort: { last_at: { sql: 's.last_at', field: 'last_at' }, count: { sql: 's.count', field: 'count' } },
    fallback: '-last_at',
    idSql: "host(s.address) || ' ' || s.called",
  });
};
