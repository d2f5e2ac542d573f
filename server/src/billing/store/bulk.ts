import { sql, type Tx } from '../../kernel/db.ts';

/** What a column of a bulk insert may hold; `jsonb` is given as JSON text. */
type Cell = string | number | bigint | boolean | null;
type Type =
  | 'uuid'
  | 'text'
  | 'date'
  | 'timestamptz'
  | 'bigint'
  | 'integer'
  | 'smallint'
  | 'numeric'
  | 'boolean'
  | 'jsonb';

/** The columns of a bulk insert with their PostgreSQL types; those of JSON stand last. */
type Columns<R> = { readonly [C in keyof R]: Type };

const SPECIAL = /["\\]/;
const quote = (text: string): string => `"${SPECIAL.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;
const textual = (cell: Cell): Cell => (typeof cell === 'string' ? quote(cell) : (cell ?? 'NULL'));

/** A column as an array literal. Ids, days, numbers and moments hold nothing that it would read as its own, so only text is quoted. */
const arrayOf = (cells: readonly Cell[], type: Type): string => {
  if (type === 'jsonb') return `[${cells.join(',')}]`;
  return `{${cells.map(type === 'text' ? textual : (cell) => cell ?? 'NULL').join(',')}}`;
};

/** Inserts many rows by one statement: each column goes as one text, an array or a JSON list, which is several times faster than a parameter a cell. */
export const insertRows = async <R extends Record<keyof R, Cell>>(
  tx: Tx,
  table: string,
  columns: Columns<R>,
  rows: readonly R[],
): Promise<void> => {
  if (rows.length === 0) return;
  const names = Object.keys(columns) as (keyof R & string)[];
  const column = (name: keyof R & string) =>
    sql`${arrayOf(
      rows.map((row) => row[name]),
      columns[name],
    )}::${sql.raw(columns[name] === 'jsonb' ? 'jsonb' : `${columns[name]}[]`)}`;
  const json = names
    .filter((name) => columns[name] === 'jsonb')
    .map((name) => sql`, jsonb_array_elements(${column(name)})`);
  const arrays = names.filter((name) => columns[name] !== 'jsonb').map(column);
  await sql`insert into ${sql.table(table)} (${sql.raw(names.join(', '))})
    select * from rows from (unnest(${sql.join(arrays)})${sql.join(json, sql.raw(''))})`.execute(tx);
};
