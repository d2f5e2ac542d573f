import type { Expression, OrderByExpression, SelectQueryBuilder, SqlBool } from 'kysely';
import { type DB, sql, type Tx } from './db.ts';
import { CursorInvalid, SortInvalid, SortTooWide } from './faults.ts';

/** What every list's input has. */
export interface Listing {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly next_cursor: string | null;
}

/** A column a list can be sorted by: the SQL to order by, never null, and the field of the row that holds the same value. */
export interface SortColumn {
  readonly sql: string;
  readonly field: string;
  /** Set when no index has this order and the list was not narrowed down (`narrowing`): what to narrow it to. */
  readonly within?: string | undefined;
}

interface Order {
  readonly column: SortColumn;
  readonly descending: boolean;
}

const orderOf = (sort: string | undefined, columns: Readonly<Record<string, SortColumn>>, fallback: string): Order => {
  const asked = sort ?? fallback;
  const descending = asked.startsWith('-');
  const name = descending ? asked.slice(1) : asked;
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw SortInvalid({ sort: asked, allowed: Object.keys(columns) });
  if (column.within !== undefined) throw SortTooWide({ sort: name, within: column.within });
  return { column, descending };
};

const decode = (cursor: string, sort: string): readonly [string, string] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 3 && parts[0] === sort) return [String(parts[1]), String(parts[2])];
  } catch {}
  throw CursorInvalid();
};

const encode = (sort: string, value: unknown, id: string): string =>
  Buffer.from(JSON.stringify([sort, typeof value === 'bigint' ? value.toString() : value, id])).toString('base64url');

/** Rows beyond which a table is not sorted whole for one page. */
const LARGE = 50_000;

/** What a list is to be narrowed to before it can be sorted by what has no index: `words`, when its tables have very many rows, by PostgreSQL's own estimate; otherwise nothing. */
export const narrowing = async (
  tx: Tx,
  { sort }: Listing,
  tables: readonly string[],
  words: string | undefined,
): Promise<string | undefined> => {
  if (sort === undefined || words === undefined) return undefined;
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as n from unnest(${tables}::text[]) t (name)
    join pg_class c on c.oid = t.name::regclass or c.oid in (select relid from pg_partition_tree(t.name::regclass))`.execute(
    tx,
  );
  return (rows[0]?.n ?? 0) > LARGE ? words : undefined;
};

/**
 * Runs a list query one page at a time by key set: constant cost however far one has gone, stable while rows are added.
 * The query must select `id` and each sort field; `idSql` is the unique tie-breaker.
 */
export const paginate = async <D extends DB, TB extends keyof D, O extends { id: string }>(
  query: SelectQueryBuilder<D, TB, O>,
  listing: Listing,
  options: { readonly sort: Readonly<Record<string, SortColumn>>; readonly fallback: string; readonly idSql: string },
): Promise<Page<O>> => {
  const sort = listing.sort ?? options.fallback;
  const { column, descending } = orderOf(listing.sort, options.sort, options.fallback);
  const key = sql.raw(column.sql);
  const idKey = sql.raw(options.idSql);
  let q = query;
  if (listing.cursor) {
    const [value, id] = decode(listing.cursor, sort);
    const than: Expression<SqlBool> = descending
      ? sql<SqlBool>`(${key}, ${idKey}) < (${value}, ${id})`
      : sql<SqlBool>`(${key}, ${idKey}) > (${value}, ${id})`;
    q = q.where(than);
  }
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const rows = await q
    .orderBy(sql`${key} ${direction}, ${idKey} ${direction}` as unknown as OrderByExpression<D, TB, O>)
    .limit(listing.limit + 1)
    .execute();
  const items = rows.slice(0, listing.limit) as O[];
  const last = items.at(-1);
  const more = rows.length > listing.limit && last;
  return { items, next_cursor: more ? encode(sort, (last as Record<string, unknown>)[column.field], last.id) : null };
};
