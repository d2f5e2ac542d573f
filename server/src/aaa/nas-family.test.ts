import { ATTRIBUTE, CODE } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { drainJobs } from '../kernel/jobs.ts';
import { eventually } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { changeNasSecret } from './change-nas-secret.ts';
import { CreateNas, type UpdateNas } from './contract.ts';
import { decideNas } from './decide-nas.ts';
import { getNasHealth } from './get-nas-health.ts';
import { importNas } from './import-nas.ts';
import { listStrangers } from './store/strangers.ts';
import { updateNas } from './update-nas.ts';
import { accounting, by, type Fill, type NasSocket, pap, request, valuesOf, Wire } from './wire.fixture.ts';

const OWN = 'a secret of its own';
const SECRET = 'a shared secret of a test';

let wire: Wire;
let nas: NasSocket;

const run: Wire['room']['database']['run'] = (work) => wire.room.database.run(work);
const set = (change: Omit<UpdateNas, 'id'>, id = wire.room.nas_id) => run((ctx) => updateNas(ctx, { id, ...change }));
const member = async (identifier: string, more: Partial<CreateNas> = {}) => {
  const place = { range_id: wire.room.nas_id, identifier, message_authenticator: 'required' as const };
  const made = await run((ctx) => addNas(ctx, { name: identifier, ...place, ...more }));
  await wire.server.directory.refresh();
  return made;
};
const rows = () =>
  wire.db.selectFrom('aaa.nas').selectAll().where('range_id', 'is not', null).orderBy('identifier').execute();
const login = (identifier: string | undefined, name = 'bob', secret = SECRET, signed = true): Buffer => {
  const fill: Fill = (w) => {
    pap(name, `pw-${name}`, secret)(w);
    if (identifier !== undefined) w.addText(ATTRIBUTE.nas_identifier, identifier);
  };
  return request(fill, { secret, signed });
};
const record = (status: number, identifier: string, session: string, more: Record<string, string | number> = {}) =>
  accounting(status, by({ nas_identifier: identifier, acct_session_id: session, user_name: 'bob', ...more }));
const codeOf = async (datagram: Buffer, from = nas): Promise<number | undefined> =>
  (await from.ask('auth', datagram))[0];
const open = async () =>
  (await wire.db.selectFrom('aaa.session').select(['acct_session_id', 'nas_id', 'client', 'closed_by']).execute()).map(
    (s) => [s.acct_session_id.toString(), s.nas_id, s.closed_by] as const,
  );

beforeEach(async () => {
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  nas = await wire.nas();
});
afterEach(() => wire?.close());

describe('NASes behind one address, told apart by NAS-Identifier', () => {
  test('each has its own make: one user gets the speed in the words of the NAS that asks', async () => {
    await set({ by_identifier: 'refuse' });
    await member('north', { vendor: 'mikrotik' });
    await member('south', { vendor: 'cisco' });
    const vendorsIn = async (called: string) =>
      valuesOf(await nas.ask('auth', login(called)), ATTRIBUTE.vendor_specific).map((value) => value.readUInt32BE(0));
    expect(new Set(await vendorsIn('north'))).toEqual(new Set([14988]));
    expect(new Set(await vendorsIn('south'))).toEqual(new Set([9]));
  });

  test('Accounting-On ends the sessions of the one that says it, and not those of its neighbour', async () => {
    await set({ by_identifier: 'refuse' });
    const [north, south] = [await member('north'), await member('south')];
    const lasted = { acct_session_time: 60 };
    for (const called of ['north', 'south']) {
      await nas.ask('acct', record(3, called, `s-${called}`, lasted));
      await nas.ask('acct', record(3, called, 'same', lasted));
    }
    await nas.ask('acct', accounting(7, by({ nas_identifier: 'north' })));
    expect((await open()).sort()).toEqual(
      [
        ['s-north', north.id, 'nas-restart'],
        ['s-south', south.id, null],
        ['same', north.id, 'nas-restart'],
        ['same', south.id, null],
      ].sort(),
    );
  });

  test('an unknown, a missing and a refused identifier get no answer, each with its reason; Status-Server needs none', async () => {
    await set({ by_identifier: 'refuse' });
    const north = await member('north');
    await set({ state: 'disabled' }, north.id);
    await wire.server.directory.refresh();
    expect(await wire.unanswered('auth', [login('north'), login('west'), login(undefined)])).toEqual([]);
    expect(await wire.discards('nas-refused')).toBe(1);
    expect(await wire.discards('nas-identifier-unknown')).toBe(1);
    expect(await wire.discards('nas-identifier-missing')).toBe(1);
    const strangers = async () => (await listStrangers(wire.db, { limit: 50 } as never)).items;
    const [stranger] = await eventually(async () => (await strangers()).length > 0 && (await strangers()));
    expect(stranger).toMatchObject({ nas_identifier: 'west', address: '127.0.0.1', range_name: 'edge', count: 1n });
    await member('west');
    expect(await strangers()).toEqual([]);
    expect(await codeOf(login('west'))).toBe(CODE.access_accept);
  });

  test('an own secret is chosen by the identifier and has to prove it; a neighbour’s or the range’s does not', async () => {
    await set({ by_identifier: 'refuse' });
    await member('north', { secret: OWN });
    await member('south');
    expect(await codeOf(login('north', 'bob', OWN))).toBe(CODE.access_accept);
    expect(await wire.unanswered('auth', [login('north'), login('south', 'bob', OWN)])).toEqual([]);
    expect(await wire.discards('message-authenticator-wrong')).toBe(2);
    await expect(member('east', { secret: OWN, message_authenticator: 'auto' })).rejects.toThrow(
      /only its Message-Authenticator proves/,
    );
  });

  test('repetitions are told by address and port, whoever is behind them', async () => {
    await set({ by_identifier: 'refuse' });
    for (const called of ['north', 'south']) await member(called);
    const [one, other] = [login('north'), login('south')];
    other[1] = one[1] as number;
    const first = await nas.ask('auth', one);
    expect(await nas.ask('auth', one)).toEqual(first);
  });
});

describe('a range whose NASes register themselves', () => {
  const register = async (new_at_most = 250) => {
    await set({ by_identifier: 'register', new_at_most });
    await wire.server.directory.refresh();
  };
  const waiting = async (n: number) => eventually(async () => (await rows()).length === n && (await rows()));

  test('who proves the secret is answered at once, kept, and to be looked at; refused, it gets no answer any more', async () => {
    await register();
    expect(await codeOf(login('cafe-1'))).toBe(CODE.access_accept);
    await nas.ask('acct', record(1, 'cafe-1', 'first'));
    const [row] = await waiting(1);
    expect(row).toMatchObject({ name: 'cafe-1', identifier: 'cafe-1', seen_first_from: '127.0.0.1', looked_at: null });
    expect((await open())[0]?.[1]).toBe(row?.id);
    expect(await codeOf(login('cafe-1'))).toBe(CODE.access_accept);
    const ids = [row?.id ?? ''];
    expect(await run((ctx) => decideNas(ctx, { ids, decision: 'refuse' }))).toEqual({ decided: 1 });
    expect(await run((ctx) => decideNas(ctx, { ids, decision: 'accept' }))).toEqual({ decided: 0 });
    await wire.server.directory.refresh();
    await wire.unanswered('auth', [login('cafe-1')]);
    expect(await wire.discards('nas-refused')).toBe(1);
  });

  test('who does not prove it registers nothing, and no more than may wait do', async () => {
    await register(2);
    await wire.unanswered('auth', [login('evil', 'bob', 'not the secret'), login('evil', 'bob', SECRET, false)]);
    for (const called of ['a', 'b']) await nas.ask('auth', login(called));
    await wire.unanswered('auth', [login('c')]);
    expect(await wire.discards('range-full')).toBe(1);
    const all = await waiting(2);
    expect(all.map(({ identifier }) => identifier)).toEqual(['a', 'b']);
    await run((ctx) => decideNas(ctx, { ids: all.map(({ id }) => id), decision: 'accept' }));
    await wire.server.directory.refresh();
    expect(await codeOf(login('c'))).toBe(CODE.access_accept);
  });

  test('one that moves to another address stays the same NAS, with the same session, and is spoken to where it is now', async () => {
    await set({ address: '127.0.0.0/8', by_identifier: 'register' });
    await wire.server.directory.refresh();
    const before = await wire.nas('127.0.0.21');
    const after = await wire.nas('127.0.0.22');
    await before.ask('acct', record(1, 'mobile', 'long'));
    await after.ask('acct', record(3, 'mobile', 'long', { acct_session_time: 60 }));
    const sessions = await wire.sessions('long');
    expect(sessions.map(({ client }) => client)).toEqual(['127.0.0.22']);
    await after.ask('acct', accounting(7, by({ nas_identifier: 'mobile' })));
    expect((await wire.sessions('long')).map(({ closed_by }) => closed_by)).toEqual(['nas-restart']);
  });

  test('after a restart of the role in between, the same identifier is the same NAS', async () => {
    await register();
    await nas.ask('auth', login('cafe-1'));
    const [row] = await waiting(1);
    await wire.restart(async () => {
      await wire.db
        .deleteFrom('aaa.nas_health')
        .where('nas_id', '=', row?.id ?? '')
        .execute();
      await wire.db
        .deleteFrom('aaa.nas')
        .where('id', '=', row?.id ?? '')
        .execute();
    });
    const again = await wire.nas();
    await again.ask('auth', login('cafe-1'));
    expect((await waiting(1))[0]?.id).toBe(row?.id);
  });
});

describe('what is spoken to, said and refused', () => {
  test('a Disconnect goes to the address the session came from, at the port and under the secret of its NAS', async () => {
    await set({ by_identifier: 'refuse' });
    const fake = await createFakeNas({
      secret: OWN,
      server: { auth_port: wire.server.ports.auth, acct_port: wire.server.ports.acct },
      coa_port: 0,
    });
    try {
      await member('north', { secret: OWN, coa_port: fake.coa_port });
      await nas.ask('auth', login('north', 'bob', OWN));
      const start = by({ nas_identifier: 'north', acct_session_id: 's1', user_name: 'bob' });
      await nas.ask('acct', accounting(1, start, { secret: OWN }));
      const bob = await wire.db
        .selectFrom('aaa.access')
        .select(['account_id', 'subscription_id'])
        .executeTakeFirstOrThrow();
      await wire.room.access({ ...bob, username: 'bob', password: '' }, { mode: 'deny' });
      await drainJobs(wire.room.database.kernel);
      const sent = await wire.db.selectFrom('aaa.coa').select(['kind', 'outcome']).execute();
      expect(sent).toEqual([{ kind: 'disconnect', outcome: expect.stringMatching(/^(ack|nak)$/) }]);
    } finally {
      await fake.close();
    }
  });

  test('a range is heard of when one of its NASes is, and its next secret is used when they use it', async () => {
    await set({ by_identifier: 'refuse' });
    const north = await member('north');
    await expect(run((ctx) => changeNasSecret(ctx, { id: north.id }))).rejects.toThrow(/has the secret of its range/);
    const next = 'the secret that comes next';
    await run((ctx) => changeNasSecret(ctx, { id: wire.room.nas_id, secret: next }));
    await wire.server.directory.refresh();
    expect(await codeOf(login('north', 'bob', next))).toBe(CODE.access_accept);
    await wire.server.noteHealth();
    const health = (id: string) => run((ctx) => getNasHealth(ctx, { id }));
    expect(await health(wire.room.nas_id)).toMatchObject({
      condition: 'fine',
      secret_change: { in_use: 'next', ends_at: null },
    });
    expect((await health(north.id)).condition).toBe('fine');
  });

  test('what cannot be is refused in words', async () => {
    const plain = { name: 'x', message_authenticator: 'required' } as const;
    const add = (input: Partial<CreateNas>) => run((ctx) => addNas(ctx, { ...plain, ...input }));
    await expect(add({})).rejects.toThrow(/at an address, or it is told apart/);
    await expect(add({ range_id: wire.room.nas_id, identifier: 'a' })).rejects.toThrow(/tells its NASes apart/);
    await expect(set({ by_identifier: 'register', message_authenticator: 'auto' })).rejects.toThrow(/register no NAS/);
    await set({ by_identifier: 'refuse' });
    const a = await member('a');
    await expect(add({ range_id: wire.room.nas_id, identifier: 'a' })).rejects.toThrow(/calls itself a in this range/);
    await expect(set({ by_identifier: 'off' })).rejects.toThrow(/has 1 NASes in use/);
    await expect(set({ address: '10.0.0.9' }, a.id)).rejects.toThrow(/it has that address/);
    await expect(set({ secret: null })).rejects.toThrow(/in no range/);
    expect((await set({ address: '127.0.0.0/24' })).address).toBe('127.0.0.0/24');
    expect((await rows()).map(({ address }) => address)).toEqual(['127.0.0.0/24']);
  });

  test('a file has NASes of a range by its name', async () => {
    await set({ by_identifier: 'refuse' });
    const load = (csv: string) => run((ctx) => importNas(ctx, { csv, dry_run: false }, CreateNas.input));
    expect(await load('name,range,identifier,vendor\nn-1,edge,cafe-1,cisco\nn-2,edge,cafe-2,\n')).toMatchObject({
      added: 2,
      generated: [],
    });
    expect((await rows()).map(({ name, vendor }) => [name, vendor])).toEqual([
      ['n-1', 'cisco'],
      ['n-2', 'mikrotik'],
    ]);
    expect((await load('name,range,identifier\nn-3,nowhere,cafe-3\n')).problems).toMatchObject([
      { line: 2, column: 'range' },
    ]);
  });
});
