import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { openRoom, type Room } from './aaa.fixture.ts';
import { CreateNas } from './contract.ts';
import { getNasConfig } from './get-nas-config.ts';
import { importNas } from './import-nas.ts';
import { showNasSecret } from './show-nas-secret.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room?.database.drop());

const load = (csv: string, dry_run = false) =>
  room.database.run((ctx) => importNas(ctx, { csv, dry_run }, CreateNas.input));
const names = async () =>
  (
    await room.database.kernel.db
      .selectFrom('aaa.nas')
      .select(['name', 'tags', 'coa_port', 'vendor'])
      .orderBy('name')
      .execute()
  ).map(({ name, tags, coa_port, vendor }) => [name, tags.join(), coa_port, vendor]);

test('wrong lines are named one by one, and nothing is added', async () => {
  const before = await names();
  const csv = `name,address,vendor,coa_port,tags
good,10.1.0.1,mikrotik,,north
edge,10.1.0.2,mikrotik,,
twice,10.1.0.3,,,
twice,10.1.0.4,,,

odd,not an address,,,
port,10.1.0.5,,many,
make,10.1.0.6,acme,,
tags,10.1.0.7,,,a/b
,10.1.0.8,,,
`;
  const { rows, added, problems } = await load(csv);
  expect([rows, added]).toEqual([9, 0]);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [3, null],
    [5, null],
    [7, 'address'],
    [8, 'coa_port'],
    [9, null],
    [10, 'tags'],
    [11, 'name'],
  ]);
  expect(problems.map(({ message }) => message).join('\n')).toMatch(
    /a NAS named edge already[\s\S]*a NAS named twice already[\s\S]*acme is not a make/,
  );
  expect(await names()).toEqual(before);
});

test('a dry run adds nothing; the run adds all, with secrets that were made', async () => {
  const csv =
    '\ufeffname,address,secret,vendor,coa_port,tags\nbng-1,10.2.0.1,a secret of its own,cisco,1700,north  fibre\n"bng, 2",10.2.0.0/24,,,,\n';
  expect(await load(csv, true)).toEqual({ rows: 2, added: 0, problems: [], generated: [] });
  const done = await load(csv);
  expect(done).toMatchObject({
    rows: 2,
    added: 2,
    problems: [],
    generated: [{ name: 'bng, 2', address: '10.2.0.0/24' }],
  });
  expect(done.generated[0]?.secret).toMatch(/^[\w-]{32}$/);
  expect(await names()).toEqual(
    [
      ['bng-1', 'north,fibre', 1700, 'cisco'],
      ['bng, 2', '', 3799, 'generic'],
      ['edge', '', 3799, 'mikrotik'],
    ].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  );
});

test.each([
  ['a column nobody knows', 'name,address,colour\na,10.3.0.1,red\n', 'colour'],
  ['no address', 'name,tags\na,b\n', 'no column address'],
  ['no CSV', 'name,address\n"a,10.3.0.1\n', 'cannot be read'],
])('%s is refused', async (_, csv, message) => {
  await expect(load(csv)).rejects.toThrow(message);
});

test('lines for its make name no secret; those with it say who asked', async () => {
  const id = room.nas_id;
  const config = await room.database.run((ctx) => getNasConfig(ctx, { id, server: '203.0.113.5' }));
  const text = config.parts.map((part) => part.text).join('\n');
  expect(text).toContain('address=203.0.113.5 secret="YOUR-SECRET"');
  const shown = await room.database.run((ctx) => showNasSecret(ctx, { id }));
  expect(shown.parts[0]?.text).toContain(`secret="${shown.secret}"`);
  const { rows } = await sql<{
    after: unknown;
  }>`select after from kernel.audit where relation = 'aaa.nas' and op = 'read'`.execute(room.database.kernel.db);
  expect(rows).toEqual([{ after: { id, shown: 'secret' } }]);
  const other = await room.database.run((ctx) => getNasConfig(ctx, { id, make: 'juniper' }));
  expect(other.parts[0]?.text).toContain('set access profile ISP radius-server');
});
