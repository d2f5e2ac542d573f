/** The command line: an installation is made, filled and billed by `isp` alone, while nothing else runs on its data directory and while a platform does. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { ATTRIBUTE, CODE, PacketWriter, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import { plantTree, type Said, type Tree } from './tree.ts';

let tree: Tree;
beforeAll(async () => {
  tree = await plantTree({ ISP_SANDBOX: '1' });
});
afterAll(() => tree?.remove());

const HEADER = 'account,email,plan,username,password,static_ip,mac,phone,address';
const file = (name: string, text: string): string => {
  const path = join(tree.dir, name);
  writeFileSync(path, text);
  return path;
};
const good = (said: Said): string => {
  expect({ code: said.code, err: said.err }).toEqual({ code: 0, err: '' });
  return said.out;
};
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** What a command left behind, read while it may have ended the database: by one that is started for it. */
const counts = async (url: string) => {
  const rows = await query(
    url,
    `select (select count(*)::int from crm.account) as accounts, (select count(*)::int from aaa.credential) as credentials,
      (select count(*)::int from billing.invoice) as invoices, (select count(*)::int from identity.staff) as staff`,
  );
  return rows[0];
};

const words = (options: Record<string, string>): string[] =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
const HOME = { name: 'Home', price: '19.99', currency: 'EUR', down: '50', up: '10' };
const planAdd = (options: Record<string, string>) => tree.command(['plan', 'add', ...words({ ...HOME, ...options })]);
const nasAdd = (options: Record<string, string>) => tree.command(['nas', 'add', ...words(options)]);
const importOf = (path: string, ...more: string[]) => tree.command(['import', 'subscribers', path, ...more]);

const addsPlansAndNases = async (n: string): Promise<void> => {
  expect(good(await planAdd({ code: `home-${n}` }))).toContain(`plan home-${n} added`);
  const twice = await planAdd({ code: `home-${n}` });
  expect(twice).toMatchObject({ code: 1, out: '' });
  expect(twice.err).toContain(`home-${n}`);
  expect(twice.err).not.toContain(' at ');
  expect(await planAdd({ code: 'x', price: '19.999' })).toMatchObject({ code: 2, out: '' });
  const nas = { name: `bng-${n}`, address: `10.${n}.0.0/24`, secret: 'a secret of sixteen', vendor: 'mikrotik' };
  expect(good(await nasAdd({ ...nas, 'coa-port': '3799' }))).toContain(`NAS bng-${n} (10.${n}.0.0/24) added`);
  const bad = await nasAdd({ name: 'y', address: 'nowhere', secret: 'short', vendor: 'acme' });
  expect(bad.code).toBe(1);
  expect(bad.err).not.toContain(' at ');
};

const importsOnce = async (n: string): Promise<void> => {
  const path = file(
    `good-${n}.csv`,
    `\uFEFF${HEADER}\r\nAnn ${n},ann@example.org,home-${n},ann-${n},pass word,,,,\r\n"Bob, ${n}",bob@example.org,home-${n},bob-${n},"p,1",203.0.${n}.7,AA:BB:CC:DD:EE:0${n},+49 1,"Street 1\r\n2nd floor"\r\nAnn ${n},ANN@example.org,home-${n},ann-${n}b,x,,,,\r\n`,
  );
  expect(lastLine(good(await importOf(path, '--dry-run')))).toBe('would import 3 of 3 rows');
  expect(lastLine(good(await importOf(path)))).toBe('imported 3 of 3 rows');
  const again = await importOf(path);
  expect(again.code).toBe(1);
  expect(again.out).toMatch(/^line 2: .*ann-.\b.*\nline 3: .*bob-.\b.*\nline 5: .*ann-.b.*\nimported 0 of 3 rows\n$/);
};

/** Lines 3 and 7 to 12 are wrong; the fifth row is a name of two lines. */
const badRows = (n: string): string[] => [
  HEADER,
  `Cat ${n},cat@example.org,home-${n},cat-${n},x,,,,`,
  `Dan ${n},no address,home-${n},dan-${n},x,,,,`,
  '',
  `"Eve\n${n}",eve@example.org,home-${n},eve-${n},x,,,,`,
  `Fay ${n},fay@example.org,no-such-plan,fay-${n},x,,,,`,
  `Gus ${n},gus@example.org,home-${n},,x,,,,`,
  `Hal ${n},hal@example.org,home-${n},cat-${n},x,,,,`,
  `Ida ${n},ida@example.org,home-${n},ida-${n},x,203.0.${n}.7,,,`,
  `Jon ${n},jon@example.org,home-${n},jon-${n},x,,not-a-mac,,`,
  `Kim ${n},kim@example.org,home-${n},kim-${n},x,300.1.1.1,,,`,
  `Leo ${n},leo@example.org,home-${n},leo-${n},x,,,,`,
];

const keepsTheGoodRows = async (n: string): Promise<void> => {
  const said = await importOf(file(`bad-${n}.csv`, badRows(n).join('\n')));
  expect(said).toMatchObject({ code: 1, err: '' });
  const bad = [...said.out.matchAll(/^line (\d+): (.+)$/gm)].map((m) => [Number(m[1]), m[2] as string] as const);
  expect(bad.map(([line]) => line)).toEqual([3, 7, 8, 9, 10, 11, 12]);
  for (const [i, word] of [
    'email',
    'no-such-plan',
    'username',
    `cat-${n}`,
    `203.0.${n}.7`,
    'mac',
    'static_ip',
  ].entries())
    expect(bad[i]?.[1]).toContain(word);
  expect(lastLine(said.out)).toBe('imported 3 of 10 rows');
};

const refusesNoCsv = async (n: string): Promise<void> => {
  const torn = await importOf(file(`torn-${n}.csv`, `${HEADER}\n"open,quote\n`));
  expect(torn).toMatchObject({ code: 1, out: '' });
  expect(torn.err).toContain('cannot be read as CSV');
  expect((await importOf(file(`wide-${n}.csv`, `${HEADER}\na,b\n`))).code).toBe(1);
  const none = await importOf('/nowhere.csv');
  expect(none.code).toBe(1);
  expect(none.err).toContain('/nowhere.csv');
};

const billsOnce = async (): Promise<void> => {
  const shown = lastLine(good(await tree.command(['bill-run', '--dry-run'])));
  expect(shown).toMatch(/^would issue 5 invoices as of \d{4}-\d\d-\d\d; 0 held$/);
  expect(lastLine(good(await tree.command(['bill-run'])))).toBe(shown.replace('would issue', 'issued'));
  expect(lastLine(good(await tree.command(['bill-run'])))).toContain('issued 0 invoices');
  expect((await tree.command(['bill-run', '--as-of', '2026-02-30'])).err).toContain('2026-02-30 is not a day');
};

/** The same commands, whether a platform runs or not. `n` keeps the names of the two tellings apart. */
const story = (n: string): void => {
  test('plans and NASes are added; what is wrong is said and nothing of it done', () => addsPlansAndNases(n));
  test('an import shows what is wrong in a dry run, then imports, once', () => importsOnce(n));
  test('bad rows are named by line and the others are kept', () => keepsTheGoodRows(n));
  test('a file that is no CSV, or none at all, is refused whole', () => refusesNoCsv(n));
  test('a bill run shows what it would make, makes it, and then has nothing to make', billsOnce);
};

describe('while nothing runs', () => {
  test('migrate makes the database, once', async () => {
    const first = good(await tree.command(['migrate']));
    expect(first.match(/^applied /gm)?.length).toBeGreaterThan(8);
    expect(good(await tree.command(['migrate']))).toContain('the database is at this version');
  });

  story('1');

  test('each command ended the PostgreSQL it had started', async () => {
    expect(await clusterProcesses(join(tree.dir, 'postgres'))).toEqual([]);
  });
});

describe('while a platform runs on the directory', () => {
  beforeAll(() => tree.start());

  test('all that was made before is there', async () => {
    expect(await counts(tree.databaseUrl())).toEqual({ accounts: 5, credentials: 6, invoices: 5, staff: 1 });
  });

  story('2');

  test('both tellings are in one database, which goes on running', async () => {
    expect(await counts(tree.databaseUrl())).toEqual({ accounts: 10, credentials: 12, invoices: 10, staff: 1 });
    const api = await tree.api();
    expect((await api.get('/accounts')).items).toHaveLength(10);
    expect(good(await tree.command(['migrate']))).toContain('the database is at this version');
    const second = await tree.command(['serve']);
    expect(second.code).toBe(1);
    expect(second.err).toContain('already runs on the data directory');
    await tree.ready(1000);
  });

  test('it ends when it is told to, leaving no process', async () => {
    expect(await tree.stop()).toBe(0);
    expect(await clusterProcesses(join(tree.dir, 'postgres'))).toEqual([]);
  });
});

describe('what needs no database, or the wrong one', () => {
  test('a packet is decoded to its attributes, with the secret also its password', async () => {
    const secret = prepareSecret(Buffer.from('xyzzy5461', 'utf8'));
    const writer = new PacketWriter();
    writer.beginRequest(CODE.access_request, 7, randomBytes(16));
    writer.addText(ATTRIBUTE.user_name, 'nemo');
    writer.addUserPassword(Buffer.from('arctangent', 'utf8'), secret);
    writer.addOctets(ATTRIBUTE.nas_ip_address, Buffer.from([192, 168, 1, 16]));
    const hex = Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret))).toString('hex');
    const open = JSON.parse(good(await tree.command(['radius', 'decode', hex, '--secret', 'xyzzy5461'])));
    expect(JSON.stringify(open)).toMatch(/nemo.*arctangent.*192\.168\.1\.16/s);
    const closed = good(await tree.command(['radius', 'decode', `0x${hex}`]));
    expect(closed).toContain('nemo');
    expect(closed).not.toContain('arctangent');
    for (const wrong of ['zz', '', '01'])
      expect((await tree.command(['radius', 'decode', wrong])).code === 0 && wrong !== '01').toBe(false);
  });

  test('an example of RFC 2865 (7.1) is read as it stands there', async () => {
    const hex =
      '01000038 0f403f9473978057bd83d5cb98f4227a 01066e656d6f 02120dbe708d93d413ce3196e43f782a0aee 0406c0a80110 050600000003';
    const decoded = JSON.parse(good(await tree.command(['radius', 'decode', hex, '--secret', 'xyzzy5461'])));
    expect(JSON.stringify(decoded)).toMatch(/Access-Request/);
    expect(JSON.stringify(decoded)).toMatch(/arctangent/);
  });

  test('a real installation refuses to become a sandbox, says so, and ends', async () => {
    const real = await plantTree();
    try {
      good(await real.command(['migrate']));
      expect(good(await real.command(['bill-run']))).toContain('issued 0 invoices');
      for (const verb of [['serve'], ['bill-run']]) {
        const said = await real.command(verb, { ISP_SANDBOX: '1' });
        expect(said.code).toBe(1);
        expect(said.err).toContain('this database is a real one');
        expect(await clusterProcesses(join(real.dir, 'postgres'))).toEqual([]);
      }
    } finally {
      await real.remove();
    }
  });

  test('a client of the API is made, and its secret works in a shell', async () => {
    const said = good(await tree.command(['client', 'add', '--name', 'reports', '--role', 'read-only']));
    expect(said).toMatch(/^CLIENT_ID=client-[\w-]+\nCLIENT_SECRET=[\w-]{20,}\n$/);
    const wrong = await tree.command(['client', 'add', '--name', 'reports', '--role', 'king']);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('king');
  });

  test('wrong words are answered with how it is used, and nothing is done', async () => {
    const typo = await tree.command(['paln', 'add']);
    expect(typo).toMatchObject({ code: 2, out: '' });
    expect(typo.err).toContain('Did you mean plan add?');
    const wrong = await tree.command(['plan', 'add', '--colour', 'red']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toMatch(/no option --colour[\s\S]*Needed: --code[\s\S]*usage: isp plan add --code CODE/);
    expect(good(await tree.command(['serve', '--help']))).toMatch(/^isp serve\n/);
  });

  test('all that is wrong with the environment is said at once; so is a database or a directory that cannot be used', async () => {
    const said = await tree.command(['serve'], {
      ISP_HTTP_PORT: 'web',
      ISP_ROLES: 'http,cook',
      DATABASE_URL: 'mysql://x',
    });
    expect(said.code).toBe(1);
    for (const name of ['ISP_HTTP_PORT', 'cook', 'DATABASE_URL']) expect(said.err).toContain(name);
    const away = await tree.command(['migrate'], {
      DATABASE_URL: `postgres://me:hush@127.0.0.1:${tree.ports.acct}/isp`,
    });
    expect(away.code).toBe(1);
    expect(away.err).toMatch(/127\.0\.0\.1:\d+\/isp \(DATABASE_URL\) cannot be used: .*ECONNREFUSED/);
    expect(away.err).not.toContain('hush');
    const file = await tree.command(['migrate'], { ISP_DATA_DIR: '/etc/hostname' });
    expect(file).toMatchObject({ code: 1, out: '' });
    expect(file.err).toContain('/etc/hostname cannot be used');
  });

  test('ports that others have are named, each with its variable, and nothing is left running', async () => {
    const server = createServer().listen(0, '::');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const said = await tree.command(['serve'], { ISP_HTTP_PORT: String(port) });
    server.close();
    expect(said.code).toBe(1);
    expect(said.err).toContain(`TCP port ${port} (ISP_HTTP_PORT) is taken`);
    expect(await clusterProcesses(join(tree.dir, 'postgres'))).toEqual([]);
  });
});
