import { ATTRIBUTE, CODE, prepareSecret, userPassword, verifyChap } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hideSalted, revealSalted } from '../../../../radius/hiding.ts';
import { eventually, SECRET } from '../aaa.fixture.ts';
import { updateHomeServer } from '../update-home-server.ts';
import {
  by,
  messageAuthenticator,
  type NasSocket,
  pap,
  request,
  responseAuthenticator,
  typesOf,
  valuesOf,
  viewOf,
  Wire,
} from '../wire.fixture.ts';
import { FakeHome, HOME_SECRET, knowHome, knowRealm } from './home.fixture.ts';

const here = prepareSecret(Buffer.from(SECRET));
const there = prepareSecret(Buffer.from(HOME_SECRET));
const MICROSOFT = 311;
const BOB = 'bob@example.net';

let wire: Wire;
let nas: NasSocket;
let north: FakeHome;
let south: FakeHome;

beforeEach(async () => {
  wire = await Wire.open();
  nas = await wire.nas();
  [north, south] = [await new FakeHome().open(), await new FakeHome().open()];
});
afterEach(async () => {
  await wire.close();
  for (const home of [north, south]) home.close();
});

type Realm = Parameters<typeof knowRealm>[3];
type Server = Parameters<typeof knowHome>[3];

/** example.net goes to north, and to south when north does not answer. */
const proxied = async (realm: Realm = {}, server: Server = {}, homes = [north, south]): Promise<void> => {
  const { database } = wire.room;
  const ids = [];
  for (const [i, home] of homes.entries())
    ids.push(await knowHome(database, ['north', 'south'][i] ?? '', home, server));
  await knowRealm(database, 'example.net', ids, realm);
  await wire.server.directory.refresh();
};

const first = (home: FakeHome): Buffer => home.logins[0]?.octets as Buffer;
const logged = () => wire.db.selectFrom('aaa.login').select(['username', 'outcome', 'reason']).orderBy('id').execute();
const distrusted = async (): Promise<number> => {
  const { values } = (await wire.metrics.getSingleMetric('isp_radius_home_requests_total')?.get()) ?? { values: [] };
  return values.find(({ labels }) => labels.what === 'distrusted' && labels.port === 'auth')?.value ?? 0;
};
const states = () =>
  wire.db.selectFrom('aaa.home_health').select(['port', 'state', 'why']).where('port', '=', 'auth').execute();

describe('a log-in of a realm that is not ours', () => {
  test('goes on with its password hidden anew, signed, and our Proxy-State last', async () => {
    await proxied();
    const asked = request((w) => {
      pap(BOB)(w);
      by({ nas_identifier: 'edge', proxy_state: Buffer.from([0, 1, 2]), calling_station_id: '02-00-00-00-00-01' })(w);
    });
    await nas.ask('auth', asked);
    const octets = first(north);
    expect(north.logins[0]?.distrust).toBeUndefined();
    const view = viewOf(octets);
    expect(view.text(ATTRIBUTE.user_name)).toBe(BOB);
    expect(userPassword(view, there)?.toString()).toBe(`pw-${BOB}`);
    expect(octets.subarray(4, 20)).not.toEqual(asked.subarray(4, 20));
    const states = valuesOf(octets, ATTRIBUTE.proxy_state);
    expect([states.length, states[0]]).toEqual([2, Buffer.from([0, 1, 2])]);
    expect(typesOf(octets).at(-1)).toBe(ATTRIBUTE.proxy_state);
    expect(typesOf(octets)[0]).toBe(ATTRIBUTE.message_authenticator);
    expect(south.asked).toEqual([]);
  });

  test('is answered as the home server says, signed for the NAS, with its Proxy-State and not ours (duties 45, 72, 104)', async () => {
    await proxied();
    north.login = (_, w) => {
      w.addText(ATTRIBUTE.reply_message, 'welcome');
      w.addInteger(ATTRIBUTE.session_timeout, 3600);
      return CODE.access_accept;
    };
    const asked = request((w) => {
      pap(BOB)(w);
      by({ proxy_state: Buffer.from('the NAS’s own') })(w);
    });
    const answer = await nas.ask('auth', asked);
    const view = viewOf(answer);
    expect([view.code, view.identifier]).toEqual([CODE.access_accept, asked[1]]);
    expect(answer.subarray(4, 20)).toEqual(responseAuthenticator(answer, asked));
    expect(view.octets(ATTRIBUTE.message_authenticator)).toEqual(messageAuthenticator(answer, asked.subarray(4, 20)));
    expect(typesOf(answer)[0]).toBe(ATTRIBUTE.message_authenticator);
    expect([view.text(ATTRIBUTE.reply_message), view.integer(ATTRIBUTE.session_timeout)]).toEqual(['welcome', 3600]);
    expect(valuesOf(answer, ATTRIBUTE.proxy_state)).toEqual([Buffer.from('the NAS’s own')]);
    await eventually(async () => (await logged()).length > 0);
    expect(await logged()).toEqual([
      { username: BOB, outcome: 'accept', reason: 'realm example.net: accepted by home server north' },
    ]);
  });

  test('by CHAP takes its challenge along (duty 41)', async () => {
    await proxied();
    await nas.ask(
      'auth',
      request((w) => {
        w.addText(ATTRIBUTE.user_name, BOB);
        w.addChapPassword(7, Buffer.from('pw'));
      }),
    );
    expect(verifyChap(viewOf(first(north)), Buffer.from('pw'))).toBe(true);
  });

  test('leaves its realm behind when that is wanted, and says which NAS it is from', async () => {
    await proxied({ strip: true });
    await nas.ask('auth', request(pap(BOB)));
    const view = viewOf(first(north));
    expect(view.text(ATTRIBUTE.user_name)).toBe('bob');
    expect(view.octets(ATTRIBUTE.nas_ip_address)).toEqual(Buffer.from([127, 0, 0, 1]));
  });

  test('others are ours: no realm, a realm nobody knows, and one that is said to be ours', async () => {
    await proxied({}, {}, [north]);
    await knowRealm(wire.room.database, 'unused.net', [await knowHome(wire.room.database, 'extra', south)]);
    for (const name of ['carol', 'carol@elsewhere.org']) await wire.room.subscriber(name);
    await wire.server.directory.refresh();
    for (const name of ['carol', 'carol@elsewhere.org'])
      expect((await nas.ask('auth', request(pap(name))))[0]).toBe(CODE.access_accept);
    expect(north.asked).toEqual([]);
  });

  test('that came from us already is not sent round again', async () => {
    await proxied();
    await nas.ask('auth', request(pap(BOB)));
    const mark = valuesOf(first(north), ATTRIBUTE.proxy_state)[0] as Buffer;
    const round = request((w) => {
      pap(BOB)(w);
      by({ proxy_state: mark })(w);
    });
    nas.send('auth', round);
    await eventually(async () => (await wire.discards('proxy-loop')) === 1);
    expect(north.logins).toHaveLength(1);
  });
});

describe('what a home server says', () => {
  test('is believed for the user, and not for the NAS: what sets it up or lets somebody administer it is left out (duty 46)', async () => {
    await proxied();
    north.login = (_, w) => {
      w.addInteger(ATTRIBUTE.service_type, 6);
      w.addText(ATTRIBUTE.filter_id, 'everything');
      w.addText(ATTRIBUTE.framed_route, '0.0.0.0/0 10.0.0.1');
      w.addVendorText(14_988, 3, 'full');
      w.addOctets(64, Buffer.from([0, 0, 0, 13]));
      w.addOctets(ATTRIBUTE.class, Buffer.concat([Buffer.from([0x49, 1]), Buffer.alloc(53)]));
      w.addText(ATTRIBUTE.class, 'theirs');
      w.addText(ATTRIBUTE.user_name, 'somebody@else.org');
      w.addInteger(ATTRIBUTE.framed_ip_address, 0x0a01_0203);
      w.addInteger(ATTRIBUTE.acct_interim_interval, 5);
      return CODE.access_accept;
    };
    const answer = await nas.ask('auth', request(pap(BOB)));
    expect(typesOf(answer)).toEqual([ATTRIBUTE.message_authenticator, ATTRIBUTE.class, ATTRIBUTE.framed_ip_address]);
    expect(valuesOf(answer, ATTRIBUTE.class)).toEqual([Buffer.from('theirs')]);
  });

  test('a Reject carries its message, and no authorisation', async () => {
    await proxied();
    north.login = (_, w) => {
      w.addText(ATTRIBUTE.reply_message, 'no');
      w.addInteger(ATTRIBUTE.session_timeout, 5);
      return CODE.access_reject;
    };
    const answer = await nas.ask('auth', request(pap(BOB)));
    expect([answer[0], ...typesOf(answer)]).toEqual([3, ATTRIBUTE.message_authenticator, ATTRIBUTE.reply_message]);
  });

  test('keys and tunnel passwords are hidden for the NAS anew (duties 28, 81)', async () => {
    await proxied({ may_tunnel: true });
    const [send, receive, tunnel] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.from('of the tunnel')];
    north.login = (view, w) => {
      const over = view.bytes.subarray(4, 20);
      w.addVendorOctets(MICROSOFT, 16, hideSalted(there, send, 1, over) as Buffer);
      w.addVendorOctets(MICROSOFT, 17, hideSalted(there, receive, 2, over) as Buffer);
      w.addOctets(69, Buffer.concat([Buffer.from([1]), hideSalted(there, tunnel, 3, over) as Buffer]));
      return CODE.access_accept;
    };
    const asked = request(pap(BOB));
    const view = viewOf(await nas.ask('auth', asked));
    const shown = (hidden: Buffer | undefined) => revealSalted(here, hidden as Buffer, asked.subarray(4, 20));
    expect(shown(view.vendorOctets(MICROSOFT, 16))).toEqual(send);
    expect(shown(view.vendorOctets(MICROSOFT, 17))).toEqual(receive);
    expect(shown(view.octets(69)?.subarray(1))).toEqual(tunnel);
    const salts = [view.vendorOctets(MICROSOFT, 16), view.vendorOctets(MICROSOFT, 17), view.octets(69)?.subarray(1)];
    expect(new Set(salts.map((salt) => salt?.readUInt16BE(0))).size).toBe(3);
  });

  test('is not believed under another secret, nor without a signature once it was seen to sign (duty 73)', async () => {
    await proxied({}, { message_authenticator: 'auto' }, [north]);
    await nas.ask('auth', request(pap(BOB)));
    await eventually(async () => {
      const row = await wire.db.selectFrom('aaa.home_server').select('signs_since').executeTakeFirst();
      return row?.signs_since !== null;
    });
    north.isUnsigned = true;
    nas.send('auth', request(pap(BOB)));
    await eventually(async () => (await distrusted()) === 1);
    [north.isUnsigned, north.secret] = [false, 'another secret'];
    nas.send('auth', request(pap(BOB)));
    await eventually(async () => (await distrusted()) > 1);
    expect(nas.heard).toEqual([]);
  });
});

describe('what the NAS repeats', () => {
  test('goes on as it was while there is no answer, and gets the same answer once there is (duties 58, 59)', async () => {
    await proxied({}, { response_window_ms: 3000 }, [north]);
    north.isOut = true;
    const asked = request(pap(BOB));
    nas.send('auth', asked);
    await eventually(async () => north.logins.length === 1);
    north.isOut = false;
    const answer = await nas.ask('auth', asked);
    expect(north.logins.map(({ octets }) => octets)).toEqual([first(north), first(north)]);
    expect(await nas.ask('auth', asked)).toEqual(answer);
    expect([north.logins.length, await wire.discards('in-flight')]).toEqual([2, 1]);
  });

  test('many at once have identifiers of their own, on sockets of their own (duty 115)', async () => {
    await proxied({}, { response_window_ms: 10_000 }, [north]);
    north.isOut = true;
    const sockets = [nas, await wire.nas(), await wire.nas()];
    let sent = 0;
    for (const socket of sockets)
      for (let i = 0; i < 200; i++) {
        socket.send('auth', request(pap(`u${i}@example.net`), { identifier: i }));
        if (++sent % 50 === 0) await eventually(async () => north.logins.length === sent);
      }
    const used = north.logins.map(({ octets, from }) => `${from} ${octets[1]}`);
    expect([new Set(used).size, new Set(north.logins.map(({ from }) => from)).size]).toEqual([600, 3]);
  });
});

describe('a home server that does not answer', () => {
  test('lets the same request go to the next; is found dead; is asked again once it answers Status-Server', async () => {
    await proxied();
    north.isOut = true;
    const answer = await nas.ask('auth', request(pap(BOB)));
    expect([answer[0], north.logins.length, south.logins.length]).toEqual([CODE.access_accept, 1, 1]);
    await eventually(async () => (await states()).some(({ state }) => state === 'dead'));
    expect((await states()).map(({ state, why }) => `${state}: ${why}`).sort()).toContain('dead: no answer for 1 s');
    await nas.ask('auth', request(pap(BOB)));
    expect(north.logins).toHaveLength(1);
    north.isOut = false;
    await eventually(async () => (await states()).every(({ state }) => state === 'up'), 8000);
    expect(north.probes.every(({ distrust }) => distrust === undefined)).toBe(true);
    await nas.ask('auth', request(pap(BOB)));
    expect(north.logins).toHaveLength(2);
  });

  test('that lost one packet and answers Status-Server is not given up', async () => {
    await proxied();
    north.login = () => undefined;
    await nas.ask('auth', request(pap(BOB)));
    await eventually(async () => north.probes.length === 1);
    await new Promise((next) => setTimeout(next, 1200));
    expect((await states()).map(({ state }) => state)).toEqual(['up', 'up']);
  });

  test.each([
    ['log-in', { probe: 'log-in', probe_username: 'probe', probe_password: 'pw' }],
    ['time', { probe: 'none' }],
  ] as const)('comes back by %s', async (_, probe) => {
    await proxied({}, probe, [north]);
    north.isOut = true;
    nas.send('auth', request(pap(BOB)));
    await eventually(async () => (await states()).some(({ state }) => state === 'dead'));
    north.isOut = false;
    await eventually(async () => (await states()).every(({ state }) => state === 'up'), 8000);
    expect((await nas.ask('auth', request(pap(BOB))))[0]).toBe(CODE.access_accept);
  });

  test.each([
    ['silence', undefined, 'silence'],
    ['reject', CODE.access_reject, 'reject'],
  ] as const)('nor does any other: the NAS gets %s, and the log says so', async (when_dead, code, outcome) => {
    await proxied({ when_dead }, {}, [north]);
    north.isOut = true;
    nas.send('auth', request(pap(BOB)));
    await eventually(async () => (await states()).some(({ state }) => state === 'dead'));
    const asked = request(pap('carol@example.net'));
    if (code === undefined) expect(await wire.unanswered('auth', [asked])).toEqual([]);
    else expect((await nas.ask('auth', asked))[0]).toBe(code);
    await eventually(async () => (await logged()).some(({ username }) => username === 'carol@example.net'));
    expect((await logged()).find(({ username }) => username === 'carol@example.net')).toMatchObject({
      outcome,
      reason: 'realm example.net: no home server of pool of example.net answered',
    });
  });

  test('and is taken away while it is asked, is asked no more, and nothing breaks', async () => {
    await proxied({}, { response_window_ms: 500 });
    north.isOut = true;
    const asked = request(pap(BOB));
    nas.send('auth', asked);
    await eventually(async () => north.logins.length === 1);
    const id = (await wire.db.selectFrom('aaa.home_server').select('id').where('name', '=', 'north').executeTakeFirst())
      ?.id;
    await wire.room.database.run((ctx) => updateHomeServer(ctx, { id: id as never, state: 'disabled' }));
    await wire.server.directory.refresh();
    expect((await nas.ask('auth', asked))[0]).toBe(CODE.access_accept);
    expect([north.logins.length, south.logins.length, await wire.discards('handler-failed')]).toEqual([1, 1, 0]);
  });

  test('keeps its conversations: whoever gave a State is asked about it, and nobody else', async () => {
    await proxied({ mode: 'load-balance' });
    for (const home of [north, south])
      home.login = (view, w) => {
        if (view.has(ATTRIBUTE.state)) return CODE.access_accept;
        w.addOctets(ATTRIBUTE.state, Buffer.from(`${home.auth} ${home.logins.length}`));
        return CODE.access_challenge;
      };
    const began = new Map<string, FakeHome>();
    for (let i = 0; i < 24; i++) {
      const name = `u${i}@example.net`;
      const challenge = await nas.ask('auth', request(pap(name)));
      const state = viewOf(challenge).octets(ATTRIBUTE.state) as Buffer;
      began.set(name, state.toString().startsWith(`${north.auth}`) ? north : south);
      const next = request((w) => {
        pap(name)(w);
        by({ state })(w);
      });
      expect((await nas.ask('auth', next))[0]).toBe(CODE.access_accept);
    }
    expect(north.logins.length + south.logins.length).toBe(48);
    expect([north.logins.length, south.logins.length].every((n) => n >= 6 && n % 2 === 0)).toBe(true);
  });
});
