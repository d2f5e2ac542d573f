import { ATTRIBUTE, CODE, prepareSecret } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCoaPort, type Received, type Verdict } from '../../../../tools/fake-nas/coa-listener.ts';
import { eventually, SECRET } from '../aaa.fixture.ts';
import { updateHomeServer } from '../update-home-server.ts';
import { updateNas } from '../update-nas.ts';
import { accounting, by, type Names, type NasSocket, request, valuesOf, viewOf, Wire } from '../wire.fixture.ts';
import { FakeHome, HOME_SECRET, knowHome, knowRealm } from './home.fixture.ts';

const BOB = 'bob@example.net';

let wire: Wire;
let socket: NasSocket;
let home: FakeHome;
let server: string;
let heard: Received[];
let verdict: Verdict;
let nas: { readonly port: number; close(): void };

beforeEach(async () => {
  [heard, verdict] = [[], 'ack'];
  wire = await Wire.open();
  home = await new FakeHome().open();
  nas = await openCoaPort('127.0.0.1', 0, prepareSecret(Buffer.from(SECRET)), (received) => {
    heard.push(received);
    return verdict;
  });
  const { database, nas_id } = wire.room;
  await database.run((ctx) => updateNas(ctx, { id: nas_id, coa_port: nas.port }));
  server = await knowHome(database, 'north', home, { may_send_coa: true });
  await knowRealm(database, 'example.net', [server as never]);
  await wire.server.directory.refresh();
  await eventually(async () => wire.server.ports.coa);
  socket = await wire.nas();
  const start = { user_name: BOB, acct_session_id: 'a', nas_identifier: 'edge', framed_ip_address: 0x0a00_0001 };
  expect((await socket.ask('acct', accounting(1, by(start))))[0]).toBe(CODE.accounting_response);
});
afterEach(async () => {
  await wire.close();
  home.close();
  nas.close();
});

const asking = (code: number, attributes: Names, secret = HOME_SECRET): Buffer =>
  request(by(attributes), { code, secret });
const send = (datagram: Buffer): void => socket.socket.send(datagram, wire.server.ports.coa ?? 0, '127.0.0.1');
const ask = async (datagram: Buffer): Promise<Buffer> => {
  send(datagram);
  return (await socket.next()).octets;
};
const causeOf = (answer: Buffer): number => viewOf(answer).integer(ATTRIBUTE.error_cause);
const named = ({ attributes }: Received): string[] => attributes.map(({ name }) => name ?? '');

describe('what a home server asks of a session of its realm', () => {
  test('a Disconnect reaches the NAS in its own words for the session, and its answer comes back, with the Proxy-State', async () => {
    const asked = asking(CODE.disconnect_request, {
      user_name: BOB,
      acct_session_id: 'a',
      proxy_state: Buffer.from('theirs'),
    });
    const answer = await ask(asked);
    expect([answer[0], answer[1]]).toEqual([CODE.disconnect_ack, asked[1]]);
    expect(valuesOf(answer, ATTRIBUTE.proxy_state)).toEqual([Buffer.from('theirs')]);
    expect(heard.map(({ kind }) => kind)).toEqual(['disconnect']);
    expect(named(heard[0] as Received)).toEqual(expect.arrayContaining(['Acct-Session-Id', 'User-Name']));
    expect(await ask(asked)).toEqual(answer);
    expect(heard).toHaveLength(1);
    const sent = await wire.db.selectFrom('aaa.coa').select(['kind', 'cause', 'outcome']).execute();
    expect(sent).toEqual([{ kind: 'disconnect', cause: 'home server north asked for it', outcome: 'ack' }]);
  });

  test('a CoA takes along what it may change', async () => {
    const answer = await ask(asking(CODE.coa_request, { user_name: 'bob', session_timeout: 60 }));
    expect(answer[0]).toBe(CODE.coa_ack);
    expect(heard[0]?.attributes.find(({ name }) => name === 'Session-Timeout')?.value).toBe(60);
  });

  test('what the NAS refuses is refused with its cause; a session it does not have is closed', async () => {
    verdict = { nak: 506 };
    expect(causeOf(await ask(asking(CODE.coa_request, { user_name: BOB, session_timeout: 60 })))).toBe(506);
    verdict = { nak: 503 };
    expect(causeOf(await ask(asking(CODE.disconnect_request, { user_name: BOB })))).toBe(503);
    expect(await wire.sessions('a')).toMatchObject([{ closed_by: 'gone' }]);
  });

  test.each<[string, number, Names, number]>([
    ['nobody has such a session', CODE.disconnect_request, { user_name: 'eve@example.net' }, 503],
    ['another Acct-Session-Id', CODE.disconnect_request, { user_name: BOB, acct_session_id: 'b' }, 503],
    ['no session is named', CODE.disconnect_request, { nas_identifier: 'edge' }, 402],
    ['a Disconnect that changes something', CODE.disconnect_request, { user_name: BOB, session_timeout: 1 }, 401],
    ['what sets the NAS up', CODE.coa_request, { user_name: BOB, filter_id: 'open' }, 401],
    ['Authorize-Only', CODE.coa_request, { user_name: BOB, service_type: 17 }, 405],
    ['an interval that is too short', CODE.coa_request, { user_name: BOB, acct_interim_interval: 5 }, 407],
  ])('is refused: %s', async (_, code, attributes, cause) => {
    expect(causeOf(await ask(asking(code, attributes)))).toBe(cause);
    expect(heard).toEqual([]);
  });

  test('of several that are meant none is touched (508)', async () => {
    const second = accounting(1, by({ user_name: BOB, acct_session_id: 'z', nas_identifier: 'edge' }));
    await socket.ask('acct', second);
    expect(causeOf(await ask(asking(CODE.disconnect_request, { user_name: BOB })))).toBe(508);
  });
});

test('of a realm that is not its own a home server is told nothing (RFC 5176 6.1)', async () => {
  const other = await knowHome(wire.room.database, 'south', home, {
    may_send_coa: true,
    secret: 'of the other server',
  });
  await knowRealm(wire.room.database, 'other.net', [other]);
  await wire.server.directory.refresh();
  const asked = asking(CODE.disconnect_request, { user_name: BOB }, 'of the other server');
  expect(causeOf(await ask(asked))).toBe(503);
  expect(heard).toEqual([]);
});

test('a wrong secret, an old request and a stranger get no answer; without anybody who may ask, nobody listens (duty 10)', async () => {
  send(asking(CODE.disconnect_request, { user_name: BOB }, 'not the secret'));
  send(asking(CODE.disconnect_request, { user_name: BOB, event_timestamp: Math.floor(Date.now() / 1000) - 900 }));
  const stranger = await wire.nas('127.0.0.9');
  stranger.socket.send(asking(CODE.disconnect_request, { user_name: BOB }), wire.server.ports.coa ?? 0, '127.0.0.1');
  for (const reason of ['authenticator-wrong', 'replayed', 'unknown-client'])
    await eventually(async () => (await wire.discards(reason)) === 1);
  expect([socket.heard, stranger.heard, heard]).toEqual([[], [], []]);
  await wire.room.database.run((ctx) => updateHomeServer(ctx, { id: server as never, may_send_coa: false }));
  await wire.server.directory.refresh();
  await eventually(async () => wire.server.ports.coa === undefined);
});
