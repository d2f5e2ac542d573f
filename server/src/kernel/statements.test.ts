import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from './db.ts';
import { createRegistry } from './jobs.ts';
import { arrayText, createStatementNames } from './statements.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

describe('names', () => {
  test('a text is named when it comes a second time, and keeps its name', () => {
    const { nameOf } = createStatementNames();
    expect([nameOf('a'), nameOf('b'), nameOf('a'), nameOf('a'), nameOf('b')]).toEqual([
      undefined,
      undefined,
      'isp_0_0',
      'isp_0_0',
      'isp_0_1',
    ]);
  });

  test('no more than 300 are named; forgotten, all get new names', () => {
    const { nameOf, forget } = createStatementNames();
    const twice = (text: string) => nameOf(text) ?? nameOf(text);
    const named = Array.from({ length: 400 }, (_, i) => twice(`q${i}`));
    expect(named.filter((name) => name !== undefined)).toHaveLength(300);
    expect([twice('q0'), twice('q399')]).toEqual(['isp_0_0', undefined]);
    forget();
    expect([nameOf('q0'), nameOf('q0')]).toEqual([undefined, 'isp_1_0']);
  });
});

describe('on a connection', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ registry: createRegistry([], []), connections: 1 });
    await sql`create table public.thing (id int, name text)`.execute(database.kernel.db);
    await sql`insert into public.thing values (1, 'one')`.execute(database.kernel.db);
  });
  afterAll(() => database?.drop());

  const read = async () => (await sql`select * from public.thing where id = ${1}`.execute(database.kernel.db)).rows;
  const prepared = async () =>
    (
      await sql<{
        n: number;
      }>`select count(*)::int as n from pg_prepared_statements where statement like '%public.thing%'`.execute(
        database.kernel.db,
      )
    ).rows[0]?.n;

  test('what comes again is prepared once', async () => {
    for (let i = 0; i < 4; i++) expect(await read()).toEqual([{ id: 1, name: 'one' }]);
    expect(await prepared()).toBe(1);
  });

  test('a table that changes under it costs one statement, then all is well', async () => {
    await sql`alter table public.thing add column more text default 'x'`.execute(database.kernel.db);
    await expect(read()).rejects.toThrow('cached plan');
    for (let i = 0; i < 3; i++) expect(await read()).toEqual([{ id: 1, name: 'one', more: 'x' }]);
    expect(await prepared()).toBe(2);
  });

  test('a list comes as it is: text of any kind, numbers, nothing', async () => {
    const { db } = database.kernel;
    const texts = fc.array(
      fc.option(fc.oneof(fc.string(), fc.constantFrom('null', 'NULL', '', ' ', '{}', '"', '\\\\', 'a,b'))),
    );
    const sent = async (cells: readonly (string | null)[]) =>
      (await sql<{ cells: string[] }>`select ${cells}::text[] as cells`.execute(db)).rows[0]?.cells;
    await fc.assert(
      fc.asyncProperty(texts, async (cells) => {
        const kept = cells.map((cell) => cell?.replaceAll('\0', '') ?? null);
        expect(await sent(kept)).toEqual(kept);
      }),
      { seed: 20261127, numRuns: 300 },
    );
    const { rows } =
      await sql`select ${[1n, 2n ** 60n]}::bigint[] as n, ${[true, null]}::boolean[] as b, ${[]}::int[] as none`.execute(
        db,
      );
    expect(rows).toEqual([{ n: [1n, 2n ** 60n].map(String), b: [true, null], none: [] }]);
  });

  test('lists of lists, of octets and of moments are left to the driver', () => {
    expect([[['a']], [Buffer.of(1)], [new Date(0)]].map(arrayText)).toEqual([undefined, undefined, undefined]);
  });
});
