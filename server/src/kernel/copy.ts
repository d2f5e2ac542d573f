import type { Id } from '@isp/values';
import { type DB, type RawBuilder, sql, type Tx } from './db.ts';

/** The version digit of a UUID stands here, and is this one in a copy's: ids of ours have 7. */
const VERSION_AT = 14;
const COPY = '8';

/** The id that the copy of something has: the same but for its version digit, so copies keep their order and find one another. */
export const copyId = (id: Id): Id => `${id.slice(0, VERSION_AT)}${COPY}${id.slice(VERSION_AT + 1)}` as Id;

/** In a statement: whether an id is a copy's. */
export const isCopy = (column: string): RawBuilder<boolean> =>
  sql`substr(${sql.ref(column)}::text, ${sql.lit(VERSION_AT + 1)}, 1) = ${sql.lit(COPY)}`;

interface Copying {
  /** Which rows, of the table as `t`. */
  readonly where: RawBuilder<unknown>;
  /** Columns whose ids become their copies'. */
  readonly ids: readonly string[];
  /** Columns that have another value in the copy. */
  readonly set?: Readonly<Record<string, string | null>>;
}

/** Copies rows of a table beside themselves, all columns there are. To be taken back: what an id that is not named leads to is shared with the original. */
export const copyRows = async (tx: Tx, table: keyof DB & string, { where, ids, set = {} }: Copying): Promise<void> => {
  const copied = ids.map(
    (column) =>
      sql`|| jsonb_build_object(${sql.lit(column)}, overlay(t.${sql.ref(column)}::text placing ${sql.lit(COPY)} from ${sql.lit(VERSION_AT + 1)}))`,
  );
  await sql`
    insert into ${sql.table(table)} select r.* from ${sql.table(table)} t,
      lateral jsonb_populate_record(null::${sql.table(table)}, to_jsonb(t) ${sql.join(copied, sql` `)} || ${JSON.stringify(set)}::jsonb) r
    where ${where}`.execute(tx);
};
