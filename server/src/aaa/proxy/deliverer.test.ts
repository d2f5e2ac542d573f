import { ATTRIBUTE, CODE } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { eventually } from '../aaa.fixture.ts';
import { Batcher } from '../accounting/batcher.ts';
import { putRecord } from '../answer/put-record.ts';
import { readRecord } from '../core/record.ts';
import { updateHomeServer } from '../update-home-server.ts';
import { accounting, by, type NasSocket, typesOf, valuesOf, viewOf, Wire } from '../wire.fixture.ts';
import { Deliverer } from './deliverer.ts';
import { FakeHome, HOME_SECRET, knowHome, knowRealm } from './home.fixture.ts';
import { Homes } from './homes.ts';
import { udpCarrier } from './udp-carrier.ts';

const BOB = 'bob@example.net';
const [START, STOP, ON] = [1, 2, 7];

let wire: Wire;
let nas: NasSocket;
let home: FakeHome;

beforeEach(async () => {
  wire = await Wire.open();
  nas = await wire.nas();
  home = await new FakeHome().open();
});
afterEach(async () => {
  await wire.close();
  home.close();
});

const proxied = async (accounting: 'forward' | 'keep' | 'both' = 'both', strip = false): Promise<void> => {
  const server = await knowHome(wire.room.database, 'north', home);
  await knowRealm(wire.room.database, 'example.net', [server], { accounting, strip });
  await wire.server.directory.refresh();
};

const record = (status: number, session = 'a', more: Parameters<typeof by>[0] = {}) =>
  accounting(status, by({ user_name: BOB, acct_session_id: session, nas_identifier: 'edge', ...more }));
const acknowledged = async (datagram: Buffer): Promise<void> => {
  expect((await nas.ask('acct', datagram))[0]).toBe(CODE.accounting_response);
};
const waiting = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from aaa.home_record`.execute(wire.db);
  return rows[0]?.n ?? 0;
};
const kinds = () => home.records.map(({ octets }) => viewOf(octets).integer(ATTRIBUTE.acct_status_type));

describe('accounting of a realm that is not ours', () => {
  test('goes to its home server and is kept by us; what does not belong there is left out (duty 99)', async () => {
    await proxied('both', true);
    await acknowledged(record(START, 'a', { proxy_state: Buffer.from('own'), user_password: Buffer.alloc(16) }));
    await eventually(async () => home.records.length === 1 && (await waiting()) === 0);
    const [asked] = home.records;
    const view = viewOf(asked?.octets as Buffer);
    expect(asked?.distrust).toBeUndefined();
    expect([view.text(ATTRIBUTE.user_name), view.text(ATTRIBUTE.acct_session_id)]).toEqual(['bob', 'a']);
    expect([view.has(ATTRIBUTE.user_password), view.integer(ATTRIBUTE.acct_delay_time)]).toEqual([false, 0]);
    expect(valuesOf(asked?.octets as Buffer, ATTRIBUTE.proxy_state)[0]).toEqual(Buffer.from('own'));
    expect(await wire.sessions('a')).toMatchObject([{ username: BOB, stopped_at: null }]);
  });

  test.each([
    ['forward', 1, 0],
    ['keep', 0, 1],
  ] as const)('only %s: %i there, %i here', async (policy, there, here) => {
    await proxied(policy);
    await acknowledged(record(START));
    await eventually(async () => home.records.length === there && (await waiting()) === 0);
    expect([home.records.length, (await wire.sessions('a')).length]).toEqual([there, here]);
  });

  test('a NAS that restarts is our business alone', async () => {
    await proxied();
    await acknowledged(record(START));
    await acknowledged(record(ON, 'on', { event_timestamp: wire.room.database.kernel.clock.ms() / 1000 + 5 }));
    await eventually(async () => (await waiting()) === 0);
    expect(kinds()).toEqual([START]);
    expect(await wire.sessions('a')).toMatchObject([{ closed_by: 'nas-restart' }]);
  });

  test('that nobody takes is acknowledged once it is stored, and delivered after the outage and a restart, older by as long (duties 87, 94)', async () => {
    await proxied();
    home.isOut = true;
    await acknowledged(record(START, 'a', { acct_delay_time: 3 }));
    await acknowledged(record(STOP, 'a'));
    await acknowledged(record(START, 'b'));
    expect(await waiting()).toBe(3);
    await wire.restart(async () => {
      await sql`update aaa.home_record set received_at = received_at - interval '90 seconds'`.execute(wire.db);
      home.asked.length = 0;
      home.isOut = false;
    });
    await eventually(async () => (await waiting()) === 0, 10_000);
    const told = home.records.map(({ octets }) => {
      const view = viewOf(octets);
      return [
        view.text(ATTRIBUTE.acct_session_id),
        view.integer(ATTRIBUTE.acct_status_type),
        view.integer(ATTRIBUTE.acct_delay_time),
      ];
    });
    expect(told.filter(([session]) => session === 'a').map(([, status]) => status)).toEqual([START, STOP]);
    expect(told.map(([session]) => session).sort()).toEqual(['a', 'a', 'b']);
    const delays = told.map(([, , delay]) => Number(delay));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(90);
    expect(Math.max(...delays)).toBeGreaterThanOrEqual(93);
    expect(Math.max(...delays)).toBeLessThan(110);
  });

  test('that waits for a mistyped secret goes out when the secret is right', async () => {
    const server = await knowHome(wire.room.database, 'north', home, { secret: 'mistyped secret', probe: 'none' });
    await knowRealm(wire.room.database, 'example.net', [server]);
    await wire.server.directory.refresh();
    await acknowledged(record(START));
    await eventually(async () => {
      const { rows } = await sql<{ attempts: number }>`select attempts from aaa.home_record`.execute(wire.db);
      return (rows[0]?.attempts ?? 0) > 0;
    });
    await wire.room.database.run((ctx) => updateHomeServer(ctx, { id: server, secret: HOME_SECRET }));
    await wire.server.directory.refresh();
    await eventually(async () => (await waiting()) === 0, 1500);
  });

  test('comes once, however often the NAS repeats it while it waits; a record under a new identifier is another', async () => {
    await proxied();
    home.isOut = true;
    const one = record(START);
    for (let i = 0; i < 3; i++) await acknowledged(one);
    await acknowledged(record(START));
    expect(await waiting()).toBe(2);
  });

  test('is not acknowledged while it cannot be stored (duty 87)', async () => {
    await proxied('forward');
    await sql`alter table aaa.home_record add constraint none check (id < 0)`.execute(wire.db);
    expect(await wire.unanswered('acct', [record(START)])).toEqual([]);
    await eventually(async () => (await wire.discards('not-storable')) === 1);
    await sql`alter table aaa.home_record drop constraint none`.execute(wire.db);
    await acknowledged(record(START));
  });

  test('a thousand records reach their home, each session in its order', async () => {
    await proxied('forward');
    const sockets = await Promise.all(Array.from({ length: 4 }, () => wire.nas()));
    const lost = new Set<string>();
    home.record = (view) => {
      // Every fifth is lost the first time.
      const name = `${view.text(ATTRIBUTE.acct_session_id)} ${view.integer(ATTRIBUTE.acct_status_type)}`;
      if (home.records.length % 5 !== 0 || lost.has(name)) return CODE.accounting_response;
      lost.add(name);
      return undefined;
    };
    const all = sockets.flatMap((socket, s) =>
      Array.from({ length: 125 }, async (_, i) => {
        for (const status of [START, STOP])
          socket.send(
            'acct',
            accounting(status, by({ user_name: BOB, acct_session_id: `${s}-${i}` }), {
              identifier: (2 * i + status) % 256,
            }),
          );
      }),
    );
    await Promise.all(all);
    await eventually(async () => sockets.every((socket) => socket.heard.length === 250), 10_000);
    await eventually(async () => (await waiting()) === 0, 30_000);
    expect(lost.size).toBeGreaterThan(50);
    const bySession = Map.groupBy(home.records, ({ octets }) => viewOf(octets).text(ATTRIBUTE.acct_session_id));
    expect(bySession.size).toBe(500);
    for (const records of bySession.values()) {
      const order = records.map(({ octets }) => viewOf(octets).integer(ATTRIBUTE.acct_status_type));
      expect(order.lastIndexOf(START)).toBeLessThan(order.indexOf(STOP));
    }
    expect(typesOf(home.records[0]?.octets as Buffer)).not.toContain(ATTRIBUTE.message_authenticator);
  }, 60_000);
});

describe('a record that is to be stored here and there, and cannot be stored here', () => {
  test('is forwarded once: by what the NAS repeats when it can', async () => {
    await proxied('both');
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception using errcode = '22000', message = 'no'; end $$`.execute(
      wire.db,
    );
    await sql`create trigger refuse before insert on aaa.session for each row execute function refuse()`.execute(
      wire.db,
    );
    const asked = record(START);
    for (const times of [1, 2]) {
      nas.send('acct', asked);
      await eventually(async () => (await wire.discards('not-storable')) === times);
    }
    await sql`drop trigger refuse on aaa.session`.execute(wire.db);
    await acknowledged(asked);
    await eventually(async () => home.records.length > 0 && (await waiting()) === 0);
    await acknowledged(record(STOP));
    await eventually(async () => home.records.length > 1 && (await waiting()) === 0);
    expect(kinds()).toEqual([START, STOP]);
  });

  test('nor is it forwarded when our queue is full: the NAS is told nothing, and repeats it', async () => {
    await proxied('both');
    const { kernel } = wire.room.database;
    const { directory } = wire.server;
    const [route] = directory.routing.routes;
    const client = directory.clients.find('127.0.0.1');
    if (!route?.pool || !client) throw new Error('there is no route');
    const homes = new Homes({
      directory,
      clock: kernel.clock,
      reach: ({ address, acct_port }) => udpCarrier(address, acct_port),
      signs: () => undefined,
      changed: () => undefined,
    });
    const deliverer = new Deliverer({ db: kernel.db, log: kernel.log, homes });
    const full = new Batcher({ pool: kernel.pool, log: kernel.log, lanes: 1, committed: () => undefined, limit: 0 });
    const view = viewOf(record(START));
    const sender = { nas_id: client.nas_id, client: '127.0.0.1', octets: Buffer.alloc(1) };
    const reading = readRecord(view, sender, () => undefined, kernel.clock.ms());
    if (!('record' in reading)) throw new Error('no record');
    const proxy = { mark: Buffer.from('mark') };
    const desks = { batcher: full, deliverer, proxy };
    const told: boolean[] = [];
    expect(
      putRecord(desks, view, reading.record, { ...route, pool: route.pool }, client, (stored) => told.push(stored), 0),
    ).toBe(false);
    await deliverer.stop();
    homes.stop();
    await full.stop();
    expect([told, await waiting(), home.records.length]).toEqual([[], 0, 0]);
  });
});
