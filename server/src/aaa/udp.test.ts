import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { ATTRIBUTE, CODE, PacketWriter, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { textOf } from '../../../tools/fake-nas/session.ts';
import { eventually, openRoom, type Room, SECRET } from './aaa.fixture.ts';
import { type RadiusServer, startRadius } from './udp.ts';

const NOW = '2026-01-01T00:00:00Z';
let room: Room;
let server: RadiusServer;
let nas: FakeNas;

const serverAt = () => ({ auth_port: server.ports.auth, acct_port: server.ports.acct });
const db = () => room.database.kernel.db;

beforeAll(async () => {
  room = await openRoom();
  await room.subscriber('bob', { framed_ip: '10.1.2.3', ends_at: '2026-01-01T00:10:00.000Z' as never });
  await room.subscriber('walled', { mode: 'walled', reason: 'suspended: unpaid invoices' });
  await room.subscriber('denied', { mode: 'deny', reason: 'the subscription has ended' });
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  nas = await createFakeNas({
    secret: SECRET,
    server: serverAt(),
    now: () => Date.parse(NOW),
    retry_ms: 150,
    tries: 2,
  });
});

afterAll(async () => {
  await nas?.close();
  await server?.stop();
  await room?.database.drop();
});

describe('Access-Request', () => {
  test.each(['pap', 'chap'] as const)('%s with the right password is let on', async (method) => {
    const { outcome, attributes } = await nas.login('bob', 'pw-bob', { method });
    expect(outcome).toBe('accept');
    expect(attributes[0]?.name).toBe('Message-Authenticator');
    expect(
      ['Framed-IP-Address', 'Mikrotik-Rate-Limit', 'Session-Timeout', 'Acct-Interim-Interval'].map((name) =>
        textOf(attributes, name),
      ),
    ).toEqual(['10.1.2.3', '10000k/50000k', '600', '600']);
    expect(textOf(attributes, 'Class')).toMatch(/^0x49/);
  });

  test.each([
    ['bob', 'wrong', 'pap', 'wrong password'],
    ['bob', 'wrong', 'chap', 'wrong CHAP response'],
    ['nobody', 'x', 'pap', 'unknown user name'],
    ['denied', 'pw-denied', 'pap', 'access denied: the subscription has ended'],
  ] as const)(
    '%s with %s by %s is refused, with the reason in the log (duty 46)',
    async (user, password, method, reason) => {
      const { outcome, attributes } = await nas.login(user, password, { method });
      expect(outcome).toBe('reject');
      expect(attributes.map((one) => one.name)).toEqual(['Message-Authenticator']);
      const row = await eventually(
        async () =>
          (
            await db()
              .selectFrom('aaa.login')
              .selectAll()
              .where('username', '=', user)
              .orderBy('id', 'desc')
              .executeTakeFirst()
          )?.reason === reason,
      );
      expect(row).toBe(true);
    },
  );

  test('who is suspended is let on behind the wall', async () => {
    const { outcome, attributes, session } = await nas.login('walled', 'pw-walled');
    expect([outcome, textOf(attributes, 'Mikrotik-Address-List'), session?.walled]).toEqual(['accept', 'walled', true]);
  });

  test('a new password, access and NAS setting take effect within moments of the commit', async () => {
    const one = await room.subscriber('later', { mode: 'deny' });
    await server.directory.refresh();
    expect((await nas.login('later', one.password)).outcome).toBe('reject');
    await room.access(one, { mode: 'allow' });
    const waited = performance.now();
    await eventually(async () => (await nas.login('later', one.password)).outcome === 'accept');
    expect(performance.now() - waited).toBeLessThan(900);
  });
});

/** Sends a datagram and gives the answer, or undefined after `ms`. */
const raw = (port: number, datagram: Buffer, from = '127.0.0.1', ms = 120): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (answer?: Buffer) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => end(), ms);
    socket.once('message', (answer) => end(answer));
    socket.bind({ address: from }, () => socket.send(datagram, port, '127.0.0.1'));
  });

const secret = prepareSecret(Buffer.from(SECRET));
const request = (
  fill: (writer: PacketWriter) => void,
  options: { code?: number; signed?: boolean; secret?: typeof secret } = {},
): Buffer => {
  const writer = new PacketWriter();
  const code = options.code ?? CODE.access_request;
  writer.beginRequest(
    code,
    7,
    code === CODE.accounting_request ? undefined : randomBytes(16),
    options.signed ?? code !== CODE.accounting_request,
  );
  fill(writer);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(options.secret ?? secret)));
};
const pap = (writer: PacketWriter) => {
  writer.addText(ATTRIBUTE.user_name, 'bob');
  writer.addUserPassword(Buffer.from('pw-bob'), secret);
};

const discarded = (reason: string, client = '127.0.0.1') =>
  eventually(async () => {
    const row = await db()
      .selectFrom('aaa.discard')
      .select('count')
      .where('reason', '=', reason)
      .where('client', '=', client)
      .executeTakeFirst();
    return row !== undefined && row.count > 0n;
  });

describe('silence, counted', () => {
  test.each([
    ['an unknown NAS (duty 7)', () => request(pap), 'unknown-client', '127.0.0.9'],
    [
      'no Message-Authenticator (duty 70)',
      () => request(pap, { signed: false }),
      'message-authenticator-missing',
      '127.0.0.1',
    ],
    [
      'a wrong Message-Authenticator (duty 65)',
      () => request(pap, { secret: prepareSecret(Buffer.from('other secret')) }),
      'message-authenticator-wrong',
      '127.0.0.1',
    ],
    ['too short (duty 1)', () => Buffer.alloc(19), 'too-short', '127.0.0.1'],
    ['an unknown code (duty 6)', () => Buffer.from('99010014'.padEnd(40, '0'), 'hex'), 'unknown-code', '127.0.0.1'],
    [
      'an Accounting-Request on the auth port (duty 10)',
      () => request(() => undefined, { code: CODE.accounting_request }),
      'wrong-port',
      '127.0.0.1',
    ],
    ['a CoA-Request (duty 10)', () => request(() => undefined, { code: CODE.coa_request }), 'wrong-port', '127.0.0.1'],
    [
      'more than 200 attributes (duty 14)',
      () =>
        request((w) => {
          for (let i = 0; i < 201; i++) w.addInteger(ATTRIBUTE.nas_port, i);
        }),
      'too-many-attributes',
      '127.0.0.1',
    ],
    [
      'a Status-Server without Message-Authenticator (duty 107)',
      () => request(() => undefined, { code: CODE.status_server, signed: false }),
      'message-authenticator-missing',
      '127.0.0.1',
    ],
  ])('%s', async (_, datagram, reason, from) => {
    expect(await raw(server.ports.auth, datagram(), from)).toBeUndefined();
    expect(await discarded(reason, from)).toBe(true);
  });

  test.each([
    [
      'a wrong Request Authenticator (duty 88)',
      () =>
        request(() => undefined, { code: CODE.accounting_request, secret: prepareSecret(Buffer.from('other secret')) }),
      'authenticator-wrong',
    ],
    [
      'no Acct-Status-Type (duty 90)',
      () => request((w) => w.addText(ATTRIBUTE.acct_session_id, 'x'), { code: CODE.accounting_request }),
      'status-type-missing',
    ],
    [
      'no Acct-Session-Id (duty 90)',
      () => request((w) => w.addInteger(ATTRIBUTE.acct_status_type, 1), { code: CODE.accounting_request }),
      'session-id-missing',
    ],
    [
      'an unknown Acct-Status-Type (duty 100)',
      () => request((w) => w.addInteger(ATTRIBUTE.acct_status_type, 77), { code: CODE.accounting_request }),
      'status-type-unknown',
    ],
    ['an Access-Request on the acct port (duty 10)', () => request(pap), 'wrong-port'],
  ])('accounting: %s', async (_, datagram, reason) => {
    expect(await raw(server.ports.acct, datagram())).toBeUndefined();
    expect(await discarded(reason)).toBe(true);
  });
});

describe('answers', () => {
  test('octets after Length are padding (duty 5)', async () => {
    expect((await raw(server.ports.auth, Buffer.concat([request(pap), Buffer.alloc(9, 0xff)])))?.[0]).toBe(
      CODE.access_accept,
    );
  });

  test('a repeated request gets the same octets, and is one log-in (duties 58, 63)', async () => {
    const datagram = request((w) => {
      w.addText(ATTRIBUTE.user_name, 'walled');
      w.addUserPassword(Buffer.from('pw-walled'), secret);
    });
    const rows = () => db().selectFrom('aaa.login').select('id').where('username', '=', 'walled').execute();
    await new Promise((next) => setTimeout(next, 300));
    const before = (await rows()).length;
    const socket = createSocket('udp4');
    const answers: Buffer[] = [];
    socket.on('message', (answer) => answers.push(answer));
    await new Promise<void>((bound) => socket.bind({ address: '127.0.0.1' }, () => bound()));
    for (let i = 0; i < 3; i++) socket.send(datagram, server.ports.auth, '127.0.0.1');
    await eventually(async () => answers.length === 3);
    socket.close();
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    await eventually(async () => (await rows()).length === before + 1);
  });

  test('every Proxy-State comes back, in order, also from accounting (duties 104, 105)', async () => {
    const states = [randomBytes(253), Buffer.from('a\0b'), Buffer.from('c')];
    const fill = (w: PacketWriter) => {
      w.addOctets(ATTRIBUTE.proxy_state, states[0] as Buffer);
      pap(w);
      w.addOctets(ATTRIBUTE.proxy_state, states[1] as Buffer);
      w.addText(ATTRIBUTE.nas_identifier, 'x');
      w.addOctets(ATTRIBUTE.proxy_state, states[2] as Buffer);
    };
    const proxied = (answer: Buffer | undefined) => {
      const found: Buffer[] = [];
      for (let at = 20; answer && at < answer.length; at += answer[at + 1] as number)
        if (answer[at] === ATTRIBUTE.proxy_state) found.push(answer.subarray(at + 2, at + (answer[at + 1] as number)));
      return found;
    };
    expect(proxied(await raw(server.ports.auth, request(fill)))).toEqual(states);
    const accounting = (w: PacketWriter) => {
      w.addInteger(ATTRIBUTE.acct_status_type, 9);
      for (const state of states) w.addOctets(ATTRIBUTE.proxy_state, state);
    };
    expect(proxied(await raw(server.ports.acct, request(accounting, { code: CODE.accounting_request })))).toEqual(
      states,
    );
  });

  test('no answer is larger than 4096 octets (duty 12)', async () => {
    const datagram = request((w) => {
      pap(w);
      for (let i = 0; i < 15; i++) w.addOctets(ATTRIBUTE.proxy_state, randomBytes(253));
      w.addOctets(ATTRIBUTE.proxy_state, randomBytes(150));
    });
    expect(await raw(server.ports.auth, datagram)).toBeUndefined();
    expect(await discarded('answer-too-large')).toBe(true);
  });

  test.each([
    [
      'no password at all (duty 37)',
      (w: PacketWriter) => w.addText(ATTRIBUTE.user_name, 'bob'),
      'no password, CHAP, MS-CHAP or EAP',
    ],
    [
      'PAP and CHAP together (duty 39)',
      (w: PacketWriter) => {
        pap(w);
        w.addChapPassword(1, Buffer.from('pw-bob'));
      },
      'more than one kind of password',
    ],
    [
      'a State we never gave (duty 48)',
      (w: PacketWriter) => {
        pap(w);
        w.addOctets(ATTRIBUTE.state, Buffer.from('s'));
      },
      'answers a challenge that was never given',
    ],
    [
      'an unsupported Service-Type (duty 50)',
      (w: PacketWriter) => {
        pap(w);
        w.addInteger(ATTRIBUTE.service_type, 6);
      },
      'asks for a service that is not offered',
    ],
    [
      'a password of 17 octets on the wire (duty 40)',
      (w: PacketWriter) => {
        w.addText(ATTRIBUTE.user_name, 'bob');
        w.addOctets(ATTRIBUTE.user_password, randomBytes(17));
      },
      'wrong password',
    ],
    [
      'a CHAP-Password of 16 octets (duty 42)',
      (w: PacketWriter) => {
        w.addText(ATTRIBUTE.user_name, 'bob');
        w.addOctets(ATTRIBUTE.chap_password, randomBytes(16));
      },
      'wrong CHAP response',
    ],
  ])('Reject: %s', async (_, fill, reason) => {
    expect((await raw(server.ports.auth, request(fill)))?.[0]).toBe(CODE.access_reject);
    await eventually(
      async () =>
        (await db().selectFrom('aaa.login').select('reason').orderBy('id', 'desc').executeTakeFirst())?.reason ===
        reason,
    );
  });

  test('an empty Chargeable-User-Identity is filled in (duty 54)', async () => {
    const answer = await raw(
      server.ports.auth,
      request((w) => {
        pap(w);
        w.addOctets(ATTRIBUTE.chargeable_user_identity, Buffer.alloc(0));
      }),
    );
    expect(answer?.includes(Buffer.of(ATTRIBUTE.chargeable_user_identity, 36))).toBe(true);
  });

  test('Status-Server is answered on both ports (duty 106)', async () => {
    expect(await nas.status('auth')).toBe(true);
    expect(await nas.status('acct')).toBe(true);
  });
});
