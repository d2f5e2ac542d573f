/** The mark of the bill run: how fast the very rows it wrote can be inserted into tables that check nothing. */
import pg from 'pg';
import type { Run } from './measure.ts';

/** What a run writes, and what of it is one chunk's. */
const TABLES = [
  { table: 'invoice', key: 'account_id, id', of: 't.bill_run_id = $3' },
  {
    table: 'invoice_line',
    key: 'account_id, invoice_id, line_no',
    of: 'exists (select 1 from billing.invoice i where i.account_id = t.account_id and i.id = t.invoice_id and i.bill_run_id = $3)',
  },
  {
    table: 'posting',
    key: 'account_id, transaction_id, line_no',
    of: 'exists (select 1 from billing.invoice i where i.account_id = t.account_id and i.id = t.transaction_id and i.bill_run_id = $3)',
  },
] as const;

interface Column {
  readonly name: string;
  readonly type: string;
}

/** One insert of one chunk: each column as the text of an array. */
interface Insert {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly values: readonly string[];
}
type Chunk = readonly Insert[];

const columnsOf = async (client: pg.Client, table: string): Promise<Column[]> => {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`billing.${table}`],
  );
  return rows;
};

/** Makes a schema with the three tables: their columns, primary keys, and the two unique indexes; no triggers, no references. */
export const makeBareTables = async (client: pg.Client, schema: string): Promise<void> => {
  await client.query(`create schema ${schema}`);
  for (const { table, key } of TABLES)
    await client.query(
      `create table ${schema}.${table} (like billing.${table}); alter table ${schema}.${table} add primary key (${key})`,
    );
  await client.query(`create unique index on ${schema}.invoice (number, legal_entity_id)`);
  await client.query(
    `create unique index on ${schema}.invoice_line (subscription_id, kind, period_from, charge_code, from_second, revision)`,
  );
};

/** Reads the rows of a bill run as they would be sent, in chunks of so many invoices. */
export const rowsOfRun = async (client: pg.Client, run: string, chunk: number): Promise<Chunk[]> => {
  const { rows } = await client.query<{ first: string; last: string }>(
    `select min(account_id::text) as first, max(account_id::text) as last
     from (select account_id, row_number() over (order by account_id) - 1 as n from billing.invoice where bill_run_id = $1) i group by n / $2 order by 1`,
    [run, chunk],
  );
  const chunks: Chunk[] = [];
  for (const { first, last } of rows) {
    const inserts: Insert[] = [];
    for (const { table, key, of } of TABLES) {
      const columns = await columnsOf(client, table);
      const arrays = columns
        .map(({ name }) => `array_agg(t.${name} order by ${key.replaceAll(/(\w+)/g, 't.$1')})::text as ${name}`)
        .join(', ');
      const found = await client.query<Record<string, string>>(
        `select ${arrays} from billing.${table} t where t.account_id between $1 and $2 and ${of}`,
        [first, last, run],
      );
      inserts.push({ table, columns, values: columns.map(({ name }) => found.rows[0]?.[name] ?? '{}') });
    }
    chunks.push(inserts);
  }
  return chunks;
};

const writeChunk = async (client: pg.Client, schema: string, chunk: Chunk): Promise<void> => {
  await client.query('begin');
  for (const { table, columns, values } of chunk) {
    const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ');
    const text = `insert into ${schema}.${table} (${columns.map(({ name }) => name).join(', ')}) select * from unnest(${arrays})`;
    await client.query({ name: `${schema}-${table}`, text, values: [...values] });
  }
  await client.query('commit');
};

/** Sessions that insert chunks into a schema's tables. */
export interface BareSessions {
  /** Inserts all chunks, each in a transaction of its own. */
  insert(chunks: readonly Chunk[]): Promise<void>;
}

/** Opens so many sessions. */
export const openBareSessions = async (
  run: Run,
  url: string,
  schema: string,
  sessions: number,
): Promise<BareSessions> => {
  const clients = Array.from({ length: sessions }, () => new pg.Client(url));
  for (const client of clients) {
    await client.connect();
    run.afterwards(() => client.end());
  }
  return {
    insert: async (chunks) => {
      const left = [...chunks];
      await Promise.all(
        clients.map(async (client) => {
          for (let chunk = left.shift(); chunk; chunk = left.shift()) await writeChunk(client, schema, chunk);
        }),
      );
    },
  };
};
