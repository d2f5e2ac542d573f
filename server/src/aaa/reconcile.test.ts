import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../../tools/fake-nas/session.ts';
import { system } from '../kernel/actor.ts';
import { transact } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';
import { drainJobs, startWorkers } from '../kernel/jobs.ts';
import { eventually, openRoom, type Room, SECRET, type Someone } from './aaa.fixture.ts';
import { addCredential } from './add-credential.ts';
import { createCoaClient } from './coa-client.ts';
import { disconnectSession } from './disconnect-session.ts';
import { endCredentials } from './end-credentials.ts';
import { reconcileSubscription } from './reconcile-subscription.ts';
import { removeCredential } from './remove-credential.ts';
import { setCredential } from './set-credential.ts';
import { sweepSessions } from './sweep-sessions.ts';
import { type RadiusServer, startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';

const NOW = '2026-01-01T00:00:00.000Z';
let room: Room;
let server: RadiusServer;
let nas: FakeNas;
let bob: Someone;
let received: string[];

const setUp = async (vendor: string) => {
  room = await openRoom({ vendor });
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  nas = await createFakeNas({
    secret: SECRET,
    server: { auth_port: server.ports.auth, acct_port: server.ports.acct },
    now: () => Date.parse(NOW),
    retry_ms: 300,
  });
  await room.database.kernel.db.updateTable('aaa.nas').set({ coa_port: nas.coa_port }).execute();
  bob = await room.subscriber('bob');
  received = [];
  nas.on('received', ({ kind }) => received.push(kind));
};

beforeEach(() => setUp('mikrotik'));
afterEach(async () => {
  await nas.close();
  await server.stop();
  await room.database.drop();
});

const online = async (): Promise<FakeSession> => {
  await server.directory.refresh();
  const { session } = await nas.login('bob', bob.password);
  if (!session) throw new Error('not let on');
  expect(await nas.start(session)).toBe(true);
  return session;
};
const db = () => room.database.kernel.db;
const packets = async () =>
  (await db().selectFrom('aaa.coa').selectAll().orderBy(sql`xmin::text::bigint`).execute()).map((c) => [
    c.kind,
    c.outcome,
    c.error_cause,
    c.cause,
  ]);
const sessions = () => db().selectFrom('aaa.session').selectAll().orderBy('started_at').execute();

describe('a change of access reaches the live session', () => {
  test('a new speed by CoA, once', async () => {
    const session = await online();
    await room.access(bob, { rate_down_kbps: 100_000 });
    await drainJobs(room.database.kernel);
    expect([session.rate, received]).toEqual(['10000k/100000k', ['coa']]);
    expect(await packets()).toEqual([['coa', 'ack', null, 'test']]);
    const client = createCoaClient();
    await reconcileSubscription(room.database.kernel, { ...bob, cause: 'again' }, client.ask);
    client.close();
    expect(received).toEqual(['coa']);
    expect(await room.access(bob, { rate_down_kbps: 100_000 })).toBe(false);
    expect(await room.access(bob, { rate_down_kbps: 100_000, reason: 'other words' })).toBe(true);
    await drainJobs(room.database.kernel);
    expect(received).toEqual(['coa']);
  });

  test('behind the wall and out again by CoA', async () => {
    const session = await online();
    await room.access(bob, { mode: 'walled', reason: 'unpaid' });
    await drainJobs(room.database.kernel);
    expect(session.walled).toBe(true);
    await room.access(bob, {});
    await drainJobs(room.database.kernel);
    expect([session.walled, received]).toEqual([false, ['coa', 'coa']]);
  });

  test('denied: Disconnect, and its Stop closes the session', async () => {
    await online();
    await room.access(bob, { mode: 'deny' });
    await drainJobs(room.database.kernel);
    await eventually(async () => (await sessions())[0]?.closed_by === 'stop');
    expect([await packets(), (await sessions())[0]?.terminate_cause]).toEqual([
      [['disconnect', 'ack', null, 'test']],
      6n,
    ]);
  });

  test('a log-in that ended is cut', async () => {
    await online();
    await room.database.run((ctx) => endCredentials(ctx, bob));
    await drainJobs(room.database.kernel);
    expect(received).toEqual(['disconnect']);
  });

  test('a NAS that refuses CoA is sent a Disconnect (duty 114)', async () => {
    await online();
    nas.judge = ({ kind }) => (kind === 'coa' ? { nak: 401 } : undefined);
    await room.access(bob, { rate_down_kbps: 1000 });
    await drainJobs(room.database.kernel);
    expect(await packets()).toEqual([
      ['coa', 'nak', 401, 'test'],
      ['disconnect', 'ack', null, 'test'],
    ]);
  });

  test('a NAS that refuses both is left alone after one try of each', async () => {
    await online();
    nas.judge = () => ({ nak: 501 });
    await room.access(bob, { rate_down_kbps: 1000 });
    await drainJobs(room.database.kernel);
    expect(received).toEqual(['coa', 'disconnect']);
  });

  test('503: the session is gone, so it is closed (duty 114)', async () => {
    await online();
    nas.judge = () => ({ nak: 503 });
    await room.access(bob, { rate_down_kbps: 1000 });
    await drainJobs(room.database.kernel);
    expect([received, (await sessions())[0]?.closed_by]).toEqual([['coa'], 'gone']);
  });

  test('changed between Accept and Start: the Start finds it out', async () => {
    await server.directory.refresh();
    const { session } = await nas.login('bob', bob.password);
    await room.access(bob, { rate_down_kbps: 2000 });
    await drainJobs(room.database.kernel);
    await server.directory.refresh();
    if (session) await nas.start(session);
    await eventually(async () => {
      await drainJobs(room.database.kernel);
      return session?.rate === '10000k/2000k';
    });
    expect(received).toEqual(['coa']);
  });

  test('from commit to the packet in milliseconds', async () => {
    await online();
    const workers = await startWorkers(room.database.kernel, 2);
    const acknowledged = async () => (await packets()).filter(([, outcome]) => outcome === 'ack').length;
    const times: number[] = [];
    try {
      for (let i = 0; i < 10; i++) {
        const heard = new Promise<void>((done) => nas.once('received', () => done()));
        await transact(room.database.kernel, system('test'), async () => undefined);
        await room.access(bob, { rate_down_kbps: 5000 + i });
        const committed = performance.now();
        await heard;
        times.push(performance.now() - committed);
        // Not the last packet's answer: the one before it may be that.
        await eventually(async () => (await acknowledged()) === i + 1);
      }
    } finally {
      await workers.stop();
    }
    times.sort((a, b) => a - b);
    console.log(`commit to CoA: median ${times[5]?.toFixed(1)} ms, worst ${times[9]?.toFixed(1)} ms`);
    expect(times[5]).toBeLessThan(100);
  });
});

describe('a session goes with the log-in it came by', () => {
  const MAC = '02:ab:cd:00:00:01';
  const byMac = async (): Promise<FakeSession> => {
    const { session } = await nas.login(MAC, MAC, { calling_station_id: MAC, method: 'mac' });
    if (!session) throw new Error('not let on');
    return session;
  };
  const addMac = async () => {
    const { account_id, subscription_id } = bob;
    const added = await room.database.run(async (ctx) => {
      await updateNas(ctx, { id: room.nas_id, mac_auth: true });
      return addCredential(ctx, { account_id, subscription_id, kind: 'mac', mac: MAC });
    });
    await server.directory.refresh();
    return added;
  };
  const takeAway = (id: string) =>
    room.database.run((ctx) => removeCredential(ctx, { account_id: bob.account_id, id }));
  const change = (input: Partial<Parameters<typeof setCredential>[1]>) => {
    const { account_id, subscription_id, username } = bob;
    return room.database.run((ctx) => setCredential(ctx, { account_id, subscription_id, username, ...input }));
  };

  test('one of two is taken away: its session is cut, the other stays', async () => {
    const { id } = await addMac();
    const [stays, goes] = [await online(), await byMac()];
    await nas.start(goes);
    await takeAway(id);
    await drainJobs(room.database.kernel);
    await eventually(async () => (await sessions()).filter((s) => s.closed_by === 'stop').length === 1);
    expect([stays.open, goes.open, received]).toEqual([true, false, ['disconnect']]);
    expect(await packets()).toEqual([['disconnect', 'ack', null, 'log-in taken away']]);
  });

  test('taken away between Accept and Start: the Start finds it out', async () => {
    const { id } = await addMac();
    const session = await byMac();
    await takeAway(id);
    await drainJobs(room.database.kernel);
    await server.directory.refresh();
    await nas.start(session);
    await eventually(async () => {
      await drainJobs(room.database.kernel);
      return !session.open;
    });
    expect(received).toEqual(['disconnect']);
  });

  test('the sweep finds one whose job is lost', async () => {
    const { id } = await addMac();
    const [stays, goes] = [await online(), await byMac()];
    await nas.start(goes);
    await db().updateTable('aaa.credential').set({ state: 'disabled' }).where('id', '=', id).execute();
    await sweepSessions(room.database.kernel, NOW as never);
    await drainJobs(room.database.kernel);
    expect([stays.open, goes.open]).toEqual([true, false]);
  });

  test.each<[string, Partial<Parameters<typeof setCredential>[1]>, readonly string[]]>([
    ['another password cuts it', { password: 'another' }, ['disconnect']],
    ['another name cuts it', { username: 'robert' }, ['disconnect']],
    ['the same password again does not', { password: 'pw-bob' }, []],
    ['a station it is bound to does not', { mac: MAC }, []],
  ])('%s', async (_, input, sent) => {
    await online();
    await change(input);
    await drainJobs(room.database.kernel);
    expect(received).toEqual(sent);
    await sweepSessions(room.database.kernel, NOW as never);
    await drainJobs(room.database.kernel);
    expect(received).toEqual(sent);
  });

  test('without our Class the name says by which it came', async () => {
    const { id } = await addMac();
    for (const session of [await online(), await byMac()]) {
      if (session.username === MAC) await nas.start(session);
    }
    await db().updateTable('aaa.session').set({ class: null }).execute();
    await takeAway(id);
    await drainJobs(room.database.kernel);
    expect([...nas.sessions.values()].map(({ username }) => username)).toEqual(['bob']);
  });
});

describe('a NAS that does not answer', () => {
  const times = { irt_ms: 40, mrt_ms: 160, mrc: 3, mrd_ms: 1000 };

  test('the same packet again and again, then the job is to be tried later; others do not wait as long (duties 112, 114)', async () => {
    await online();
    nas.judge = () => 'silent';
    await db().updateTable('aaa.access').set({ rate_down_kbps: 7000 }).execute();
    const client = createCoaClient(times);
    const reconcile = () => reconcileSubscription(room.database.kernel, { ...bob, cause: 'test' }, client.ask);
    await expect(reconcile()).rejects.toThrow('did not answer');
    expect((await packets())[0]).toEqual(['coa', 'timeout', null, 'test']);
    expect((await db().selectFrom('aaa.coa').select('attempts').executeTakeFirst())?.attempts).toBe(3);
    const probing = client.ask({
      kind: 'coa',
      address: '127.0.0.1',
      port: nas.coa_port,
      secret: SECRET,
      key: 'other',
      session: {},
      attributes: Buffer.alloc(0),
    });
    const before = received.length;
    await expect(reconcile()).rejects.toThrow('did not answer');
    expect((await packets())[1]?.[1]).toBe('unreachable');
    expect(
      (await db().selectFrom('aaa.coa').select('attempts').where('outcome', '=', 'unreachable').executeTakeFirst())
        ?.attempts,
    ).toBe(0);
    expect(received.slice(before).every((kind) => kind === 'coa')).toBe(true);
    await probing;
    nas.judge = () => undefined;
    await reconcile();
    expect((await packets())[2]?.[1]).toBe('ack');
    client.close();
  });

  test('a lost answer: the repetition is answered the same, and acted on once (duty 112)', async () => {
    const session = await online();
    let heard = 0;
    nas.judge = () => (heard++ === 0 ? 'silent' : undefined);
    await db().updateTable('aaa.access').set({ rate_down_kbps: 7000 }).execute();
    const client = createCoaClient(times);
    await reconcileSubscription(room.database.kernel, { ...bob, cause: 'test' }, client.ask);
    client.close();
    expect([session.rate, heard, await packets()]).toEqual(['10000k/7000k', 2, [['coa', 'ack', null, 'test']]]);
  });

  test('something newer takes the place of what waits', async () => {
    await online();
    nas.judge = () => 'silent';
    const client = createCoaClient(times);
    const request = {
      kind: 'coa',
      address: '127.0.0.1',
      port: nas.coa_port,
      secret: SECRET,
      key: 's',
      session: {},
      attributes: Buffer.alloc(0),
    } as const;
    const older = client.ask(request);
    const newer = client.ask(request);
    expect((await older).outcome).toBe('superseded');
    expect((await newer).outcome).toBe('timeout');
    client.close();
  });

  test('300 at once use more than one socket and all come back (duty 115)', async () => {
    const client = createCoaClient();
    nas.judge = () => 'ack';
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        client.ask({
          kind: 'coa',
          address: '127.0.0.1',
          port: nas.coa_port,
          secret: SECRET,
          key: `s${i}`,
          session: {},
          attributes: Buffer.alloc(0),
        }),
      ),
    );
    client.close();
    expect(new Set(answers.map((a) => a.outcome))).toEqual(new Set(['ack']));
  });
});

describe('by hand and by sweep', () => {
  test('an operator ends a session', async () => {
    await online();
    const [session] = await sessions();
    const key = { id: session?.id ?? '', reason: 'by hand' };
    await room.database.run((ctx) => disconnectSession(ctx, key));
    await drainJobs(room.database.kernel);
    await eventually(async () => (await sessions())[0]?.closed_by === 'stop');
    await expect(room.database.run((ctx) => disconnectSession(ctx, key))).rejects.toMatchObject({
      code: 'aaa.session-closed',
    });
  });

  test('a session without news for three intervals is closed when it was last heard of; late octets count, and news from later opens it again (duty 103)', async () => {
    const session = await online();
    await sweepSessions(room.database.kernel, '2026-01-01T00:30:00.000Z' as never);
    expect((await sessions())[0]?.stopped_at).toBeNull();
    await sweepSessions(room.database.kernel, '2026-01-01T00:30:01.000Z' as never);
    expect([(await sessions())[0]?.stopped_at, (await sessions())[0]?.closed_by]).toEqual([NOW, 'stale']);
    await nas.interim(session, { input_octets: 5n, output_octets: 6n });
    expect([(await sessions())[0]?.input_octets, (await sessions())[0]?.closed_by]).toEqual([5n, 'stale']);
    await room.database.at('2026-01-01T00:40:00Z');
    await nas.interim(session, { input_octets: 7n, output_octets: 8n, at_ms: Date.parse('2026-01-01T00:40:00Z') });
    expect((await sessions())[0]).toMatchObject({ input_octets: 7n, closed_by: null, stopped_at: null });
    await room.database.at(NOW);
  });

  test('the sweep finds a session that was told otherwise', async () => {
    const session = await online();
    await db().updateTable('aaa.access').set({ rate_down_kbps: 3000 }).execute();
    await sweepSessions(room.database.kernel, NOW as never);
    await drainJobs(room.database.kernel);
    expect(session.rate).toBe('10000k/3000k');
    await sweepSessions(room.database.kernel, NOW as never);
    await drainJobs(room.database.kernel);
    expect(received).toEqual(['coa']);
  });
});
