import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePool } from '../aaa/contract.ts';
import { createPool } from '../aaa/create-pool.ts';
import { ensureBillingDefaults } from '../billing/index.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { importSubscribers } from './import-subscribers.ts';
import { offerPlan } from './offer-plan.ts';

const BCRYPTED = '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const NT = '{NT}44EBBA8D5312B8D611474411F56989AE';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ registry: createRegistry([], []) });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  await db.run((ctx) => createPool(ctx, CreatePool.input.parse({ code: 'home', name: 'Home', range: '10.20.0.0/24' })));
  await db.run((ctx) =>
    offerPlan(
      ctx,
      CreatePlan.input.parse({
        code: 'home',
        name: 'Home',
        price_minor: 1000,
        rate_down_kbps: 1,
        rate_up_kbps: 1,
        ipv4_pool: 'home',
      }),
    ),
  );
});
afterAll(() => db.drop());

const HEADER = 'account,email,plan,username,password,password_hash';
const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n');
const row = (name: string, password: string, hash: string): string =>
  `${name},${name}@example.org,home,${name},${password},${hash}`;

test('each row brings a password or the hash of one; what is wrong is said by its line before anything is written', async () => {
  const file = csv(
    row('ann', 'open sesame', ''),
    row('bob', '', BCRYPTED),
    row('cat', '', NT),
    row('dan', 'open sesame', BCRYPTED),
    row('eve', '', ''),
    row('fay', '', '5f4dcc3b5aa765d61d8327deb882cf99'),
    row('gus', '', BCRYPTED.replace('$05$', '$31$')),
  );
  const tried = await importSubscribers(db.kernel, file, { dry_run: true });
  expect(tried).toMatchObject({ rows: 7, imported: 3 });
  expect(tried.problems).toEqual([
    { line: 5, message: expect.stringContaining('password_hash and password are both given') },
    { line: 6, message: expect.stringContaining('password is missing, and password_hash too') },
    { line: 7, message: expect.stringContaining('none that we can check') },
    { line: 8, message: expect.stringContaining('bcrypt cost is 31') },
  ]);
  const done = await importSubscribers(db.kernel, file, { dry_run: false });
  expect(done).toMatchObject({ imported: 3, problems: tried.problems });
  const kept = await db.kernel.db
    .selectFrom('aaa.credential')
    .select(['username', 'password_kind', 'password_sealed'])
    .orderBy('username')
    .execute();
  expect(
    kept.map((one) => [
      one.username,
      one.password_kind,
      db.kernel.secrets.open(one.password_sealed ?? Buffer.alloc(0)),
    ]),
  ).toEqual([
    ['ann', 'clear', 'open sesame'],
    ['bob', 'bcrypt', BCRYPTED],
    ['cat', 'nt', '44ebba8d5312b8d611474411f56989ae'],
  ]);
});

test('the column of hashes may stand alone', async () => {
  const file = `account,email,plan,username,password_hash\nHal,hal@example.org,home,hal,${BCRYPTED}`;
  expect(await importSubscribers(db.kernel, file, { dry_run: false })).toMatchObject({ imported: 1, problems: [] });
});

test('a row brings a MAC and a line that are log-ins by themselves, and a station to be learned', async () => {
  const header = 'account,email,plan,username,password,mac,log_in_mac,circuit_id,remote_id';
  const file = [
    header,
    'moe,moe@example.org,home,moe,open sesame,learn,02-AB-CD-00-00-01,eth 0/1:7,',
    'nan,nan@example.org,home,nan,open sesame,,02:ab:cd:00:00:01,,',
    'pia,pia@example.org,home,pia,open sesame,,,eth 0/1:7,cpe-1',
  ].join('\n');
  const done = await importSubscribers(db.kernel, file, { dry_run: false });
  expect(done).toMatchObject({
    imported: 2,
    problems: [{ line: 3, message: expect.stringContaining('is a log-in of another') }],
  });
  const kept = await db.kernel.db
    .selectFrom('aaa.credential')
    .select(['kind', 'username', 'learn'])
    .where((e) => e.or([e('kind', '!=', 'password'), e('username', 'in', ['moe', 'nan', 'pia'])]))
    .orderBy('kind')
    .orderBy('username')
    .execute();
  expect(kept.map(({ kind, username, learn }) => [kind, username, learn])).toEqual([
    ['line', 'circuit eth 0/1:7', []],
    ['line', 'circuit eth 0/1:7, remote cpe-1', []],
    ['mac', '02abcd000001', []],
    ['password', 'moe', ['mac']],
    ['password', 'pia', []],
  ]);
});
