import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBillingDefaults } from '../billing/index.ts';
import { OpenAccount } from '../flows/contract.ts';
import { openAccount } from '../flows/open-account.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { listAccounts } from './accounts.ts';
import { ListAccounts } from './contract.ts';

/** More than are read by their index. */
const CROWD = 1100;

let db: TestDatabase;
let number: string;
beforeAll(async () => {
  db = await testDatabase({ now: '2026-03-10T12:00:00Z', registry: createRegistry([], []) });
  await db.run(async (ctx) => {
    await ensureBillingDefaults(ctx, { zone: 'UTC' });
    const open = (input: Record<string, unknown>) => openAccount(ctx, OpenAccount.input.parse(input));
    const one = { name: 'Zoe 100%', email: 'zoe@example.org', phone: '+49 30 77', street: 'Elm Street 1' };
    number = (await open(one)).number;
    await open({ name: 'Yan', email: 'yan@example.org' });
    for (let i = 0; i < CROWD; i++) await open({ name: `Crowd ${String(i).padStart(4, '0')}` });
  });
});
afterAll(() => db?.drop());

const found = async (input: Record<string, unknown>) =>
  db.run(async (ctx) => (await listAccounts(ctx, ListAccounts.input.parse(input))).items.map((a) => a.name));

test.each(['zoe', 'ZOE 1', 'zoe@', '+49 30 7', 'elm street', 'zoe 100%'])(
  '%s finds by how a text begins',
  async (q) => {
    expect(await found({ q })).toEqual(['Zoe 100%']);
  },
);

test('a number is found whole, a wildcard is a letter like others, and the rest of a text does not matter', async () => {
  expect(await found({ q: number.toLowerCase() })).toEqual(['Zoe 100%']);
  expect(await found({ q: '%' })).toEqual([]);
  expect(await found({ q: 'z_e' })).toEqual([]);
  expect(await found({ q: 'example' })).toEqual([]);
});

test('many matches come page by page in the order of the list, none twice', async () => {
  const names: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await db.run((ctx) =>
      listAccounts(ctx, ListAccounts.input.parse({ q: 'crowd', limit: '500', cursor })),
    );
    names.push(...page.items.map((a) => a.name));
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  expect(names).toEqual(Array.from({ length: CROWD }, (_, i) => `Crowd ${String(i).padStart(4, '0')}`));
});
