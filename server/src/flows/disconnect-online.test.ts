import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { eventually, openRoom, type Room, SECRET, type Someone } from '../aaa/aaa.fixture.ts';
import { getBulkDisconnect } from '../aaa/get-bulk-disconnect.ts';
import { type RadiusServer, startRadius } from '../aaa/udp.ts';
import { drainJobs } from '../kernel/jobs.ts';
import type { ListOnline } from '../views/contract.ts';
import { listOnline } from '../views/online.ts';
import type { DisconnectOnline } from './contract.ts';
import { disconnectOnline } from './disconnect-online.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-03-01T12:00:00Z');
let room: Room;
let server: RadiusServer;
let nas: FakeNas;
let now: number;
const people: Someone[] = [];

beforeEach(async () => {
  room = await openRoom();
  await room.database.at('2026-03-01T12:00:00Z');
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  now = NOW;
  const { auth, acct } = server.ports;
  nas = await createFakeNas({
    secret: SECRET,
    server: { auth_port: auth, acct_port: acct },
    now: () => now,
    retry_ms: 300,
  });
  await room.database.kernel.db.updateTable('aaa.nas').set({ coa_port: nas.coa_port }).execute();
  people.splice(0);
  for (const name of ['ann', 'ben', 'cid']) people.push(await room.subscriber(name));
  await server.directory.refresh();
  for (const { username, password } of people) {
    const { session } = await nas.login(username, password);
    if (!session || !(await nas.start(session))) throw new Error('not online');
  }
});
afterEach(async () => {
  await nas.close();
  await server.stop();
  await room.database.drop();
});

/** So many minutes after the beginning, for the NAS and for us. */
const later = async (minutes: number) => {
  now = NOW + minutes * MINUTE;
  await room.database.at(new Date(now).toISOString());
};
const online = async (input: Partial<ListOnline> = {}) =>
  room.database.run((ctx) => listOnline(ctx, { limit: 50, sort: 'username', ...input }));
const names = async (input: Partial<ListOnline> = {}) => (await online(input)).items.map(({ username }) => username);
const end = (input: Partial<DisconnectOnline>) =>
  room.database.run((ctx) => disconnectOnline(ctx, { reason: 'test', at_most: 10, ...input }));

describe('who is online', () => {
  test('the speed is that between the last two records, up and down', async () => {
    const [session] = nas.sessions.values();
    if (!session) throw new Error('none');
    const rate = async () => {
      const { items } = await online({ q: 'ann' });
      return [items[0]?.seen_rate_down_kbps, items[0]?.seen_rate_up_kbps];
    };
    expect(await rate()).toEqual([null, null]);
    await later(10);
    await nas.interim(session, { input_octets: 7_500_000n, output_octets: 750_000_000n });
    expect(await rate()).toEqual([10_000, 100]);
    await later(20);
    await nas.interim(session, { input_octets: 7_500_000n, output_octets: 825_000_000n });
    await nas.interim(session);
    expect(await rate()).toEqual([1000, 0]);
  });

  test('filters: name, walled, not as told, plan, ids; and how many match', async () => {
    expect([await names(), (await online()).total]).toEqual([['ann', 'ben', 'cid'], 3]);
    expect(await names({ q: 'BE' })).toEqual(['ben']);
    expect(await names({ access_mode: 'walled' })).toEqual([]);
    await room.access(people[1] as Someone, { mode: 'walled' });
    expect([await names({ access_mode: 'walled' }), await names({ not_as_told: true })]).toEqual([['ben'], ['ben']]);
    expect((await online({ not_as_told: true })).items[0]).toMatchObject({ as_told: false, told_mode: 'allow' });
    await drainJobs(room.database.kernel);
    expect([await names({ not_as_told: true }), (await online({ q: 'ben' })).items[0]?.told_mode]).toEqual([
      [],
      'walled',
    ]);
    const { items } = await online();
    expect(await names({ ids: [items[0]?.id ?? '', items[2]?.id ?? ''] })).toEqual(['ann', 'cid']);
    expect(await names({ plan_id: '11111111-1111-4111-8111-111111111111' })).toEqual([]);
  });

  test.each(['started_at', '-heard_at', 'username', '-octets', '-rate'])('pages by %s: each once', async (sort) => {
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await online({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ username }) => username));
      cursor = page.next_cursor ?? undefined;
      more = cursor !== undefined;
    }
    expect(seen.sort()).toEqual(['ann', 'ben', 'cid']);
  });
});

describe('many are ended at once', () => {
  const progress = (id: string) => room.database.run((ctx) => getBulkDisconnect(ctx, { id }));

  test('each is told, and what came of each is counted', async () => {
    nas.judge = (_, session) => (session?.username === 'ben' ? { nak: 501 } : undefined);
    nas.sessions.delete([...nas.sessions.values()].find(({ username }) => username === 'cid')?.acct_session_id ?? '');
    const { id, total } = await end({ nas_id: room.nas_id, at_most: 3 });
    expect([total, await progress(id)]).toMatchObject([3, { waiting: 3, cause: 'test' }]);
    await drainJobs(room.database.kernel);
    expect(await progress(id)).toMatchObject({ waiting: 0, ended: 1, gone: 1, refused: 1, unanswered: 0 });
    await eventually(async () => (await names()).join() === 'ben');
  });

  test('not more than was agreed to, and not nobody', async () => {
    await expect(end({ at_most: 2 })).rejects.toThrow('More than 2 sessions match');
    await expect(end({ q: 'zoe' })).rejects.toThrow('No open session matches');
  });

  test('only those that match', async () => {
    const { id } = await end({ q: 'ann' });
    await drainJobs(room.database.kernel);
    expect(await progress(id)).toMatchObject({ total: 1, ended: 1 });
    await eventually(async () => (await names()).join() === 'ben,cid');
  });
});
