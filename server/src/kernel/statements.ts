import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Statements that a connection may keep prepared, and texts that may be remembered as seen once. */
const MOST = 300;
const SEEN_ONCE = 2000;

/** What PostgreSQL says when a table changed under a prepared statement (feature_not_supported). */
const isOutdated = (error: unknown): boolean => (error as { code?: string }).code === '0A000';

/**
 * Names for statements that come again, so that a connection parses and plans them once. A text gets its name when it is seen a second time; the first
 * 300 do, and what comes after them goes unnamed. `forget` gives new names to all: every connection then prepares anew.
 */
export const createStatementNames = () => {
  const seen = new Set<string>();
  const names = new Map<string, string>();
  let generation = 0;
  return {
    nameOf: (text: string): string | undefined => {
      const known = names.get(text);
      if (known !== undefined || names.size >= MOST) return known;
      if (!seen.delete(text)) {
        if (seen.size >= SEEN_ONCE) seen.clear();
        seen.add(text);
        return undefined;
      }
      const name = `isp_${generation}_${names.size}`;
      names.set(text, name);
      return name;
    },
    forget: (): void => {
      generation++;
      names.clear();
    },
  };
};

/** What an array's text would read as its own: quotes, braces, separators, blanks, and the word for nothing. */
const SPECIAL = /[^\w-]|^null$|^$/i;
const ESCAPED = /["\\]/;

const quoted = (cell: string): string => `"${ESCAPED.test(cell) ? cell.replaceAll(/["\\]/g, '\\$&') : cell}"`;

const element = (cell: unknown): string | undefined => {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'string') return SPECIAL.test(cell) ? quoted(cell) : cell;
  return typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean' ? String(cell) : undefined;
};

/** A list as the text of a PostgreSQL array, which the driver would make at twice the cost; `undefined` for what is left to it: lists of lists, of octets, of moments. */
export const arrayText = (cells: readonly unknown[]): string | undefined => {
  const elements = cells.map(element);
  return elements.includes(undefined) ? undefined : `{${elements.join(',')}}`;
};

const readied = (value: unknown): unknown => (Array.isArray(value) ? (arrayText(value) ?? value) : value);

type Names = ReturnType<typeof createStatementNames>;

const preparing = (client: pg.PoolClient, names: Names): PostgresPoolClient => {
  const query = async (text: string, values: readonly unknown[]) => {
    if (values.length === 0) return client.query(text);
    try {
      return await client.query({ name: names.nameOf(text), text, values: values.map(readied) } as pg.QueryConfig);
    } catch (error) {
      if (isOutdated(error)) names.forget();
      throw error;
    }
  };
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
};

/** A pool whose connections prepare what they are asked more than once. */
export const prepareStatements = (pool: pg.Pool): PostgresPool => {
  const names = createStatementNames();
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const prepared = known.get(client) ?? preparing(client, names);
      known.set(client, prepared);
      return prepared;
    },
  };
};
