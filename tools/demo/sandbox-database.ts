import pg from 'pg';

/** What a database is to the demo: nothing yet, a sandbox, or somebody's real installation. */
export interface Found {
  readonly kind: 'empty' | 'sandbox' | 'real';
  readonly installation: string | undefined;
}

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Looks at a database without changing it. Tables that are not ours make it a real one. */
export const look = (url: string): Promise<Found> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ ours: boolean; tables: number }>(
      `select to_regclass('kernel.installation') is not null as ours,
        (select count(*)::int from pg_tables where schemaname not in ('pg_catalog', 'information_schema')) as tables`,
    );
    if (!rows[0]?.ours) return { kind: rows[0]?.tables === 0 ? 'empty' : 'real', installation: undefined };
    const installation = await client.query<{ id: string; sandbox: boolean }>(
      'select id, sandbox from kernel.installation',
    );
    const row = installation.rows[0];
    return row
      ? { kind: row.sandbox ? 'sandbox' : 'real', installation: row.id }
      : { kind: 'sandbox', installation: undefined };
  });

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

const beside = (url: string): string => {
  const other = new URL(url);
  other.pathname = '/postgres';
  return other.href;
};

/** Makes a database anew, empty. */
export const remake = (url: string): Promise<void> =>
  withClient(beside(url), async (client) => {
    const name = pg.escapeIdentifier(nameOf(url));
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  });

/** While a history is made nothing waits for the disk: what is cut off is made again from the beginning. */
export const hurry = async <T>(url: string, work: () => Promise<T>): Promise<T> => {
  const alter = (what: string) =>
    withClient(url, (client) =>
      client.query(
        `alter database ${pg.escapeIdentifier(nameOf(url))} ${what} synchronous_commit${what === 'set' ? ' = off' : ''}`,
      ),
    );
  await alter('set');
  try {
    return await work();
  } finally {
    await alter('reset');
  }
};
