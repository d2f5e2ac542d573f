import { X509Certificate } from 'node:crypto';
import { addMs } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { openRoom, type Room } from './aaa.fixture.ts';
import type { SetEapCertificate } from './contract.ts';
import { type Authority, makeAuthority } from './eap/certificates.fixture.ts';
import { getCertificate } from './get-certificate.ts';
import { makeCertificate } from './make-certificate.ts';
import { removeCertificate } from './remove-certificate.ts';
import { renewCertificates } from './renew-certificates.ts';
import { setCertificate } from './set-certificate.ts';
import { certificateRow } from './store/certificate.ts';
import { type RadiusServer, startRadius } from './udp.ts';

let room: Room;
let server: RadiusServer;
let authority: Authority;
let good: SetEapCertificate;

beforeAll(async () => {
  room = await openRoom();
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  authority = await makeAuthority('An authority of this test');
  const ours = await authority.issue('radius.example.net', 'server');
  good = { chain_pem: ours.pem + authority.pem, key_pem: ours.key_pem };
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

const chain = async () => {
  const row = await room.database.run((ctx) => certificateRow(ctx.tx, 'eap'));
  return new X509Certificate(row?.chain_pem ?? '');
};
const keep = (input: SetEapCertificate) =>
  room.database.run((ctx) => setCertificate(ctx, { ...input, purpose: 'eap' }));

test('there is none at first, and it is said so', async () => {
  expect(await room.database.run((ctx) => getCertificate(ctx, 'eap'))).toEqual({ certificate: null });
  await expect(room.database.run((ctx) => removeCertificate(ctx, 'eap'))).rejects.toMatchObject({
    code: 'aaa.certificate-none',
  });
  expect(server.directory.tls).toBeUndefined();
});

test('one is kept, shown without its key, used at once, replaced, and forgotten', async () => {
  const shown = await keep(good);
  expect(shown).toMatchObject({
    subject: 'CN=radius.example.net',
    issuer: 'CN=An authority of this test',
    names: ['DNS:radius.example.net'],
    client_ca: null,
    revocation_list: false,
  });
  expect(shown.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(await room.database.run((ctx) => getCertificate(ctx, 'eap'))).toEqual({ certificate: shown });
  expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY');
  await server.directory.refresh();
  expect(server.directory.tls?.client_certificates).toBe(false);

  const again = await keep({ ...good, client_ca_pem: authority.pem, client_crl_pem: await authority.revoke(['02']) });
  expect(again).toMatchObject({ client_ca: 'CN=An authority of this test', revocation_list: true });
  await server.directory.refresh();
  expect(server.directory.tls?.client_certificates).toBe(true);

  await room.database.run((ctx) => removeCertificate(ctx, 'eap'));
  await server.directory.refresh();
  expect(server.directory.tls).toBeUndefined();
});

test('what is written down of it has no key', async () => {
  await keep(good);
  const { rows } = await sql<{
    row: string;
  }>`select a::text as row from kernel.audit a where a::text like '%aaa.certificate%'`.execute(room.database.kernel.db);
  expect(rows.length).toBeGreaterThan(0);
  const key = good.key_pem.split('\n')[1] as string;
  expect(JSON.stringify(rows)).not.toContain(key);
});

test.each([
  ['no certificate', async () => ({ ...good, chain_pem: 'nothing' }), 'it holds no certificate in PEM form'],
  [
    'a key of another',
    async () => ({ ...good, key_pem: (await authority.issue('x', 'server')).key_pem }),
    'not the key of the certificate',
  ],
  ['no key', async () => ({ ...good, key_pem: authority.pem }), 'it is no private key'],
  [
    'a chain that does not hang together',
    async () => ({ ...good, chain_pem: good.chain_pem + (await authority.issue('x', 'server')).pem }),
    'was not issued by the one that follows it',
  ],
  [
    'an expired one',
    async () => {
      const old = await authority.issue('old', 'server', -999);
      return { chain_pem: old.pem, key_pem: old.key_pem };
    },
    'it expired on',
  ],
  ['an authority that is none', async () => ({ ...good, client_ca_pem: 'x' }), 'it holds no certificate'],
  [
    'a list without an authority',
    async () => ({ ...good, client_crl_pem: await authority.revoke([]) }),
    'it needs the authority',
  ],
  [
    'a list that is none',
    async () => ({ ...good, client_ca_pem: authority.pem, client_crl_pem: authority.pem }),
    'it is no revocation list',
  ],
])('%s is refused with what is wrong', async (_, input, problem) => {
  await expect(keep(await input())).rejects.toMatchObject({
    code: 'aaa.certificate-bad',
    message: expect.stringContaining(problem),
  });
});

test('one is made by an authority of our own, which stays when it is made again', async () => {
  const make = (name: string) => room.database.run((ctx) => makeCertificate(ctx, { name, purpose: 'eap' }));
  const first = await make('radius.example.net');
  expect(first).toMatchObject({
    subject: 'CN=radius.example.net',
    issuer: 'CN=Authority of radius.example.net',
    names: ['DNS:radius.example.net'],
    authority_pem: expect.stringContaining('BEGIN CERTIFICATE'),
  });
  const again = await make('wifi.example.net');
  expect(again).toMatchObject({
    subject: 'CN=wifi.example.net',
    issuer: first.issuer,
    authority_pem: first.authority_pem,
  });
  expect(again.fingerprint).not.toBe(first.fingerprint);
  const [authority, ours] = [new X509Certificate(again.authority_pem ?? ''), await chain()];
  expect([authority.ca, ours.ca, ours.verify(authority.publicKey), ours.checkIssued(authority)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect((await keep(good)).authority_pem).toBeNull();
  expect((await make('wifi.example.net')).authority_pem).not.toBe(first.authority_pem);
});

test('sixty days before its end one of our own authority is made again, and one that was given to us is left', async () => {
  const { database } = room;
  const made = await database.run(async (ctx) => ctx.now);
  const at = async (days: number) => {
    await database.at(addMs(made, days * 86_400_000));
    return renewCertificates(database.kernel);
  };
  await keep(good);
  expect([await at(1000), await at(0)]).toEqual([[], []]);
  const first = await database.run((ctx) => makeCertificate(ctx, { name: 'radius.example.net', purpose: 'eap' }));
  expect(await at(757)).toEqual([]);
  expect(await at(763)).toEqual(['eap']);
  const { certificate } = await database.run((ctx) => getCertificate(ctx, 'eap'));
  expect(certificate).toMatchObject({ names: first.names, authority_pem: first.authority_pem });
  expect(Date.parse(certificate?.valid_to ?? '') - Date.parse(first.valid_to)).toBeGreaterThan(700 * 86_400_000);
  expect(await at(763)).toEqual([]);
});
