import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { openRoom, type Room } from './aaa.fixture.ts';
import { addHomeServer } from './add-home-server.ts';
import { addRealm } from './add-realm.ts';
import { CreateHomePool, CreateHomeServer, CreateRealm, UpdateHomeServer } from './contract.ts';
import { makeAuthority } from './eap/certificates.fixture.ts';
import { getHomeServer } from './get-home-server.ts';
import { removeHomePool } from './remove-home-pool.ts';
import { removeHomeServer } from './remove-home-server.ts';
import { removeRealm } from './remove-realm.ts';
import { setHomePool } from './set-home-pool.ts';
import { listHomePools, listHomeServers, listRealms } from './store/home-settings.ts';
import { tryLogIn } from './try-log-in.ts';
import { updateHomeServer } from './update-home-server.ts';
import { updateRealm } from './update-realm.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterEach(async () => {
  const { db } = room.database.kernel;
  for (const table of ['realm', 'home_record', 'home_pool_member', 'home_pool', 'home_server'])
    await sql`delete from ${sql.table(`aaa.${table}`)}`.execute(db);
});
afterAll(() => room?.database.drop());

const server = (change: object = {}) =>
  room.database.run((ctx) =>
    addHomeServer(
      ctx,
      CreateHomeServer.input.parse({ name: 'north', address: '192.0.2.1', secret: 'a secret', ...change }),
    ),
  );
const pool = (change: object) => room.database.run((ctx) => setHomePool(ctx, CreateHomePool.input.parse(change)));
const realm = (change: object) => room.database.run((ctx) => addRealm(ctx, CreateRealm.input.parse(change)));
const page = { limit: 50 } as never;
const fault = (code: string) => expect.objectContaining({ code });

describe('a home server', () => {
  test('has the usual ports, and its secret is sealed and nowhere shown', async () => {
    const added = await server();
    expect(added).toMatchObject({
      transport: 'udp',
      auth_port: 1812,
      acct_port: 1813,
      state: 'active',
      ports: [],
      pools: [],
    });
    expect(JSON.stringify(await room.database.run((ctx) => getHomeServer(ctx, added)))).not.toContain('a secret');
    const { rows } = await sql<{
      after: unknown;
    }>`select after from kernel.audit where relation = 'aaa.home_server'`.execute(room.database.kernel.db);
    expect(rows[0]?.after).toMatchObject({ name: 'north', secret_sealed: '[redacted]' });
  });

  test.each<[string, object, string]>([
    ['no address', { address: 'radius.example.net' }, 'aaa.home-server-address-invalid'],
    ['no secret', { secret: undefined }, 'aaa.secret-too-short'],
    ['a short secret', { secret: 'abc' }, 'aaa.secret-too-short'],
    ['RadSec without its files', { transport: 'radsec' }, 'aaa.home-server-incomplete'],
    ['a probe that has no password', { probe: 'log-in', probe_username: 'x' }, 'aaa.home-server-incomplete'],
    [
      'files that are none',
      { transport: 'radsec', tls_name: 'x.example.net', authority_pem: 'x', chain_pem: 'x', key_pem: 'x' },
      'aaa.certificate-bad',
    ],
  ])('is refused: %s', async (_, change, code) => {
    await expect(server(change)).rejects.toEqual(fault(code));
  });

  test('two do not share a name, and what is no setting is refused', async () => {
    await server();
    await expect(server()).rejects.toEqual(fault('aaa.home-server-name-taken'));
    expect(() => CreateHomeServer.input.parse({ name: 'x', address: '192.0.2.1', colour: 'red' })).toThrow(/colour/);
    expect(() => CreateHomeServer.input.parse({ name: 'x', address: '192.0.2.1', probe_every_s: 5 })).toThrow(/6/);
  });

  test('keeps its secrets when it is changed, begins to learn anew at another address, and goes over to RadSec with files', async () => {
    const { id } = await server({ message_authenticator: 'auto' });
    await sql`update aaa.home_server set signs_since = now()`.execute(room.database.kernel.db);
    const update = (change: object) =>
      room.database.run((ctx) => updateHomeServer(ctx, UpdateHomeServer.input.parse({ id, ...change })));
    expect(await update({ name: 'south' })).toMatchObject({ name: 'south', signs_since: expect.any(String) });
    expect(await update({ address: '192.0.2.2' })).toMatchObject({ address: '192.0.2.2', signs_since: null });
    const authority = await makeAuthority('of the partner');
    const { pem: chain_pem, key_pem } = await authority.issue('isp.example.org', 'client');
    await room.database.at(new Date().toISOString());
    const over = {
      transport: 'radsec',
      tls_name: 'r.example.net',
      authority_pem: authority.pem,
      chain_pem,
      key_pem,
      auth_port: 2083,
    };
    expect(await update(over)).toMatchObject({ transport: 'radsec', auth_port: 2083, acct_port: 2083 });
    const wrong = await (await makeAuthority('another')).issue('isp.example.org', 'client');
    await expect(update({ key_pem: wrong.key_pem })).rejects.toEqual(fault('aaa.certificate-bad'));
  });
});

test('what is in use is not removed, and then it is; records that wait go only when it is said', async () => {
  const north = await server();
  const partner = await pool({ name: 'partner', members: [{ server_id: north.id }, { server_id: north.id }] });
  expect(partner.members).toEqual([{ server_id: north.id, name: 'north', weight: 1 }]);
  const net = await realm({ name: '@Example.NET', pool_id: partner.id });
  expect(net).toMatchObject({ name: 'example.net', pool_name: 'partner', accounting: 'both' });
  const { run, kernel } = room.database;
  const dropPool = (drop_waiting: boolean) => run((ctx) => removeHomePool(ctx, { id: partner.id, drop_waiting }));
  await expect(run((ctx) => removeHomeServer(ctx, north))).rejects.toEqual(fault('aaa.home-server-in-use'));
  await expect(dropPool(true)).rejects.toEqual(fault('aaa.home-pool-in-use'));
  await run((ctx) => removeRealm(ctx, net));
  await sql`insert into aaa.home_record (pool_id, digest, session, attributes, delay_s, received_at) values (${partner.id}, '\\x01', 's', '\\x', 0, now())`.execute(
    kernel.db,
  );
  expect((await listHomePools(kernel.db, page)).items).toMatchObject([{ waiting: 1n }]);
  await expect(dropPool(false)).rejects.toEqual(fault('aaa.home-pool-in-use'));
  await dropPool(true);
  await run((ctx) => removeHomeServer(ctx, north));
  expect((await listHomeServers(kernel.db, page)).items).toEqual([]);
});

test('members are changed, pools and realms are found by their names', async () => {
  const [north, south] = [await server(), await server({ name: 'south' })];
  const { id } = await pool({ name: 'partner', members: [{ server_id: north.id }] });
  const { run, kernel } = room.database;
  const members = [
    { server_id: south.id, weight: 3 },
    { server_id: north.id, weight: 1 },
  ];
  const changed = await run((ctx) => setHomePool(ctx, { id, mode: 'load-balance', members }));
  expect(changed).toMatchObject({
    name: 'partner',
    mode: 'load-balance',
    members: [{ name: 'south', weight: 3 }, { name: 'north' }],
  });
  await expect(pool({ name: 'partner', members: [{ server_id: north.id }] })).rejects.toEqual(
    fault('aaa.home-pool-name-taken'),
  );
  await expect(pool({ name: 'x', members: [{ server_id: randomUUID() }] })).rejects.toEqual(
    fault('aaa.home-server-not-found'),
  );
  await expect(run((ctx) => setHomePool(ctx, { id: randomUUID(), name: 'x' }))).rejects.toEqual(
    fault('aaa.home-pool-not-found'),
  );
  const found = await listHomeServers(kernel.db, { ...(page as object), q: 'sou' } as never);
  expect(found.items.map(({ name, pools }) => [name, pools.length])).toEqual([['south', 1]]);
});

test('a realm is refused that is none, is there already, or leads nowhere; and is changed', async () => {
  const { id } = await realm({ name: 'example.net' });
  await expect(realm({ name: 'a b' })).rejects.toEqual(fault('aaa.realm-name-invalid'));
  await expect(realm({ name: 'EXAMPLE.net' })).rejects.toEqual(fault('aaa.realm-name-taken'));
  await expect(realm({ name: 'x.net', pool_id: randomUUID() })).rejects.toEqual(fault('aaa.home-pool-not-found'));
  const { run, kernel } = room.database;
  expect(await run((ctx) => updateRealm(ctx, { id, strip: true }))).toMatchObject({ strip: true, pool_id: null });
  expect((await listRealms(kernel.db, { ...(page as object), q: 'exam' } as never)).items).toHaveLength(1);
  await expect(run((ctx) => updateRealm(ctx, { id: randomUUID() }))).rejects.toEqual(fault('aaa.realm-not-found'));
});

test('"why?" says whose a realm is, and how its servers do', async () => {
  const north = await server();
  const { id } = await pool({ name: 'partner', members: [{ server_id: north.id }] });
  await realm({ name: 'example.net', pool_id: id });
  const tried = await room.database.run((ctx) =>
    tryLogIn(ctx, { nas_id: room.nas_id, username: 'bob@example.net', method: 'pap' }),
  );
  expect(tried).toMatchObject({
    outcome: 'proxied',
    reason: 'realm example.net: proxied to pool partner',
    answer: null,
  });
  expect(tried.steps[0]?.saw).toContain('north was not asked yet');
  const ours = await room.database.run((ctx) => tryLogIn(ctx, { nas_id: room.nas_id, username: 'bob', method: 'pap' }));
  expect(ours.outcome).toBe('reject');
});
