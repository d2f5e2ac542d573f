import { ATTRIBUTE } from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Someone } from './aaa.fixture.ts';
import { NOBODY } from './core/record.ts';
import { accounting, by, type NasSocket, pap, request, valuesOf, Wire } from './wire.fixture.ts';

const [START, STOP, INTERIM] = [1, 2, 3];
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

test('who logs in again while the session lasts, with another speed and so another Class, has one session still', async () => {
  const logIn = async () => {
    const accept = await nas.ask(
      'auth',
      request((w) => [pap('bob'), by({ acct_session_id: 'again' })].map((f) => f(w))),
    );
    return valuesOf(accept, ATTRIBUTE.class)[0] ?? Buffer.alloc(0);
  };
  const tell = (status: number, value: Buffer, seconds: number, octets: number) =>
    nas.ask(
      'acct',
      accounting(
        status,
        by({
          acct_session_id: 'again',
          user_name: 'bob',
          class: value,
          acct_session_time: seconds,
          acct_output_octets: octets,
        }),
      ),
    );
  const first = await logIn();
  await tell(START, first, 0, 0);
  await tell(INTERIM, first, 600, 1000);
  await wire.room.access(bob, { rate_down_kbps: 100_000 });
  await wire.server.directory.refresh();
  const second = await logIn();
  expect(second).not.toEqual(first);
  await tell(INTERIM, second, 1200, 3000);
  await tell(STOP, second, 1300, 3500);
  expect(await one('again')).toMatchObject({ output_octets: 3500n, session_s: 1300, closed_by: 'stop' });
});

test('an Acct-Session-Id that comes again in a later log-in is another session, though the log-in named it', async () => {
  const logIn = async () => {
    const accept = await nas.ask(
      'auth',
      request((w) => [pap('bob'), by({ acct_session_id: '0001' })].map((f) => f(w))),
    );
    return valuesOf(accept, ATTRIBUTE.class)[0] ?? Buffer.alloc(0);
  };
  const at = Math.floor(wire.room.database.kernel.clock.ms() / 1000);
  const tell = async (status: number, event_timestamp: number, acct_session_time: number, octets: number) =>
    nas.ask(
      'acct',
      accounting(
        status,
        by({
          acct_session_id: '0001',
          user_name: 'bob',
          class: await logIn(),
          event_timestamp,
          acct_session_time,
          acct_output_octets: octets,
        }),
      ),
    );
  await tell(START, at - 100, 0, 0);
  await tell(STOP, at - 50, 50, 700);
  await tell(START, at - 40, 0, 0);
  await tell(STOP, at, 40, 300);
  expect((await wire.sessions('0001')).map((row) => row.output_octets)).toEqual([700n, 300n]);
});
