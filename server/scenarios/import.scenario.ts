/** The command line: an installation is made, filled and billed by `isp` alone, while nothing else runs on its data directory and while a platform does. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
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

/** The same commands, whether a platform runs or not. `n` keeps the names of the two tellings apart. */
const story = (n: string): void => {
  test('plans and NASes are added; what is wrong is said and nothing of it done', async () => {
    const plan = [
      'plan',
      'add',
      '--code',
      `home-${n}`,
      '--name',
      'Home',
      '--price',
      '19.99',
      '--currency',
      'EUR',
      '--down',
      '50',
      '--up',
      '10',
    ];
    expect(good(await tree.command(plan))).toContain(`plan home-${n} added`);
    const twice = await tree.command(plan);
    expect(twice).toMatchObject({ code: 1, out: '' });
    expect(twice.err).toContain(`home-${n}`);
    expect(twice.err).not.toContain(' at ');
    const dear = await tree.command([
      'plan',
      'add',
      '--code',
      'x',
      '--name',
      'X',
      '--price',
      '19.999',
      '--currency',
      'EUR',
      '--down',
      '50',
      '--up',
      '10',
    ]);
    expect(dear).toMatchObject({ code: 1, out: '' });
    const nas = [
      'nas',
      'add',
      '--name',
      `bng-${n}`,
      '--address',
      `10.${n}.0.0/24`,
      '--secret',
      'a secret of sixteen',
      '--vendor',
      'mikrotik',
      '--coa-port',
      '3799',
    ];
    expect(good(await tree.command(nas))).toContain(`NAS bng-${n} (10.${n}.0.0/24) added`);
    const bad = await tree.command([
      'nas',
      'add',
      '--name',
      'y',
      '--address',
      'nowhere',
      '--secret',
      'short',
      '--vendor',
      'acme',
    ]);
    expect(bad.code).toBe(1);
    expect(bad.err).not.toContain(' at ');
  });

  test('a dry run of an import shows what is wrong, by line, and writes nothing', async () => {
    const path = file(
      `good-${n}.csv`,
      `\uFEFF${HEADER}\r\nAnn ${n},ann@example.org,home-${n},ann-${n},pass word,,,,\r\n"Bob, ${n}",bob@example.org,home-${n},bob-${n},"p,1",203.0.${n}.7,AA:BB:CC:DD:EE:0${n},+49 1,"Street 1\r\n2nd floor"\r\nAnn ${n},ANN@example.org,home-${n},ann-${n}b,x,,,,\r\n`,
    );
    expect(lastLine(good(await tree.command(['import', 'subscribers', path, '--dry-run'])))).toBe(
      'would import 3 of 3 rows',
    );
    expect(lastLine(good(await tree.command(['import', 'subscribers', path])))).toBe('imported 3 of 3 rows');
    const again = await tree.command(['import', 'subscribers', path]);
    expect(again.code).toBe(1);
    expect(again.out).toMatch(
      /^line 2: .*ann-.\b.*\nline 3: .*203\.0\..*\nline 5: .*ann-.b.*\nimported 0 of 3 rows\n$/,
    );
  });

  test('bad rows are named by line and the others are kept', async () => {
    const rows = [
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
    const said = await tree.command(['import', 'subscribers', file(`bad-${n}.csv`, rows.join('\n'))]);
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
  });

  test('a file that is no CSV, or none at all, is refused whole', async () => {
    const torn = await tree.command(['import', 'subscribers', file(`torn-${n}.csv`, `${HEADER}\n"open,quote\n`)]);
    expect(torn).toMatchObject({ code: 1, out: '' });
    expect(torn.err).toContain('cannot be read as CSV');
    const wide = await tree.command(['import', 'subscribers', file(`wide-${n}.csv`, `${HEADER}\na,b\n`)]);
    expect(wide.code).toBe(1);
    const none = await tree.command(['import', 'subscribers', '/nowhere.csv']);
    expect(none.code).toBe(1);
    expect(none.err).toContain('/nowhere.csv');
  });

  test('a bill run shows what it would make, makes it, and then has nothing to make', async () => {
    const shown = lastLine(good(await tree.command(['bill-run', '--dry-run'])));
    expect(shown).toMatch(/^would issue 5 invoices as of \d{4}-\d\d-\d\d; 0 held$/);
    expect(lastLine(good(await tree.command(['bill-run'])))).toBe(shown.replace('would issue', 'issued'));
    expect(lastLine(good(await tree.command(['bill-run'])))).toContain('issued 0 invoices');
    expect((await tree.command(['bill-run', '--as-of', '2026-02-30'])).err).toContain('2026-02-30 is not a day');
  });
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

  test('wrong words are answered with how it is used', async () => {
    expect(await tree.command(['frobnicate'])).toMatchObject({ code: 2 });
    expect((await tree.command(['help'])).out).toContain('isp import subscribers');
    const wrong = await tree.command(['plan', 'add', '--colour', 'red']);
    expect(wrong.code).toBe(1);
    expect(wrong.err).not.toContain('    at ');
  });
});
