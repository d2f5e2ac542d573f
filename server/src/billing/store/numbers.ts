import type { Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';

/** What is numbered in a series of its own. */
export type SeriesKind = 'invoice' | 'credit-note' | 'quote';

/** The pattern of each legal entity's numbers of a kind. */
export const patternsOf = async (tx: Tx, kind: SeriesKind, legalEntityIds: readonly Id[]): Promise<Map<Id, string>> => {
  const rows = await tx
    .selectFrom('billing.number_series')
    .select(['legal_entity_id', 'pattern'])
    .where('kind', '=', kind)
    .where('legal_entity_id', 'in', legalEntityIds)
    .execute();
  return new Map(rows.map((row) => [row.legal_entity_id, row.pattern]));
};

/** So many numbers of a legal entity's scope. */
export interface NumbersWanted {
  readonly legal_entity_id: Id;
  readonly scope: string;
  readonly count: number;
}

/** Moves the counters on by one statement, always in one order; gives their values from before. Others wait for this commit. */
export const takeNumbers = async (
  tx: Tx,
  kind: SeriesKind,
  wanted: readonly NumbersWanted[],
): Promise<Map<string, bigint>> => {
  const { rows } = await sql<{ scope: string; legal_entity_id: Id; last_value: bigint }>`
    insert into billing.number_counter as c (legal_entity_id, kind, scope, last_value)
    select w.legal_entity_id, ${kind}, w.scope, w.count
    from unnest(${wanted.map((w) => w.legal_entity_id)}::uuid[], ${wanted.map((w) => w.scope)}::text[], ${wanted.map((w) => w.count)}::bigint[])
      as w(legal_entity_id, scope, count)
    order by w.legal_entity_id, w.scope
    on conflict (legal_entity_id, kind, scope) do update set last_value = c.last_value + excluded.last_value
    returning legal_entity_id, scope, last_value`.execute(tx);
  const counts = new Map(wanted.map((w) => [`${w.legal_entity_id} ${w.scope}`, BigInt(w.count)]));
  return new Map(
    rows.map((row) => {
      const key = `${row.legal_entity_id} ${row.scope}`;
      return [key, row.last_value - (counts.get(key) ?? 0n)];
    }),
  );
};
