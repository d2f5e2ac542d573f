import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../../tools/fake-nas/session.ts';
import { drainJobs } from '../kernel/jobs.ts';
import { eventually, openRoom, type Room, SECRET, type Someone } from './aaa.fixture.ts';
import { createCoaClient } from './coa-client.ts';
import { probeSessions } from './probe-sessions.ts';
import { type RadiusServer, startRadius } from './udp.ts';

const HOME = '02-00-00-00-00-01';
const ELSEWHERE = '02-00-00-00-00-02';
const NOW = Date.parse('2026-01-01T00:00:00.000Z');

let room: Room;
let server: RadiusServer;
let nas: FakeNas;
let bob: Someone;
let received: string[];
let now: number;

const open = async () => {
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  nas = await createFakeNas({
    secret: SECRET,
    server: { auth_port: server.ports.auth, acct_port: server.ports.acct },
    now: () => now,
    retry_ms: 300,
  });
  await room.database.kernel.db.updateTable('aaa.nas').set({ coa_port: nas.coa_port }).execute();
  received = [];
  now = NOW;
  nas.on('received', ({ kind }) => received.push(kind));
};
const close = async () => {
  await nas.close();
  await server.stop();
};

beforeEach(async () => {
  room = await openRoom();
  bob = await room.subscriber('bob', { simultaneous: 1 });
  await open();
});
afterEach(async () => {
  await close();
  await room.database.drop();
});

const login = (station: string | undefined) =>
  nas.login('bob', bob.password, station === undefined ? {} : { calling_station_id: station });
const enter = async (station: string): Promise<FakeSession> => {
  const { session } = await login(station);
  if (!session || !(await nas.start(session))) throw new Error('not let on');
  return session;
};
const outcome = async (station: string) => (await login(station)).outcome;
const sessions = () => room.database.kernel.db.selectFrom('aaa.session').selectAll().orderBy('started_at').execute();
/** Waits until the question that a rejection queues was put to the NAS and settled. */
const asked = () =>
  eventually(async () => {
    await drainJobs(room.database.kernel);
    return received.length > 0;
  });
const reasons = async () =>
  (await room.database.kernel.db.selectFrom('aaa.login').select(['outcome', 'reason']).orderBy('id').execute()).map(
    (row) => `${row.outcome}: ${row.reason}`,
  );

test('one at once: another station is rejected with the reason, the same comes back, and after its Stop anyone may', async () => {
  const session = await enter(HOME);
  expect(await outcome(ELSEWHERE)).toBe('reject');
  expect(await outcome('02:00:00:00:00:01')).toBe('accept');
  await nas.stop(session);
  expect(await outcome(HOME)).toBe('accept');
  await eventually(async () => (await reasons()).includes('reject: already online from elsewhere, 1 at once allowed'));
});

test('two who log in at the same moment are not both let on, though neither’s Start has come', async () => {
  const outcomes = [await outcome(HOME), await outcome(ELSEWHERE)];
  expect(outcomes).toEqual(['accept', 'reject']);
});

test('the limit is the access’s, and a change of it holds at once', async () => {
  await enter(HOME);
  await room.access(bob, { simultaneous: 2 });
  await server.directory.refresh();
  await enter(ELSEWHERE);
  expect(await outcome('02-00-00-00-00-03')).toBe('reject');
  expect((await sessions()).map((s) => s.stopped_at)).toEqual([null, null]);
});

test('a ghost: the station’s next Start closes the session whose Stop was lost', async () => {
  const ghost = await enter(HOME);
  const { session } = await login(HOME);
  if (!session) throw new Error('not let on');
  await nas.start(session, { at_ms: NOW + 60_000 });
  const [closed, next] = await eventually(async () => {
    const all = await sessions();
    return all[0]?.closed_by === null ? undefined : all;
  });
  expect([closed?.closed_by, closed?.stopped_at, next?.closed_by]).toEqual([
    'replaced',
    new Date(NOW).toISOString(),
    null,
  ]);
  await nas.interim(ghost, { input_octets: 7n, at_ms: NOW + 61_000 });
  expect((await sessions())[0]).toMatchObject({ closed_by: 'replaced', input_octets: 7n });
  expect(await outcome(ELSEWHERE)).toBe('reject');
});

test('a ghost elsewhere: its NAS is asked by a CoA that changes nothing, says 503, and the next log-in is let on', async () => {
  const session = await enter(HOME);
  const rate = session.rate;
  expect(await outcome(ELSEWHERE)).toBe('reject');
  await asked();
  expect([received, session.rate, session.open]).toEqual([['coa'], rate, true]);
  expect(await outcome(ELSEWHERE)).toBe('reject');

  await close();
  await open();
  nas.judge = () => ({ nak: 503 });
  expect(await outcome(ELSEWHERE)).toBe('reject');
  await asked();
  await server.directory.refresh();
  expect((await sessions())[0]?.closed_by).toBe('gone');
  expect(await outcome(ELSEWHERE)).toBe('accept');
});

test('a NAS that answers nothing: the session counts until it was silent for three intervals, then no more', async () => {
  await enter(HOME);
  nas.judge = () => 'silent';
  const client = createCoaClient({ irt_ms: 20, mrt_ms: 20, mrc: 2, mrd_ms: 200 });
  await probeSessions(room.database.kernel, bob, client.ask);
  client.close();
  await server.directory.refresh();
  expect([received, await outcome(ELSEWHERE)]).toEqual([['coa', 'coa'], 'reject']);
  await room.database.at('2026-01-01T00:29:59.000Z');
  expect(await outcome(ELSEWHERE)).toBe('reject');
  await room.database.at('2026-01-01T00:30:00.000Z');
  expect(await outcome(ELSEWHERE)).toBe('accept');
});

test('started anew, it knows who is online from the rows', async () => {
  await enter(HOME);
  await close();
  await open();
  expect([await outcome(ELSEWHERE), await outcome(HOME)]).toEqual(['reject', 'accept']);
});

test('a NAS that restarted has nobody online any more', async () => {
  await enter(HOME);
  now += 60_000;
  await nas.restart();
  await eventually(async () => (await sessions())[0]?.closed_by === 'nas-restart');
  expect(await outcome(ELSEWHERE)).toBe('accept');
});
