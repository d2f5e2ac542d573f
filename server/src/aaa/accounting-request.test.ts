import { ATTRIBUTE, CODE } from '@isp/radius';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SECRET, type Someone } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { CreateNas } from './contract.ts';
import { accounting, by, dice, type Names, type NasSocket, request, shuffled, typesOf, Wire } from './wire.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const NOW = '2026-01-01T00:00:00.000Z';
const NOW_S = Date.parse(NOW) / 1000;
const START = 1;
const STOP = 2;
const INTERIM = 3;
let wire: Wire;
let nas: NasSocket;
let bob: Someone;

beforeAll(async () => {
  console.log(`seed ${seed} (FC_SEED)`);
  wire = await Wire.open();
  bob = await wire.room.subscriber('bob');
  await wire.room.subscriber('eve');
  await wire.room.database.run((ctx) =>
    addNas(ctx, CreateNas.input.parse({ name: 'twin', address: '127.0.0.2', secret: SECRET, vendor: 'generic' })),
  );
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
beforeEach(() => wire.room.database.at(NOW));
afterAll(() => wire?.close());

const send = (status: number, attributes: Names, socket = nas): Promise<Buffer> =>
  socket.ask('acct', accounting(status, by({ user_name: 'bob', ...attributes })));
const one = async (id: string | Buffer) => {
  const rows = await wire.sessions(id);
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[0];
};
const used = async (id: string | Buffer): Promise<bigint> => {
  const rows = await wire.db
    .selectFrom('aaa.usage_quarter')
    .selectAll()
    .where('session_id', '=', (await one(id)).id)
    .execute();
  return rows.reduce((sum, row) => sum + row.input_octets, 0n);
};

describe('is not answered', () => {
  test('with an attribute of length 0 or 1, or past the end: the whole request is discarded (duty 17)', async () => {
    const broken = ['2c00', '2c01', '2c09617a', '2c'].map((hex) => {
      const writer = request(by({ acct_status_type: START, acct_session_id: 'broken', user_name: 'bob' }), {
        code: CODE.accounting_request,
      });
      const octets = Buffer.concat([writer, Buffer.from(hex, 'hex')]);
      octets.writeUInt16BE(octets.length, 2);
      return octets;
    });
    const before = await wire.discards('attribute-framing');
    expect(await wire.unanswered('acct', broken)).toEqual([]);
    expect(await wire.discards('attribute-framing')).toBe(before + broken.length);
    expect(await wire.sessions('broken')).toEqual([]);
  });

  test('under a wrong authenticator, or one of zeros (duty 88)', async () => {
    const fill = by({ acct_session_id: 'forged', user_name: 'bob' });
    const [wrong, zero] = [accounting(START, fill, { secret: 'a guess' }), accounting(START, fill)];
    zero.fill(0, 4, 20);
    const before = await wire.discards('authenticator-wrong');
    expect(await wire.unanswered('acct', [wrong, zero])).toEqual([]);
    expect(await wire.discards('authenticator-wrong')).toBe(before + 2);
    expect(await wire.sessions('forged')).toEqual([]);
  });

  test('without Acct-Status-Type or Acct-Session-Id: there is nothing to record (duty 90)', async () => {
    const nothing = [
      request(by({ acct_session_id: 'half', user_name: 'bob' }), { code: CODE.accounting_request }),
      accounting(START, by({ user_name: 'half' })),
    ];
    expect(await wire.unanswered('acct', nothing)).toEqual([]);
    expect(await wire.discards('status-type-missing')).toBeGreaterThan(0);
    expect(await wire.discards('session-id-missing')).toBeGreaterThan(0);
  });

  test('before its record is stored: when the answer comes, the row is there (duty 87)', async () => {
    const client = new pg.Client(wire.room.database.url);
    await client.connect();
    await client.query('begin; lock table aaa.session in access exclusive mode');
    nas.send('acct', accounting(START, by({ acct_session_id: 'stored first', user_name: 'bob' })));
    const witness = await wire.nas();
    await witness.ask(
      'acct',
      request(() => undefined, { code: CODE.status_server }),
    );
    const waiting = 'isp_radius_accounting_waiting';
    await vi.waitFor(async () => expect(Object.values(await wire.metric(waiting))).toEqual([1]));
    expect(nas.heard).toEqual([]);
    await client.query('rollback');
    await client.end();
    expect((await nas.next()).octets[0]).toBe(CODE.accounting_response);
    expect(await wire.sessions('stored first')).toHaveLength(1);
  });

  test('when its record can never be stored (duty 87)', async () => {
    const client = new pg.Client(wire.room.database.url);
    await client.connect();
    await client.query(`alter table aaa.session add constraint test_refuses check (acct_session_id <> 'never'::bytea)`);
    const before = await wire.discards('not-storable');
    nas.send('acct', accounting(START, by({ acct_session_id: 'never', user_name: 'bob' })));
    await vi.waitFor(async () => expect(await wire.discards('not-storable')).toBe(before + 1));
    await client.query('alter table aaa.session drop constraint test_refuses');
    await client.end();
    expect(nas.heard).toEqual([]);
    expect(await wire.sessions('never')).toEqual([]);
  });
});

describe('an answer', () => {
  test('holds nothing but Proxy-State, and a Message-Authenticator when the request had one (duty 89)', async () => {
    const full = by({ user_name: 'bob', acct_session_id: 'bare', class: 'c', reply_message: 'x', proxy_state: 'p' });
    expect(typesOf(await nas.ask('acct', accounting(START, full)))).toEqual([ATTRIBUTE.proxy_state]);
    expect(typesOf(await nas.ask('acct', accounting(INTERIM, full, { signed: true })))).toEqual([
      ATTRIBUTE.message_authenticator,
      ATTRIBUTE.proxy_state,
    ]);
    expect(typesOf(await send(START, { acct_session_id: 'barer' }))).toEqual([]);
  });

  test.each([9, 10, 11, 12, 13, 14])(
    'to a tunnel’s record, status %i, is given, and no session kept (duty 100)',
    async (status) => {
      expect((await send(status, { acct_session_id: `tunnel ${status}` }))[0]).toBe(CODE.accounting_response);
      expect(await wire.sessions(`tunnel ${status}`)).toEqual([]);
    },
  );

  test.each([0, 4, 6, 16, 255, 0xffff_ffff])(
    'to an unknown status, %i, is not given, and no session kept (duty 100)',
    async (status) => {
      const before = await wire.discards('status-type-unknown');
      expect(
        await wire.unanswered('acct', [accounting(status, by({ acct_session_id: 'strange', user_name: 'bob' }))]),
      ).toEqual([]);
      expect(await wire.discards('status-type-unknown')).toBe(before + 1);
      expect(await wire.sessions('strange')).toEqual([]);
    },
  );
});

describe('what is counted', () => {
  test('octets with their gigawords, exact above 2^53 (duties 32, 91)', async () => {
    await send(INTERIM, {
      acct_session_id: 'giga',
      acct_input_octets: 1,
      acct_input_gigawords: 2_097_153,
      acct_output_octets: 0xffff_ffff,
    });
    const row = await one('giga');
    expect([row.input_octets, row.output_octets]).toEqual([2_097_153n * 4_294_967_296n + 1n, 4_294_967_295n]);
  });

  test('totals, not differences: a lower one never lowers, one told twice adds nothing (duty 92)', async () => {
    for (const octets of [100, 400, 250, 400, 401])
      await send(INTERIM, { acct_session_id: 'totals', acct_input_octets: octets });
    expect([(await one('totals')).input_octets, await used('totals')]).toEqual([401n, 401n]);
  });

  test('the same record with a new identifier and a grown Acct-Delay-Time, once (duty 93)', async () => {
    for (const delay of [0, 5, 15, 35]) {
      await wire.room.database.at(new Date(Date.parse(NOW) + delay * 1000).toISOString());
      await send(STOP, {
        acct_session_id: 'delayed',
        acct_delay_time: delay,
        acct_input_octets: 777,
        acct_session_time: 60,
      });
    }
    const row = await one('delayed');
    expect([row.input_octets, row.stopped_at, row.started_at, await used('delayed')]).toEqual([
      777n,
      NOW,
      '2025-12-31T23:59:00.000Z',
      777n,
    ]);
  });

  test('at the time of Event-Timestamp, else of arrival less Acct-Delay-Time (duty 94)', async () => {
    await send(START, { acct_session_id: 'stamped', event_timestamp: NOW_S - 1000, acct_delay_time: 7 });
    await send(START, { acct_session_id: 'unstamped', acct_delay_time: 7 });
    expect([(await one('stamped')).started_at, (await one('unstamped')).started_at]).toEqual([
      '2025-12-31T23:43:20.000Z',
      '2025-12-31T23:59:53.000Z',
    ]);
  });

  test('past 2038, when seconds have more than 31 bits (duty 36)', async () => {
    await wire.room.database.at('2100-02-03T04:05:06.000Z');
    await send(START, { acct_session_id: 'in 2100', event_timestamp: Date.parse('2100-02-03T04:05:00Z') / 1000 });
    expect((await one('in 2100')).started_at).toBe('2100-02-03T04:05:00.000Z');
  });
});

describe('a session', () => {
  test('whose Stop comes first is stored closed, and nothing that comes late opens it (duty 95)', async () => {
    const at = (seconds: number) => ({ acct_session_id: 'reversed', event_timestamp: NOW_S - seconds });
    await send(STOP, { ...at(10), acct_session_time: 60, acct_input_octets: 9, acct_terminate_cause: 2 });
    const closed = await one('reversed');
    await send(START, at(70));
    await send(INTERIM, { ...at(40), acct_session_time: 30, acct_input_octets: 5 });
    const row = await one('reversed');
    expect([row.stopped_at, row.closed_by, row.terminate_cause, row.input_octets]).toEqual([
      closed.stopped_at,
      'stop',
      2n,
      9n,
    ]);
  });

  test.each([7, 8])(
    'is closed by its NAS’s Accounting-On or -Off (%i), once, with a cause; another NAS’s is not (duty 96)',
    async (status) => {
      const twin = await wire.nas('127.0.0.2');
      const ids = [`a${status}`, `b${status}`];
      for (const id of ids) await send(START, { acct_session_id: id, event_timestamp: NOW_S - 60 });
      await send(START, { acct_session_id: `other${status}`, event_timestamp: NOW_S - 60 }, twin);
      const restart = () => nas.ask('acct', accounting(status, by({ acct_session_id: '0', event_timestamp: NOW_S })));
      expect((await restart())[0]).toBe(CODE.accounting_response);
      await send(START, { acct_session_id: `new${status}`, event_timestamp: NOW_S + 1 });
      await restart();
      const rows = await Promise.all([...ids, `other${status}`, `new${status}`].map(one));
      expect(rows.map((row) => [row.closed_by, row.stopped_at, row.terminate_cause])).toEqual([
        ['nas-restart', NOW, 11n],
        ['nas-restart', NOW, 11n],
        [null, null, null],
        [null, null, null],
      ]);
    },
  );

  test('is its NAS’s, its user’s and its Acct-Session-Id’s: an id may come again after a reboot (duty 97)', async () => {
    const twin = await wire.nas('127.0.0.2');
    await send(START, { acct_session_id: 'repeats', event_timestamp: NOW_S - 7200 });
    await send(START, { acct_session_id: 'repeats', event_timestamp: NOW_S - 7200 }, twin);
    await send(START, { acct_session_id: 'repeats', event_timestamp: NOW_S - 7200, user_name: 'eve' });
    await send(STOP, {
      acct_session_id: 'repeats',
      event_timestamp: NOW_S - 3600,
      acct_session_time: 3600,
      acct_input_octets: 50,
    });
    await send(START, { acct_session_id: 'repeats', event_timestamp: NOW_S - 60 });
    const rows = await wire.sessions('repeats');
    expect(
      rows.map((row) => [row.username, row.client, row.started_at, row.input_octets, row.stopped_at !== null]).sort(),
    ).toEqual(
      [
        ['bob', '127.0.0.1', '2025-12-31T22:00:00.000Z', 50n, true],
        ['bob', '127.0.0.1', '2025-12-31T23:59:00.000Z', 0n, false],
        ['bob', '127.0.0.2', '2025-12-31T22:00:00.000Z', 0n, false],
        ['eve', '127.0.0.1', '2025-12-31T22:00:00.000Z', 0n, false],
      ].sort(),
    );
  });

  test('of a name nobody knows is not that of another such name (duty 97)', async () => {
    for (const user_name of ['a stranger', 'another'])
      await send(INTERIM, { acct_session_id: 'strangers', user_name, acct_input_octets: user_name.length });
    const rows = await wire.sessions('strangers');
    expect(rows.map((row) => [row.username, row.input_octets]).sort()).toEqual([
      ['a stranger', 10n],
      ['another', 7n],
    ]);
  });

  test('is found by the octets of its id: case, blanks, zeros and what is no text are different (duty 98)', async () => {
    const ids = ['ab', 'AB', 'ab ', ' ab', 'ab\0']
      .map((id) => Buffer.from(id))
      .concat(Buffer.of(0xff), Buffer.of(0xfe));
    for (const [i, id] of ids.entries()) await send(INTERIM, { acct_session_id: id, acct_input_octets: i + 1 });
    for (const [i, id] of ids.entries()) expect((await one(id)).input_octets).toBe(BigInt(i + 1));
  });

  test('is recorded whatever passwords, Reply-Message and State come along (duty 99)', async () => {
    const astray = {
      user_password: Buffer.alloc(16, 1),
      chap_password: Buffer.alloc(17, 2),
      reply_message: 'hello',
      state: 'never given',
    };
    expect((await send(START, { acct_session_id: 'astray', ...astray }))[0]).toBe(CODE.accounting_response);
    const row = await one('astray');
    expect([row.account_id, row.stopped_at]).toEqual([bob.account_id, null]);
  });

  test('ends with the cause its NAS gives, as a number: 1 to 18, and what a vendor adds (duty 101)', async () => {
    const causes = [...Array.from({ length: 18 }, (_, i) => i + 1), 4_000_000_000];
    for (const cause of causes) await send(STOP, { acct_session_id: `cause ${cause}`, acct_terminate_cause: cause });
    for (const cause of causes) expect((await one(`cause ${cause}`)).terminate_cause).toBe(BigInt(cause));
  });

  test('keeps its IPv6: address, prefix, interface and delegated prefix (duties 34, 102)', async () => {
    await send(START, {
      acct_session_id: 'six',
      nas_ipv6_address: Buffer.from('20010db8000000000000000000000001', 'hex'),
      framed_ipv6_address: Buffer.from('20010db8000100000000000000000002', 'hex'),
      framed_ipv6_prefix: Buffer.from('004020010db800010000', 'hex'),
      framed_interface_id: Buffer.from('021122fffe334455', 'hex'),
      delegated_ipv6_prefix: Buffer.from('003820010db8abcd12', 'hex'),
    });
    const row = await one('six');
    expect([
      row.nas_ip,
      row.framed_ipv6_address,
      row.framed_ipv6_prefix,
      row.framed_interface_id,
      row.delegated_ipv6_prefix,
    ]).toEqual(['2001:db8::1', '2001:db8:1::2', '2001:db8:1::/64', '0211:22ff:fe33:4455', '2001:db8:abcd:1200::/56']);
  });

  test('is recorded with an attribute whose content is none, which is left out (duty 21)', async () => {
    await send(START, {
      acct_session_id: 'odd',
      framed_ip_address: Buffer.of(1, 2, 3),
      delegated_ipv6_prefix: Buffer.of(0, 200),
    });
    const row = await one('odd');
    expect([row.account_id, row.framed_ip, row.delegated_ipv6_prefix]).toEqual([bob.account_id, null, null]);
  });

  test('is the same whatever the order of its attributes (duty 19)', async () => {
    const random = dice(seed);
    const attributes = {
      framed_ip_address: Buffer.of(10, 0, 0, 9),
      acct_input_octets: 5,
      acct_input_gigawords: 1,
      class: 'c',
      event_timestamp: NOW_S,
    };
    for (let i = 0; i < 10; i++) {
      const rows = shuffled(
        Object.entries({ user_name: 'bob', acct_session_id: `order ${i}`, acct_status_type: INTERIM, ...attributes }),
        random,
      );
      await nas.ask('acct', request(by(Object.fromEntries(rows)), { code: CODE.accounting_request }));
      const row = await one(`order ${i}`);
      expect([row.input_octets, row.framed_ip, row.heard_at]).toEqual([4_294_967_301n, '10.0.0.9', NOW]);
    }
  });
});
