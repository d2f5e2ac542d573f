import type { ConnectionOptions } from 'node:tls';
import { ATTRIBUTE, addEapMessage, CODE, EAP_CODE, EAP_TYPE, encodeEap, type Packet, parseEap } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Someone } from '../aaa.fixture.ts';
import { setCredential } from '../set-credential.ts';
import { accounting, type NasSocket, request, valuesOf, Wire } from '../wire.fixture.ts';
import { type Authority, keepEapCertificate, makeAuthority } from './certificates.fixture.ts';
import { type Conversed, EapPeer, type PeerOptions } from './peer.fixture.ts';

let wire: Wire;
let nas: NasSocket;
let bob: Someone;
let authority: Authority;

const keep = async (client_crl_pem: string | null = null): Promise<void> => {
  await keepEapCertificate(wire.room.database, authority, { client_crl_pem });
  await wire.server.directory.refresh();
};

beforeAll(async () => {
  wire = await Wire.open();
  bob = await wire.room.subscriber('bob');
  authority = await makeAuthority('An authority of this test');
  await keep();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const trusting = (): ConnectionOptions => ({ ca: authority.pem, servername: 'radius.example.net' });
const ttls = (change: Partial<PeerOptions> = {}): Promise<Conversed> =>
  new EapPeer(nas, {
    method: 'ttls',
    identity: 'somebody@example.net',
    inner: { name: 'bob', password: 'pw-bob' },
    tls: trusting(),
    ...change,
  }).converse();
const byCertificate = ({ pem, key_pem }: { pem: string; key_pem: string }): Promise<Conversed> =>
  new EapPeer(nas, { method: 'tls', identity: 'bob', tls: { ...trusting(), cert: pem, key: key_pem } }).converse();

const attributeOf = (packet: Packet, name: string): unknown =>
  packet.attributes.find((one) => one.name === name)?.value;
const rejected = (reason: RegExp): Promise<void> =>
  vi.waitFor(async () => {
    const row = await wire.db.selectFrom('aaa.login').select('reason').orderBy('id', 'desc').executeTakeFirst();
    expect(row?.reason).toMatch(reason);
  });

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('by %s', (version) => {
  const only = () => ({ ...trusting(), minVersion: version, maxVersion: version });

  test('both keys have 32 octets, are the peer’s own, and differ in salt (duty 81)', async () => {
    const { code, end, octets, tls } = await ttls({ tls: only() });
    expect([code, tls.version]).toEqual([CODE.access_accept, version]);
    expect([tls.keys?.receive.length, tls.keys?.send.length]).toEqual([32, 32]);
    expect(attributeOf(end, 'MS-MPPE-Recv-Key')).toBe(`0x${tls.keys?.receive.toString('hex')}`);
    expect(attributeOf(end, 'MS-MPPE-Send-Key')).toBe(`0x${tls.keys?.send.toString('hex')}`);
    const hidden = valuesOf(octets, ATTRIBUTE.vendor_specific).filter((value) => value.readUInt32BE(0) === 311);
    const salts = hidden.map((value) => value.readUInt16BE(6));
    expect(salts).toHaveLength(2);
    expect(new Set(salts).size).toBe(2);
    expect(salts.every((salt) => salt >= 0x8000)).toBe(true);
  });

  test.each([100, 300, 1400])(
    'over a link of %i octets no packet is longer, and flights come in pieces (duties 79, 80)',
    async (framed_mtu) => {
      const { code, came, said } = await ttls({ tls: only(), framed_mtu, size: 60 });
      expect(code).toBe(CODE.access_accept);
      expect(Math.max(...came.map((eap) => eap.length))).toBeLessThanOrEqual(framed_mtu - 4);
      const flags = came
        .map((eap) => parseEap(eap))
        .filter((eap) => eap?.type === EAP_TYPE.ttls)
        .map((eap) => eap?.data ?? Buffer.alloc(0));
      const more = flags.map((data) => ((data[0] as number) & 0x40) !== 0);
      const first = more.map((is, i) => is && !more[i - 1]);
      expect(flags.map((data) => ((data[0] as number) & 0x80) !== 0)).toEqual(first);
      const [begin] = flags.filter((_, i) => first[i]);
      if (framed_mtu < 1000) expect(Buffer.from(begin ?? []).readUInt32BE(1)).toBeGreaterThan(framed_mtu);
      const pieces = said.filter((eap) => eap[4] === EAP_TYPE.ttls && ((eap[5] as number) & 0x40) !== 0).length;
      const acknowledged = flags.filter((data) => data.length === 1).length;
      expect(pieces).toBeGreaterThan(3);
      expect(acknowledged).toBeGreaterThanOrEqual(pieces);
    },
  );

  test('a certificate lets on when it is good, and not when another’s, a stranger’s, expired, for another purpose or revoked (duty 84)', async () => {
    const revoked = await authority.issue('bob', 'client');
    await keep(await authority.revoke([revoked.serial]));
    expect((await byCertificate(await authority.issue('bob', 'client'))).code).toBe(CODE.access_accept);
    const bad = [
      [await authority.issue('carol', 'client'), /another user/],
      [await (await makeAuthority('A stranger')).issue('bob', 'client'), /not good: /],
      [await authority.issue('bob', 'client', -1), /CERT_HAS_EXPIRED/],
      [await authority.issue('bob', 'server'), /INVALID_PURPOSE/],
      [revoked, /CERT_REVOKED/],
    ] as const;
    for (const [certificate, reason] of bad) {
      expect((await byCertificate(certificate)).code).toBe(CODE.access_reject);
      await rejected(reason);
    }
    await keep();
  });
});

test('TLS 1.0 and 1.1 are refused (duty 84)', async () => {
  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    const old = { ...trusting(), minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { code, tls } = await ttls({ identity: 'bob', tls: old });
    expect([code, tls.keys]).toEqual([CODE.access_reject, undefined]);
    await rejected(/^TLS failed: .*(PROTOCOL|VERSION)/);
  }
});

test('no answer that carries EAP has a Reply-Message beside it, and each is signed (duties 68, 83)', async () => {
  const good = await ttls();
  const bad = await ttls({ inner: { name: 'bob', password: 'wrong' } });
  expect([good.code, bad.code]).toEqual([CODE.access_accept, CODE.access_reject]);
  for (const { attributes } of [...good.answers, ...bad.answers]) {
    const names = attributes.map((one) => one.name);
    expect(names).toContain('EAP-Message');
    expect(names[0]).toBe('Message-Authenticator');
    expect(names).not.toContain('Reply-Message');
  }
});

test('the name that a tunnel hid stands in the Accept, and accounting by it is that user’s (duty 56)', async () => {
  const { end } = await ttls();
  expect(attributeOf(end, 'User-Name')).toBe('bob');
  const start = accounting(1, (w) => {
    w.addText(ATTRIBUTE.acct_session_id, 'hidden');
    w.addText(ATTRIBUTE.user_name, String(attributeOf(end, 'User-Name')));
  });
  expect((await nas.ask('acct', start))[0]).toBe(CODE.accounting_response);
  const [session] = await wire.sessions('hidden');
  expect([session?.username, session?.subscription_id]).toEqual(['bob', bob.subscription_id]);
});

test('a packet of a conversation sent again gets the same Challenge, and the conversation goes on (duty 82)', async () => {
  const identity = encodeEap({
    code: EAP_CODE.response,
    identifier: 9,
    type: EAP_TYPE.identity,
    data: Buffer.from('bob'),
  });
  const asked = request((w) => {
    w.addText(ATTRIBUTE.user_name, 'bob');
    addEapMessage(w, identity);
  });
  const challenge = await nas.ask('auth', asked);
  expect(challenge[0]).toBe(CODE.access_challenge);
  for (let i = 0; i < 3; i++) expect(await nas.ask('auth', asked)).toEqual(challenge);
  expect((await ttls()).code).toBe(CODE.access_accept);
});

test('who comes back to the session of before is judged anew, and not by it when the password changed since (duty 85)', async () => {
  const version = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  const first = await ttls({ tls: { ...trusting(), ...version } });
  const { session } = first.tls;
  expect([first.code, session !== undefined]).toEqual([CODE.access_accept, true]);
  const again = await ttls({ tls: { ...trusting(), ...version, session } });
  expect([again.code, again.tls.resumed]).toEqual([CODE.access_accept, true]);
  await wire.room.access(bob, { mode: 'deny', reason: 'ended' });
  await wire.server.directory.refresh();
  expect((await ttls({ tls: { ...trusting(), ...version, session } })).code).toBe(CODE.access_reject);
  await wire.room.access(bob, {});
  await wire.room.database.run((ctx) => setCredential(ctx, { ...bob, password: 'another' }));
  await wire.server.directory.refresh();
  const changed = await ttls({ tls: { ...trusting(), ...version, session } });
  expect([changed.code, changed.tls.resumed]).toEqual([CODE.access_reject, false]);
  await wire.room.database.run((ctx) => setCredential(ctx, bob));
  await wire.server.directory.refresh();
});
