import { X509Certificate } from 'node:crypto';
import { CODE } from '@isp/radius';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { withKey } from '../kernel/http/idempotency.ts';
import { eventually, openRoom, type Room } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import type { IssuedRadsecCertificate } from './contract.ts';
import { makeAuthority } from './eap/certificates.fixture.ts';
import { getNas } from './get-nas.ts';
import { issueRadsecCertificate } from './issue-radsec-certificate.ts';
import { makeCertificate } from './make-certificate.ts';
import { loginOf, type RadsecClient, radsecClient } from './radsec/client.fixture.ts';
import { setCertificate } from './set-certificate.ts';
import { type RadiusServer, startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';

let room: Room;
let server: RadiusServer;
const clients: RadsecClient[] = [];

const make = () => room.database.run((ctx) => makeCertificate(ctx, { name: 'radius.example.net', purpose: 'radsec' }));
const issue = async (): Promise<IssuedRadsecCertificate> => {
  const issued = await room.database.run((ctx) => issueRadsecCertificate(ctx, { id: room.nas_id }));
  await server.directory.refresh();
  return issued;
};
const nas = () => room.database.run((ctx) => getNas(ctx, { id: room.nas_id }));
const identify = async (radsec_identity: string | null) => {
  const changed = await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, radsec_identity }));
  await server.directory.refresh();
  return changed;
};

const come = async ({ certificate_pem, key_pem }: IssuedRadsecCertificate): Promise<RadsecClient> => {
  const port = await eventually(async () => server.ports.radsec);
  const client = await radsecClient({ port, pem: certificate_pem, key_pem });
  clients.push(client);
  return client;
};
const codeFor = async (issued: IssuedRadsecCertificate): Promise<number | undefined> =>
  (await (await come(issued)).ask(loginOf('bob')))?.[0];

beforeAll(async () => {
  room = await openRoom();
  await room.subscriber('bob');
  await room.database.at(new Date().toISOString());
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

test('without a certificate for RadSec none is issued, nor by an authority that is not ours (duty 116)', async () => {
  await expect(issue()).rejects.toMatchObject({ code: 'aaa.certificate-none' });
  const authority = await makeAuthority('An authority of this test');
  const { pem, key_pem } = await authority.issue('radius.example.net', 'server');
  await room.database.run((ctx) =>
    setCertificate(ctx, { chain_pem: pem, key_pem, client_ca_pem: authority.pem, purpose: 'radsec' }),
  );
  await expect(issue()).rejects.toMatchObject({ code: 'aaa.radsec-authority-none' });
});

test('one is issued for its NAS, which is known by its fingerprint: the next takes its place (duty 116)', async () => {
  const { authority_pem } = await make();
  const first = await issue();
  const certificate = new X509Certificate(first.certificate_pem);
  expect(first.authority_pem).toBe(authority_pem);
  expect(certificate.checkIssued(new X509Certificate(first.authority_pem))).toBe(true);
  expect([certificate.subject, certificate.keyUsage]).toEqual(['CN=edge', ['1.3.6.1.5.5.7.3.2']]);
  expect(await nas()).toMatchObject({
    radsec_identity: certificate.fingerprint256,
    radsec_certificate_ends_at: first.ends_at,
  });
  const connection = await come(first);
  expect((await connection.ask(loginOf('bob')))?.[0]).toBe(CODE.access_accept);
  const second = await issue();
  await connection.closed;
  expect([await codeFor(first), await codeFor(second)]).toEqual([undefined, CODE.access_accept]);
});

test('for a NAS known by a name it says this name, and the older one stays good beside it (duty 116)', async () => {
  expect(await identify('Edge.Example.net')).toMatchObject({
    radsec_identity: 'edge.example.net',
    radsec_certificate_ends_at: null,
  });
  const [first, second] = [await issue(), await issue()];
  expect(new X509Certificate(second.certificate_pem).subjectAltName).toBe('DNS:edge.example.net');
  expect(second.radsec_identity).toBe('edge.example.net');
  expect([await codeFor(first), await codeFor(second)]).toEqual([CODE.access_accept, CODE.access_accept]);
});

test('a new server certificate of our authority changes nothing for the NASes', async () => {
  const issued = await issue();
  await make();
  await server.directory.refresh();
  expect(await codeFor(issued)).toBe(CODE.access_accept);
});

test('an identity is a fingerprint or a name, and of one NAS only (duty 116)', async () => {
  await expect(identify('not a name')).rejects.toMatchObject({ code: 'aaa.radsec-identity-invalid' });
  const another = {
    name: 'another',
    address: '192.0.2.9',
    vendor: 'generic',
    message_authenticator: 'required',
  } as const;
  const add = (radsec_identity: string) => room.database.run((ctx) => addNas(ctx, { ...another, radsec_identity }));
  await expect(add('EDGE.example.net')).rejects.toMatchObject({ code: 'aaa.radsec-identity-taken' });
  await expect(add('*.example.net')).rejects.toMatchObject({ code: 'aaa.radsec-identity-invalid' });
  expect((await add('another.example.net')).radsec_identity).toBe('another.example.net');
  await identify(null);
  expect((await nas()).radsec_identity).toBeNull();
});

test('what is written down of it has no key, and says for which NAS it was', async () => {
  const issued = await issue();
  const { rows } = await sql<{ row: string }>`select a::text as row from kernel.audit a where relation = 'aaa.nas'
    and row_id = ${room.nas_id} and after ? 'radsec_certificate_ends_at'`.execute(room.database.kernel.db);
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(issued.key_pem.split('\n')[1]);
});

test('kept for its Idempotency-Key it is sealed, and given again as it was', async () => {
  const asked = () =>
    room.database.run((ctx) =>
      withKey(ctx, 'one', 'POST /nas/:id/radsec-certificate', room.nas_id, async () => ({
        status: 201,
        body: JSON.stringify(await issueRadsecCertificate(ctx, { id: room.nas_id })),
      })),
    );
  const [first, again] = [await asked(), await asked()];
  expect(again).toEqual(first);
  const kept = await room.database.kernel.db
    .selectFrom('kernel.idempotency')
    .select('reply_sealed')
    .where('key', '=', 'one')
    .executeTakeFirstOrThrow();
  expect(kept.reply_sealed?.length).toBeGreaterThan(1000);
  expect(kept.reply_sealed?.includes('PRIVATE KEY')).toBe(false);
});
