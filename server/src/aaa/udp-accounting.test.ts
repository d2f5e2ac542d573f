import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { openRoom, type Room, SECRET } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { type RadiusServer, startRadius } from './udp.ts';

let room: Room;
let server: RadiusServer;
let nas: FakeNas;
const db = () => room.database.kernel.db;

beforeAll(async () => {
  room = await openRoom();
  await room.subscriber('bob');
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  const ports = { auth_port: server.ports.auth, acct_port: server.ports.acct };
  nas = await createFakeNas({
    secret: SECRET,
    server: ports,
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    retry_ms: 300,
  });
});

afterAll(async () => {
  await nas?.close();
  await server?.stop();
  await room?.database.drop();
});

describe('without addresses given', () => {
  test('it listens everywhere, IPv6 too, and says so when a port is taken (duty 11)', async () => {
    const everywhere = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0 });
    const ports = { auth_port: everywhere.ports.auth, acct_port: everywhere.ports.acct };
    await expect(startRadius(room.database.kernel, { ...ports, acct_port: 0 })).rejects.toMatchObject({
      code: 'aaa.port-taken',
    });
    await room.database.run((ctx) =>
      addNas(ctx, {
        name: 'six',
        address: '::1',
        secret: SECRET,
        vendor: 'generic',
        message_authenticator: 'required',
      }),
    );
    await everywhere.directory.refresh();
    const six = await createFakeNas({
      secret: SECRET,
      server: { ...ports, host: '::1' },
      address: '::1',
      retry_ms: 300,
    });
    expect((await six.login('bob', 'pw-bob')).outcome).toBe('accept');
    await six.close();
    await everywhere.stop();
  });
});

describe('accounting', () => {
  test('octets right to the byte with gigawords, repetition and disorder (duties 91, 92)', async () => {
    const { session } = await nas.login('bob', 'pw-bob');
    if (!session) throw new Error('not let on');
    expect(await nas.start(session)).toBe(true);
    expect(await nas.interim(session, { input_octets: 5_000_000_000n, output_octets: 90_000_000_001n })).toBe(true);
    expect(await nas.interim(session, { input_octets: 1n, output_octets: 1n })).toBe(true);
    expect(
      await nas.stop(session, { input_octets: 5_000_000_007n, output_octets: 90_000_000_002n, terminate_cause: 1 }),
    ).toBe(true);
    const row = await db()
      .selectFrom('aaa.session')
      .selectAll()
      .where('acct_session_id', '=', Buffer.from(session.acct_session_id))
      .executeTakeFirstOrThrow();
    expect([
      row.input_octets,
      row.output_octets,
      row.closed_by,
      row.terminate_cause,
      row.told_mode,
      row.told_rate_down_kbps,
    ]).toEqual([5_000_000_007n, 90_000_000_002n, 'stop', 1n, 'allow', 50_000]);
    const used = await db().selectFrom('aaa.usage_quarter').selectAll().where('session_id', '=', row.id).execute();
    expect(used.map((u) => [u.input_octets, u.output_octets])).toEqual([[5_000_000_007n, 90_000_000_002n]]);
  });
});
