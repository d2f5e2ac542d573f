import { ATTRIBUTE, CODE } from '@isp/radius';
import { addMs, instant } from '@isp/values';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { drainJobs } from '../kernel/jobs.ts';
import { SECRET } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { askNas } from './ask-nas.ts';
import { changeNasSecret } from './change-nas-secret.ts';
import type { ListNas } from './contract.ts';
import { countNasSessions } from './count-nas-sessions.ts';
import { finishNasSecret } from './finish-nas-secret.ts';
import { finishSecrets } from './finish-secrets.ts';
import { forgetNasRefusals } from './forget-nas-refusals.ts';
import { getNasHealth } from './get-nas-health.ts';
import { keepNasSecret } from './keep-nas-secret.ts';
import { listNas } from './list-nas.ts';
import { setNasCapability } from './set-nas-capability.ts';
import { updateNas } from './update-nas.ts';
import { accounting, type NasSocket, pap, request, responseAuthenticator, Wire } from './wire.fixture.ts';

const NEXT = 'the secret that comes next';
const MINUTE = 60_000;

let wire: Wire;
let nas: NasSocket;
let id: string;

const run = <T>(work: Parameters<Wire['room']['database']['run']>[0]): Promise<T> =>
  wire.room.database.run(work) as Promise<T>;
const health = async () => {
  await wire.server.noteHealth();
  return wire.room.database.run((ctx) => getNasHealth(ctx, { id }));
};
const listed = async (input: Partial<ListNas> = {}) => {
  await wire.server.noteHealth();
  const page = await wire.room.database.run((ctx) => listNas(ctx, { limit: 50, ...input }));
  return page.items;
};
const at = (now: string) => wire.room.database.at(now);

const setUp = async () => {
  wire = await Wire.open();
  await at('2026-03-01T12:00:00Z');
  id = wire.room.nas_id;
  await wire.room.subscriber('bob');
  await wire.server.directory.refresh();
  nas = await wire.nas();
};

describe('how a NAS is', () => {
  beforeEach(setUp);
  afterEach(() => wire?.close());

  test('never heard, then fine, silent after half an hour, and fine again when it is heard', async () => {
    expect(await health()).toMatchObject({ condition: 'never-heard', heard_at: null });
    await nas.ask('auth', request(pap('bob')));
    expect(await health()).toMatchObject({ condition: 'fine', auth_heard_at: '2026-03-01T12:00:00.000Z' });
    await at('2026-03-01T12:31:00Z');
    expect(await health()).toMatchObject({ condition: 'silent', heard_at: '2026-03-01T12:00:00.000Z' });
    await nas.ask(
      'auth',
      request(() => undefined, { code: CODE.status_server }),
    );
    expect((await health()).condition).toBe('fine');
  });

  test('a wrong secret is told from silence, and shows in the list, the worst first', async () => {
    await run((ctx) =>
      addNas(ctx, {
        name: 'other',
        address: '10.9.9.9',
        secret: undefined,
        vendor: 'cisco',
        coa_port: undefined,
        message_authenticator: 'required',
      }),
    );
    await nas.ask('auth', request(pap('bob')));
    await wire.unanswered('auth', [request(pap('bob'), { secret: 'not the secret of it' })]);
    const [first, second] = await listed({ sort: 'condition' });
    expect([first?.name, first?.condition, second?.condition]).toEqual(['edge', 'wrong-secret', 'never-heard']);
    expect((await listed({ condition: 'wrong-secret' })).map(({ name }) => name)).toEqual(['edge']);
    await at('2026-03-01T12:11:00Z');
    await nas.ask('auth', request(pap('bob')));
    expect((await health()).condition).toBe('fine');
  });

  test('what came is counted by quarter: log-ins as they ended, repetitions, accounting, what was not answered', async () => {
    const twice = request(pap('bob'));
    for (const one of [twice, twice, request(pap('bob', 'wrong')), request(pap('nobody'))]) await nas.ask('auth', one);
    await nas.ask(
      'acct',
      accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, 'a')),
    );
    await wire.unanswered('acct', [accounting(1, () => undefined)]);
    await health();
    await at('2026-03-01T12:20:00Z');
    await nas.ask('auth', request(pap('bob')));
    const { quarters, packets_per_min, rejects_per_min } = await health();
    expect(quarters).toEqual([
      {
        at: '2026-03-01T12:00:00.000Z',
        requests: 4n,
        accepts: 1n,
        walled: 0n,
        rejects: 2n,
        accounting: 2n,
        repeated: 1n,
        wrong_secret: 0n,
        discards: 1n,
      },
      {
        at: '2026-03-01T12:15:00.000Z',
        requests: 1n,
        accepts: 1n,
        walled: 0n,
        rejects: 0n,
        accounting: 0n,
        repeated: 0n,
        wrong_secret: 0n,
        discards: 0n,
      },
    ]);
    expect([packets_per_min, rejects_per_min]).toEqual([0.4, 0.1]);
  });

  test('sessions are counted, and those whose interim is missing', async () => {
    await nas.ask(
      'acct',
      accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, 'a')),
    );
    await at('2026-03-01T12:16:00Z');
    await nas.ask(
      'acct',
      accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, 'b')),
    );
    expect(await health()).toMatchObject({ sessions: 2, sessions_silent: 1 });
    await countNasSessions(wire.room.database.kernel, instant('2026-03-01T12:16:00.000Z'));
    expect((await listed())[0]).toMatchObject({ sessions: 2, sessions_silent: 1 });
  });

  test('what cannot be written waits and is counted once', async () => {
    await nas.ask('auth', request(pap('bob')));
    await wire.db.schema.alterTable('aaa.nas_quarter').renameTo('away').execute();
    await wire.server.noteHealth();
    await wire.db.schema.withSchema('aaa').alterTable('away').renameTo('nas_quarter').execute();
    expect((await health()).quarters.map((q) => q.requests)).toEqual([1n]);
  });

  test('tags find it, and so does a search', async () => {
    await run((ctx) => updateNas(ctx, { id, tags: ['north', 'fibre'] }));
    expect((await listed({ tag: 'north' })).map(({ tags }) => tags)).toEqual([['north', 'fibre']]);
    expect(await listed({ tag: 'nor' })).toEqual([]);
    expect(await listed({ q: 'FIB' })).toHaveLength(1);
  });
});

describe('a secret is changed without an outage', () => {
  beforeEach(setUp);
  afterEach(() => wire?.close());

  const refresh = () => wire.server.directory.refresh();
  const begin = async () => {
    await run((ctx) => changeNasSecret(ctx, { id, secret: NEXT }));
    await refresh();
  };
  const start = (session: string, secret: string) =>
    accounting(1, (w) => w.addText(ATTRIBUTE.acct_session_id, session), { secret });
  const under = async (secret: string) => {
    const asked = request(pap('bob', 'pw-bob', secret), { secret });
    const answer = await nas.ask('auth', asked);
    expect(answer.subarray(4, 20)).toEqual(responseAuthenticator(answer, asked, secret));
    expect(answer[0]).toBe(CODE.access_accept);
    const record = start(`s-${Math.random()}`, secret);
    const stored = await nas.ask('acct', record);
    expect(stored.subarray(4, 20)).toEqual(responseAuthenticator(stored, record, secret));
  };

  test('requests under either are believed and answered under the same, in any order, a third secret never', async () => {
    await begin();
    for (const secret of [SECRET, NEXT, SECRET, NEXT, NEXT, SECRET]) await under(secret);
    const third = 'a secret that is neither';
    expect(await wire.unanswered('acct', [start('x', third)])).toEqual([]);
    expect((await health()).secret_change).toMatchObject({ in_use: 'both', next_alone_since: null });
  });

  test('a log-in that proves nothing is read under the secret proven last', async () => {
    await run((ctx) => updateNas(ctx, { id, message_authenticator: 'off' }));
    await begin();
    const unsigned = async (secret: string) =>
      (await nas.ask('auth', request(pap('bob', 'pw-bob', secret), { secret, signed: false })))[0];
    expect([await unsigned(SECRET), await unsigned(NEXT)]).toEqual([CODE.access_accept, CODE.access_reject]);
    await nas.ask('acct', start('a', NEXT));
    expect([await unsigned(SECRET), await unsigned(NEXT)]).toEqual([CODE.access_reject, CODE.access_accept]);
  });

  test('it ends by itself when the next one was used for half an hour and the old one not once', async () => {
    await begin();
    await under(SECRET);
    expect((await health()).secret_change?.in_use).toBe('current');
    await at('2026-03-01T12:10:00Z');
    await under(NEXT);
    const change = (await health()).secret_change;
    expect(change).toMatchObject({ in_use: 'next', next_alone_since: '2026-03-01T12:10:00.000Z' });
    const due = instant(change?.ends_at ?? '');
    await finishSecrets(wire.room.database.kernel, addMs(due, -MINUTE));
    await refresh();
    await under(NEXT);
    expect((await health()).secret_change?.in_use).toBe('next');
    await finishSecrets(wire.room.database.kernel, due);
    await refresh();
    expect((await health()).secret_change).toBeNull();
    nas.send('auth', request(pap('bob')));
    await under(NEXT);
    expect([nas.heard.length, await wire.discards('message-authenticator-wrong')]).toEqual([0, 1]);
  });

  test('the old one seen again begins the half hour anew', async () => {
    await begin();
    await under(NEXT);
    await health();
    await at('2026-03-01T12:20:00Z');
    await under(SECRET);
    expect((await health()).secret_change).toMatchObject({ in_use: 'both', ends_at: null });
    await finishSecrets(wire.room.database.kernel, instant('2026-03-01T15:00:00.000Z'));
    expect((await health()).secret_change).not.toBeNull();
  });

  test('what would silence the NAS is done only when one insists', async () => {
    await begin();
    await expect(run((ctx) => changeNasSecret(ctx, { id }))).rejects.toThrow('being changed already');
    await expect(run((ctx) => finishNasSecret(ctx, { id, anyway: false }))).rejects.toThrow('not seen to use its next');
    await under(NEXT);
    await health();
    await expect(run((ctx) => keepNasSecret(ctx, { id, anyway: false }))).rejects.toThrow('uses its next secret');
    await run((ctx) => keepNasSecret(ctx, { id, anyway: true }));
    await refresh();
    await under(SECRET);
    await expect(run((ctx) => finishNasSecret(ctx, { id, anyway: true }))).rejects.toThrow('is not being changed');
  });
});

describe('by CoA', () => {
  let fake: FakeNas;
  let received: string[];

  beforeEach(async () => {
    await setUp();
    await at('2026-03-01T12:00:00Z');
    await open(SECRET);
  });
  afterEach(async () => {
    await fake.close();
    await wire?.close();
  });

  const open = async (secret: string) => {
    const { auth, acct } = wire.server.ports;
    fake = await createFakeNas({ secret, server: { auth_port: auth, acct_port: acct }, retry_ms: 300, stamps: false });
    received = [];
    fake.on('received', ({ kind, attributes }) =>
      received.push([kind, ...attributes.map(({ name }) => name)].filter((n) => !/Auth|Stamp|stamp/.test(n)).join(' ')),
    );
    await wire.db.updateTable('aaa.nas').set({ coa_port: fake.coa_port }).execute();
  };
  const online = async (name: string) => {
    const one = await wire.room.subscriber(name);
    await wire.server.directory.refresh();
    const { session } = await fake.login(name, one.password);
    if (!session || !(await fake.start(session))) throw new Error('not online');
    return one;
  };
  const settled = () => drainJobs(wire.room.database.kernel);

  test('twice unsupported, a change is not asked for again, until that is forgotten', async () => {
    fake.judge = ({ kind }) => (kind === 'coa' ? { nak: 401 } : undefined);
    for (const name of ['ann', 'ben', 'cid']) {
      const one = await online(name);
      await wire.room.access(one, { rate_down_kbps: 1000 });
      await settled();
    }
    expect(received.map((line) => line.split(' ')[0])).toEqual([
      'coa',
      'disconnect',
      'coa',
      'disconnect',
      'disconnect',
    ]);
    const { capability } = await health();
    expect(capability.rate).toMatchObject({ able: false, because: 'refused', refused: { times: 2, error_cause: 401 } });
    expect(capability.wall).toMatchObject({ able: true, because: 'make', refused: null });
    await run((ctx) => forgetNasRefusals(ctx, { id }));
    expect((await health()).capability.rate).toMatchObject({ able: true, because: 'make' });
  });

  test('one refusal between changes that were done says nothing of the NAS', async () => {
    const one = await online('ann');
    for (const [rate, nak] of [
      [1000, 401],
      [2000, undefined],
      [3000, 401],
    ] as const) {
      fake.judge = ({ kind }) => (kind === 'coa' && nak ? { nak } : kind === 'disconnect' ? { nak: 501 } : undefined);
      await wire.room.access(one, { rate_down_kbps: rate });
      await settled();
    }
    expect((await health()).capability.rate).toMatchObject({ able: true, refused: { times: 1 } });
  });

  test('an operator knows better: speed by Disconnect, and other attributes name the session', async () => {
    const session_keys = ['user_name' as const, 'acct_session_id' as const, 'calling_station_id' as const];
    await run((ctx) => setNasCapability(ctx, { id, coa_rate: false, coa_wall: null, session_keys }));
    const one = await online('ann');
    await wire.room.access(one, { mode: 'walled' });
    await settled();
    expect(received).toEqual(['coa User-Name Acct-Session-Id Calling-Station-Id Mikrotik-Address-List']);
    await wire.room.access(one, { mode: 'walled', rate_down_kbps: 1000 });
    await settled();
    expect(received[1]).toBe('disconnect User-Name Acct-Session-Id Calling-Station-Id');
  });

  test('a question that names no session: NAK 503 shows that it is reached and has the secret', async () => {
    await run((ctx) => askNas(ctx, { id }));
    expect((await health()).asked).toMatchObject({ outcome: null, address: '127.0.0.1' });
    await settled();
    const { asked } = await health();
    expect(asked).toMatchObject({ outcome: 'nak', error_cause: 503, secret: 'current' });
    expect(asked?.took_ms).toBeLessThan(2000);
  });

  test('with another secret on it a NAS is silent; while that one comes, it answers under it, and CoA goes with the one in use', async () => {
    await fake.close();
    await open(NEXT);
    await run((ctx) => askNas(ctx, { id }));
    await settled();
    expect((await health()).asked).toMatchObject({ outcome: 'timeout', error_cause: null, secret: null });
    await run((ctx) => changeNasSecret(ctx, { id, secret: NEXT }));
    await run((ctx) => askNas(ctx, { id }));
    await settled();
    expect((await health()).asked).toMatchObject({ outcome: 'nak', secret: 'next' });
    const one = await online('ann');
    await health();
    await wire.room.access(one, { rate_down_kbps: 1000 });
    await settled();
    expect(received.at(-1)).toMatch(/^coa /);
    expect(await health()).toMatchObject({ coa_outcome: 'ack', condition: 'fine' });
  }, 30_000);
});
