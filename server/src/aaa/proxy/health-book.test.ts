/** How home servers do, as several RADIUS processes see it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { eventually } from '../aaa.fixture.ts';
import type { HomeServer } from '../contract.ts';
import { listHomeServers } from '../store/home-settings.ts';
import { type RadiusServer, startRadius } from '../udp.ts';
import { NasSocket, pap, request, Wire } from '../wire.fixture.ts';
import { FakeHome, knowHome, knowRealm } from './home.fixture.ts';

let wire: Wire;
let other: RadiusServer | undefined;
let north: FakeHome;
let ours: NasSocket;
let theirs: NasSocket;

beforeEach(async () => {
  wire = await Wire.open();
  const { database } = wire.room;
  north = await new FakeHome().open();
  await knowRealm(database, 'example.net', [await knowHome(database, 'north', north, {})], {});
  other = await startRadius(database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  await wire.server.directory.refresh();
  ours = await wire.nas();
  theirs = await NasSocket.open(other.ports);
});
afterEach(async () => {
  theirs.close();
  await other?.stop();
  await wire.close();
  north.close();
});

const shown = async (): Promise<HomeServer['ports'][number] | undefined> => {
  const { items } = await listHomeServers(wire.db, { limit: 10, sort: 'name' } as never);
  return items[0]?.ports.find((one) => one.port === 'auth');
};
const logIn = (nas: NasSocket) => nas.send('auth', request(pap('bob@example.net')));

test('what one process finds dead is shown so, with how many agree; the counts are of all; a process that stops takes what it saw along', async () => {
  logIn(ours);
  await ours.next();
  await eventually(async () => (await shown())?.answered === 1n);
  north.isOut = true;
  logIn(theirs);
  await eventually(async () => (await shown())?.state === 'dead');
  expect(await shown())?.toMatchObject({ state: 'dead', processes: 2, agreed: 1, answered: 1n });
  await eventually(async () => ((await shown())?.asked ?? 0n) >= 2n);
  await other?.stop();
  other = undefined;
  expect(await shown())?.toMatchObject({ state: 'up', processes: 1, agreed: 1 });
});

test('a process that was killed is left out when it has been quiet for half a minute; alone, what it saw last stands', async () => {
  await eventually(async () => (await shown())?.processes === 2);
  await sql`
    insert into aaa.home_health (process_id, server_id, port, state, since, why, asked, answered, unanswered, distrusted, seen_at)
    select gen_random_uuid(), server_id, port, 'dead', since, 'no answer', 0, 0, 0, 0, now() - interval '31 seconds' from aaa.home_health limit 1`.execute(
    wire.db,
  );
  await sql`update aaa.home_health set port = 'auth' where state = 'dead'`.execute(wire.db);
  expect(await shown())?.toMatchObject({ state: 'up', processes: 2, agreed: 2 });
  await sql`delete from aaa.home_health where state = 'up'`.execute(wire.db);
  expect(await shown())?.toMatchObject({ state: 'dead', processes: 1, agreed: 1 });
});
