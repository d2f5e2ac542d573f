import { X509Certificate } from 'node:crypto';
import { type AddressInfo, connect as connectPlain, createServer } from 'node:net';
import { ATTRIBUTE, CODE, PacketView, parsePacket, prepareSecret, verifyResponse } from '@isp/radius';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openRoom, type Room } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { type AlsoNamed, type Authority, makeAuthority } from './eap/certificates.fixture.ts';
import { loginOf, packetOf, RADSEC, type RadsecClient, radsecClient, recordOf } from './radsec/client.fixture.ts';
import { removeCertificate } from './remove-certificate.ts';
import { setCertificate } from './set-certificate.ts';
import { type RadiusServer, startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';

type Files = { readonly pem: string; readonly key_pem: string };

let room: Room;
let server: RadiusServer;
let authority: Authority;
let edge: Files;
let other: Files;
let other_id: string;
const ANYWHERE = { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] };
const clients: RadsecClient[] = [];
const db = () => room.database.kernel.db;

const keep = async (client_crl_pem: string | null = null) => {
  const ours = await authority.issue('radius.example.net', 'server');
  const files = { chain_pem: ours.pem, key_pem: ours.key_pem, client_ca_pem: authority.pem, client_crl_pem };
  await room.database.run((ctx) => setCertificate(ctx, { ...files, purpose: 'radsec' }));
  await server.directory.refresh();
};

const come = async (files: Partial<Files>, version?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<RadsecClient> => {
  const port = await eventually(async () => server.ports.radsec);
  const client = await radsecClient({ port, ...files, ...(version ? { version } : {}) });
  clients.push(client);
  return client;
};

/** The kind of answer to a log-in of bob, or nothing when the connection was refused. */
const codeFor = async (files: Partial<Files>): Promise<number | undefined> => {
  const client = await come(files).catch(() => undefined);
  return (await client?.ask(loginOf('bob')))?.[0];
};

const discarded = (reason: string) =>
  eventually(async () => {
    const { count } = await db()
      .selectFrom('aaa.discard')
      .select((e) => e.fn.sum<string>('count').as('count'))
      .where('reason', '=', reason)
      .executeTakeFirstOrThrow();
    return Number(count ?? 0) > 0;
  });

const change = async (id: string, what: { state?: 'active' | 'disabled'; radsec_identity?: string | null }) => {
  await room.database.run((ctx) => updateNas(ctx, { id, ...what }));
  await server.directory.refresh();
};

beforeAll(async () => {
  room = await openRoom();
  await room.subscriber('bob');
  authority = await makeAuthority('An authority of this test');
  edge = await authority.issue('edge.example.net', 'client');
  other = await authority.issue('other.example.net', 'client');
  const nas = { name: 'other', address: '192.0.2.7', vendor: 'generic', message_authenticator: 'required' } as const;
  other_id = (await room.database.run((ctx) => addNas(ctx, { ...nas, radsec_identity: 'Other.Example.net' }))).id;
  await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, radsec_identity: 'edge.example.net' }));
  server = await startRadius(room.database.kernel, ANYWHERE);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

describe('who may come', () => {
  test('it is listened for while a certificate is kept, and connections end with it (duty 116)', async () => {
    expect(server.ports.radsec).toBeUndefined();
    await keep();
    const client = await come(edge);
    expect((await client.ask(loginOf('bob')))?.[0]).toBe(CODE.access_accept);
    await room.database.run((ctx) => removeCertificate(ctx, 'radsec'));
    await server.directory.refresh();
    await client.closed;
    expect(server.ports.radsec).toBeUndefined();
    await keep();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '%s, the secret is "radsec", whatever the NAS has for UDP',
    async (version) => {
      const client = await come(edge, version);
      const request = loginOf('bob');
      const answer = (await client.ask(request)) ?? Buffer.alloc(0);
      const view = new PacketView();
      expect([parsePacket(view, answer), verifyResponse(view, request, RADSEC, true)]).toEqual([undefined, undefined]);
      expect([client.socket.getProtocol(), view.code]).toEqual([version, CODE.access_accept]);
    },
  );

  test('TLS 1.1 and plain TCP do not get in (duty 116)', async () => {
    await expect(come(edge, 'TLSv1.1')).rejects.toThrow();
    const plain = connectPlain(server.ports.radsec ?? 0, '127.0.0.1');
    const heard: Buffer[] = [];
    plain.on('data', (octets: Buffer) => heard.push(octets));
    plain.on('error', () => undefined);
    plain.write(loginOf('bob'));
    await new Promise<void>((done) => plain.once('close', () => done()));
    expect(Buffer.concat(heard).length).toBeLessThan(20);
    expect(await discarded('tls-failed')).toBe(true);
  });

  test('a stranger holds so many connections and no more, and takes no place of others (duty 116)', async () => {
    const held = Array.from({ length: 70 }, () => connectPlain(server.ports.radsec ?? 0, '127.0.0.1'));
    for (const one of held) one.on('error', () => undefined);
    const ended = held.map((one) => new Promise<void>((done) => one.once('close', () => done())));
    await Promise.any(ended);
    expect(await discarded('too-many-connections')).toBe(true);
    for (const one of held) one.destroy();
    await Promise.all(ended);
    expect(await eventually(() => codeFor(edge))).toBe(CODE.access_accept);
  });

  test('no certificate, a stranger’s, an expired one, a server’s, a revoked one: none is answered (duty 116)', async () => {
    const revoked = await authority.issue('edge.example.net', 'client');
    expect(await codeFor(revoked)).toBe(CODE.access_accept);
    await keep(await authority.revoke([revoked.serial]));
    const stranger = await makeAuthority('A stranger');
    const bad: Partial<Files>[] = [
      {},
      await stranger.issue('edge.example.net', 'client'),
      await authority.issue('edge.example.net', 'client', -1),
      await authority.issue('edge.example.net', 'server'),
      revoked,
    ];
    for (const files of bad) expect(await codeFor(files)).toBeUndefined();
    expect(await codeFor(edge)).toBe(CODE.access_accept);
    expect(await discarded('certificate-bad')).toBe(true);
    await keep();
  });

  test('a good certificate of no NAS, and one with the names of two, are nobody’s (duty 116)', async () => {
    const also: AlsoNamed = [{ type: 'url', value: 'http://example.net/, DNS:edge.example.net, DNS:x.example.net' }];
    expect(await codeFor(await authority.issue('nobody.example.net', 'client', 30, also))).toBeUndefined();
    expect(await discarded('certificate-unknown')).toBe(true);
    const both: AlsoNamed = [{ type: 'dns', value: 'edge.example.net' }];
    expect(await codeFor(await authority.issue('other.example.net', 'client', 30, both))).toBeUndefined();
    expect(await discarded('certificate-of-several')).toBe(true);
  });

  test('the certificate of one NAS cannot speak for another, though it comes from its address (duty 116)', async () => {
    const client = await come(other);
    expect((await client.ask(loginOf('nobody-1')))?.[0]).toBe(CODE.access_reject);
    const login = await eventually(() =>
      db().selectFrom('aaa.login').select('nas_id').where('username', '=', 'nobody-1').executeTakeFirst(),
    );
    expect(login.nas_id).toBe(other_id);
    await client.ask(recordOf('bob', 'from-other', 1));
    const session = await db().selectFrom('aaa.session').select(['nas_id', 'client']).executeTakeFirstOrThrow();
    expect(session).toEqual({ nas_id: other_id, client: '192.0.2.7' });
  });

  test('a fingerprint is that certificate and no other, whatever it says (duty 116)', async () => {
    const pinned = new X509Certificate(edge.pem).fingerprint256;
    await change(room.nas_id, { radsec_identity: pinned.toLowerCase() });
    expect(await codeFor(edge)).toBe(CODE.access_accept);
    expect(await codeFor(await authority.issue('edge.example.net', 'client'))).toBeUndefined();
    await change(room.nas_id, { radsec_identity: 'edge.example.net' });
  });

  test.each([
    ['disabled', { state: 'disabled' }, { state: 'active' }],
    ['known by another name', { radsec_identity: 'new.example.net' }, { radsec_identity: 'edge.example.net' }],
    ['known by none', { radsec_identity: null }, { radsec_identity: 'edge.example.net' }],
  ] as const)('a NAS that is %s loses its connections, and no other does', async (_, away, back) => {
    const [mine, theirs] = [await come(edge), await come(other)];
    await mine.ask(loginOf('bob'));
    await theirs.ask(loginOf('bob'));
    await change(room.nas_id, away);
    await mine.closed;
    expect(await codeFor(edge)).toBeUndefined();
    expect((await theirs.ask(loginOf('bob', 'pw-bob', 2)))?.[0]).toBe(CODE.access_accept);
    await change(room.nas_id, back);
    expect(await codeFor(edge)).toBe(CODE.access_accept);
  });

  test('a new revocation list ends the connections there are (duty 116)', async () => {
    const mine = await come(edge);
    await mine.ask(loginOf('bob'));
    await keep(await authority.revoke([]));
    await mine.closed;
    await keep();
  });
});

const other_secret = prepareSecret(Buffer.from('another secret'));
const status = (signed = true) => packetOf(CODE.status_server, 0, () => undefined, { signed });

describe('what ends a connection', () => {
  const long = Buffer.from([1, 1, 0x10, 1]);
  test.each([
    ['a length under 20', () => Buffer.from([1, 1, 0, 19]), 'length-under-20'],
    ['a length over 4096', () => long, 'length-over-4096'],
    ['an unknown code', () => Buffer.from('99010014'.padEnd(40, '0'), 'hex'), 'unknown-code'],
    ['an answer', () => Buffer.from('02010014'.padEnd(40, '0'), 'hex'), 'wrong-port'],
    ['an attribute of no length', () => Buffer.from(`01010016${'00'.repeat(16)}0100`, 'hex'), 'attribute-framing'],
    [
      'a wrong Request Authenticator',
      () => packetOf(CODE.accounting_request, 1, () => undefined, { secret: other_secret }),
      'authenticator-wrong',
    ],
    [
      'a wrong Message-Authenticator',
      () => packetOf(CODE.access_request, 1, (w) => w.addText(ATTRIBUTE.user_name, 'bob'), { secret: other_secret }),
      'message-authenticator-wrong',
    ],
    [
      'a CoA-Request with a wrong authenticator',
      () => packetOf(CODE.coa_request, 1, () => undefined, { secret: other_secret, signed: false }),
      'authenticator-wrong',
    ],
    ['a Status-Server without Message-Authenticator', () => status(false), 'message-authenticator-missing'],
  ])('%s, and what follows is not heard (duty 117)', async (_, octets, reason) => {
    const client = await come(edge);
    client.send(Buffer.concat([octets(), loginOf('bob')]));
    await client.closed;
    expect(client.answers).toEqual([]);
    expect(await discarded(reason)).toBe(true);
  });

  test('whatever a NAS sends, it is answered on its next connection (duty 117)', async () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 8 });
    const sends = fc.asyncProperty(pieces, async (all) => {
      const client = await come(edge);
      for (const one of all) client.send(Buffer.from(one));
      client.send(Buffer.from([1, 1, 0, 0]));
      await client.close();
    });
    await fc.assert(sends, { numRuns: 40 });
    expect(await codeFor(edge)).toBe(CODE.access_accept);
  });

  test('what came before it is answered (duty 117)', async () => {
    const client = await come(edge);
    expect((await client.ask(loginOf('bob')))?.[0]).toBe(CODE.access_accept);
    client.send(long);
    await client.closed;
    expect(client.answers.length).toBe(1);
  });

  test.each([
    [
      'no Acct-Session-Id',
      () => packetOf(CODE.accounting_request, 1, (w) => w.addInteger(ATTRIBUTE.acct_status_type, 1)),
      'session-id-missing',
    ],
    ['no Acct-Status-Type', () => packetOf(CODE.accounting_request, 1, () => undefined), 'status-type-missing'],
  ])(
    'a packet that is believed but asks nothing we can answer gets silence: %s (duty 117)',
    async (_, octets, reason) => {
      const client = await come(edge);
      client.send(octets());
      expect((await client.ask(status()))?.[0]).toBe(CODE.access_accept);
      expect([client.answers.length, await discarded(reason)]).toEqual([1, true]);
    },
  );
});

describe('one port for all', () => {
  test('log-ins, accounting and Status-Server come by one connection, in pieces of any size (duty 118)', async () => {
    const client = await come(edge);
    const all = Buffer.concat([loginOf('bob', 'pw-bob', 3), recordOf('bob', 'in-pieces', 1, 4), status()]);
    for (let at = 0; at < all.length; at += 7) {
      client.send(all.subarray(at, at + 7));
      await new Promise<void>((next) => setImmediate(next));
    }
    await eventually(async () => client.answers.length === 3);
    const codes = new Map(client.answers.map((answer) => [answer[1], answer[0]]));
    expect([codes.get(3), codes.get(4), codes.get(0)]).toEqual([
      CODE.access_accept,
      CODE.accounting_response,
      CODE.access_accept,
    ]);
    const session = await db()
      .selectFrom('aaa.session')
      .select(['nas_id', 'client', 'username'])
      .where('username', '=', 'bob')
      .where('nas_id', '=', room.nas_id)
      .executeTakeFirstOrThrow();
    expect(session).toEqual({ nas_id: room.nas_id, client: '127.0.0.1', username: 'bob' });
  });

  test('256 requests at once, each with its identifier, are answered each once (duty 118)', async () => {
    const client = await come(edge);
    client.send(Buffer.concat(Array.from({ length: 256 }, (_, id) => loginOf('bob', 'pw-bob', id))));
    await eventually(async () => client.answers.length === 256);
    expect(new Set(client.answers.map((answer) => answer[1])).size).toBe(256);
  });

  test('a repetition by the same connection gets the same octets; by another it is a request of its own (duty 118)', async () => {
    const [first, second] = [await come(edge), await come(edge)];
    const request = loginOf('nobody-2');
    const answer = await first.ask(request);
    expect(await first.ask(request)).toEqual(answer);
    expect(await second.ask(request)).toEqual(answer);
    const rows = () => db().selectFrom('aaa.login').select('id').where('username', '=', 'nobody-2').execute();
    expect(await eventually(async () => (await rows()).length >= 2 && (await rows()).length)).toBe(2);
  });

  test('each is answered by the connection it came by (duty 118)', async () => {
    const [first, second] = [await come(edge), await come(edge)];
    const answers = await Promise.all([
      first.ask(recordOf('bob', 'one', 1, 1)),
      second.ask(recordOf('bob', 'two', 1, 2)),
    ]);
    expect(answers.map((answer) => answer?.[1])).toEqual([1, 2]);
    expect([first.answers.length, second.answers.length]).toEqual([1, 1]);
  });

  test.each([
    ['CoA-Request', CODE.coa_request, CODE.coa_nak],
    ['Disconnect-Request', CODE.disconnect_request, CODE.disconnect_nak],
  ])('a %s is said to be no work of ours: Error-Cause 406 (duty 118)', async (_, code, nak) => {
    const client = await come(edge);
    const request = packetOf(code, 9, (w) => w.addOctets(ATTRIBUTE.proxy_state, Buffer.from('p')), { signed: false });
    const view = new PacketView();
    expect(parsePacket(view, (await client.ask(request)) ?? Buffer.alloc(0))).toBeUndefined();
    expect(verifyResponse(view, request, RADSEC)).toBeUndefined();
    expect([view.code, view.integer(ATTRIBUTE.error_cause), view.text(ATTRIBUTE.proxy_state)]).toEqual([nak, 406, 'p']);
  });

  test('the thirty-third connection of a NAS is refused, and one of another is not (duty 118)', async () => {
    const taken: RadsecClient[] = [];
    for (let i = 0; i < 32; i++) {
      const client = await come(edge);
      await client.ask(status());
      taken.push(client);
    }
    expect(await codeFor(edge)).toBeUndefined();
    expect(await discarded('too-many-connections')).toBe(true);
    expect(await codeFor(other)).toBe(CODE.access_accept);
    await taken[0]?.close();
    expect(await eventually(() => codeFor(edge))).toBe(CODE.access_accept);
  });

  test('who does not read its answers is closed (duty 118)', async () => {
    const client = await come(edge);
    client.socket.pause();
    const state = Buffer.alloc(253, 1);
    const large = Array.from({ length: 256 }, (_, id) =>
      packetOf(CODE.access_request, id, (w) => {
        w.addText(ATTRIBUTE.user_name, 'nobody-3');
        w.addUserPassword(Buffer.from('x'), RADSEC);
        for (let i = 0; i < 14; i++) w.addOctets(ATTRIBUTE.proxy_state, state);
      }),
    );
    const portion = Buffer.concat(large);
    await eventually(async () => {
      if (client.socket.writable && client.socket.writableLength < portion.length) client.send(portion);
      return discardedNow();
    }, 30_000);
    await client.close();
    expect(await codeFor(edge)).toBe(CODE.access_accept);
  });

  const discardedNow = async () =>
    (await db().selectFrom('aaa.discard').select('count').where('reason', '=', 'not-reading').executeTakeFirst()) !==
    undefined;
});

test('stopping acknowledges what was committed and leaves no connection behind (duty 118)', async () => {
  const one = await startRadius(room.database.kernel, ANYWHERE);
  const client = await radsecClient({ port: one.ports.radsec ?? 0, ...edge });
  const answers = Array.from({ length: 50 }, (_, id) => client.ask(recordOf('bob', `last-${id}`, 1, id)));
  await eventually(async () => client.answers.length > 0);
  await one.stop();
  await client.closed;
  const acknowledged = (await Promise.all(answers)).filter((answer) => answer !== undefined).length;
  const stored = await db().selectFrom('aaa.session').select('acct_session_id').where('username', '=', 'bob').execute();
  const last = stored.filter(({ acct_session_id }) => Buffer.from(acct_session_id).toString().startsWith('last-'));
  expect([acknowledged > 0, last.length >= acknowledged]).toEqual([true, true]);
});

test('a port that is taken does not keep log-ins by UDP away, and is listened on once it is free (duty 116)', async () => {
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(0, () => done()));
  const taken = (squatter.address() as AddressInfo).port;
  const one = await startRadius(room.database.kernel, { ...ANYWHERE, radsec_port: taken });
  expect([one.ports.radsec, one.ports.auth > 0]).toEqual([undefined, true]);
  await new Promise<void>((done) => squatter.close(() => done()));
  await change(room.nas_id, { radsec_identity: 'edge.example.net' });
  await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, coa_port: 3799 }));
  await eventually(async () => one.ports.radsec === taken);
  await one.stop();
});
