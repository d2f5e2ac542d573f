import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { createRegistry } from '../../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { insertRows } from './bulk.ts';

const COLUMNS = {
  id: 'uuid',
  on_day: 'date',
  big: 'bigint',
  whole: 'integer',
  small: 'smallint',
  amount: 'numeric',
  yes: 'boolean',
  words: 'text',
  at: 'timestamptz',
  more: 'jsonb',
} as const;

type Row = { [C in keyof typeof COLUMNS]: string | bigint | number | boolean | null };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ registry: createRegistry([], []), connections: 1 });
  await sql`create table public.thing (n serial, id uuid, on_day date, big bigint, whole integer, small smallint, amount numeric, yes boolean, words text, at timestamptz, more jsonb)`.execute(
    database.kernel.db,
  );
});
afterAll(() => database?.drop());

const kept = async (rows: readonly Row[]): Promise<unknown[]> => {
  const { db } = database.kernel;
  await sql`truncate public.thing`.execute(db);
  await insertRows<Row>(db, 'public.thing', COLUMNS, rows);
  const read = await sql<Record<string, unknown>>`select * from public.thing order by n`.execute(db);
  return read.rows.map(({ n: _, more, ...row }) => ({ ...row, more: JSON.stringify(more) }));
};

const days = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const texts = fc.string().map((text) => text.replaceAll('\0', ''));
const cells = {
  id: fc.uuid(),
  on_day: fc.option(days),
  big: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  whole: fc.option(fc.integer()),
  small: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
  amount: fc.option(fc.integer().map((n) => `${n}.25`)),
  yes: fc.option(fc.boolean()),
  words: fc.option(fc.oneof(texts, fc.constantFrom('null', '', '{"a",\\', 'x'))),
  at: fc.option(fc.constantFrom('2026-02-28T23:59:59.999Z', '1970-01-01T00:00:00.000Z')),
  more: fc.oneof(texts, fc.integer()).map((value) => JSON.stringify({ value })),
};
const row = fc.record<Row>(cells);

test('rows come as they were given, in their order: cells of every type, nothing among them, one row or many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
      expect(await kept(rows)).toEqual(rows);
    }),
    { seed: 20261127, numRuns: 300 },
  );
});

test('what all rows have the same comes to each of them', async () => {
  await fc.assert(
    fc.asyncProperty(row, fc.array(fc.uuid(), { minLength: 2, maxLength: 5 }), async (same, ids) => {
      const rows = ids.map((id) => ({ ...same, id }));
      expect(await kept(rows)).toEqual(rows);
    }),
    { seed: 20261127, numRuns: 100 },
  );
});
