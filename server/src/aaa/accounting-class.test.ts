import { ATTRIBUTE } from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Someone } from './aaa.fixture.ts';
import { NOBODY } from './core/record.ts';
import { accounting, by, type NasSocket, pap, request, valuesOf, Wire } from './wire.fixture.ts';

const START = 1;
let wire: Wire;
let nas: NasSocket;
let bob: Someone;

beforeAll(async () => {
  wire = await Wire.open();
  bob = await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const one = async (id: string) => {
  const rows = await wire.sessions(id);
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[0];
};
const classOf = async (name: string) => {
  const accept = await nas.ask('auth', request(pap(name)));
  return valuesOf(accept, ATTRIBUTE.class)[0] ?? Buffer.alloc(0);
};
const start = (id: string, name: string, classes: readonly Buffer[]) =>
  nas.ask(
    'acct',
    accounting(START, (w) => {
      by({ acct_session_id: id, user_name: name })(w);
      for (const value of classes) w.addOctets(ATTRIBUTE.class, value);
    }),
  );

test('a Class comes back and is stored, alone or among others; it says whose the session is (duty 49)', async () => {
  const ours = await classOf('bob');
  await start('alone', 'a name nobody has', [ours]);
  await start('among others', 'a name nobody has', [Buffer.from('theirs'), ours, Buffer.from('and theirs')]);
  for (const id of ['alone', 'among others']) {
    const row = await one(id);
    expect([row.account_id, row.class, row.told_mode]).toEqual([bob.account_id, ours, 'allow']);
  }
});

test('a Class may be dropped by the NAS, or be another’s: then the name says it (duty 49)', async () => {
  await start('dropped', 'bob', []);
  await start('another’s', 'bob', [Buffer.from('theirs')]);
  await start('nobody’s', 'a name nobody has', []);
  expect([(await one('dropped')).account_id, (await one('another’s')).account_id]).toEqual([
    bob.account_id,
    bob.account_id,
  ]);
  expect((await one('nobody’s')).account_id).toBe(NOBODY.account_id);
});
