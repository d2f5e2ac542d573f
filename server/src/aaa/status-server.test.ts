import { ATTRIBUTE, CODE } from '@isp/radius';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { accounting, type Fill, type NasSocket, pap, request, typesOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let nas: NasSocket;

beforeAll(async () => {
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const status = (fill: Fill = () => undefined, options = {}): Buffer =>
  request(fill, { code: CODE.status_server, ...options });
const PORTS = ['auth', 'acct'] as const;

test('is answered by Access-Accept on one port, by Accounting-Response on the other (duty 106)', async () => {
  expect((await nas.ask('auth', status()))[0]).toBe(CODE.access_accept);
  expect((await nas.ask('acct', status()))[0]).toBe(CODE.accounting_response);
});

test('without a Message-Authenticator, or with a wrong one, is discarded on both (duty 107)', async () => {
  for (const port of PORTS) {
    const [missing, wrong] = [
      await wire.discards('message-authenticator-missing'),
      await wire.discards('message-authenticator-wrong'),
    ];
    expect(
      await wire.unanswered(port, [status(undefined, { signed: false }), status(undefined, { secret: 'a guess' })]),
    ).toEqual([]);
    expect(await wire.discards('message-authenticator-missing')).toBe(missing + 1);
    expect(await wire.discards('message-authenticator-wrong')).toBe(wrong + 1);
  }
});

test('logs nobody in and counts as no log-in, whatever else it carries (duty 108)', async () => {
  const before = [await wire.metric('isp_radius_logins_total'), await wire.metric('isp_radius_accounting_total')];
  const everything: Fill = (w) => {
    pap('bob')(w);
    w.addInteger(ATTRIBUTE.acct_status_type, 1);
    w.addText(ATTRIBUTE.acct_session_id, 'status');
    w.addOctets(ATTRIBUTE.state, Buffer.from('s'));
  };
  for (const port of PORTS)
    expect(typesOf(await nas.ask(port, status(everything)))).toEqual([ATTRIBUTE.message_authenticator]);
  expect([await wire.metric('isp_radius_logins_total'), await wire.metric('isp_radius_accounting_total')]).toEqual(
    before,
  );
  await nas.ask('auth', request(pap('bob', 'the log is written in order')));
  await vi.waitFor(async () =>
    expect(await wire.db.selectFrom('aaa.login').select('username').execute()).toHaveLength(1),
  );
  expect(await wire.sessions('status')).toEqual([]);
});

test('is not answered for accounting while nothing can be stored, and again when it can; log-ins go on (duty 109)', async () => {
  const name = new URL(wire.room.database.url).pathname.slice(1);
  const admin = new pg.Client(inject('clusterUrl'));
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  const record = accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, 'waits'));
  const writer = await wire.nas();
  writer.send('acct', record);
  await vi.waitFor(
    async () => expect((await wire.metric('isp_radius_accounting_total')).failures).toBeGreaterThan(0),
    10_000,
  );
  const before = await wire.discards('unable');
  const asking = await wire.nas();
  asking.send('acct', status());
  await vi.waitFor(async () => expect(await wire.discards('unable')).toBe(before + 1));
  expect((await nas.ask('auth', request(pap('bob'))))[0]).toBe(CODE.access_accept);
  expect([asking.heard, writer.heard]).toEqual([[], []]);
  await admin.query(`alter database ${name} allow_connections true`);
  await admin.end();
  expect((await writer.next()).octets[0]).toBe(CODE.accounting_response);
  await vi.waitFor(
    async () => {
      asking.send('acct', status());
      expect((await asking.next()).octets[0]).toBe(CODE.accounting_response);
    },
    { timeout: 20_000 },
  );
});
