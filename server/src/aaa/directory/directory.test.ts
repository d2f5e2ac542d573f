import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { eventually, openRoom, type Room } from '../aaa.fixture.ts';
import { endCredentials } from '../end-credentials.ts';
import { setCredential } from '../set-credential.ts';
import { updateNas } from '../update-nas.ts';
import { type Directory, openDirectory } from './directory.ts';
import { anyUser } from './user.fixture.ts';
import type { User } from './user.ts';
import { emptyEntry, Users } from './users.ts';

let room: Room;
let directory: Directory | undefined;

beforeEach(async () => {
  room = await openRoom();
});
afterEach(async () => {
  await directory?.stop();
  directory = undefined;
  await room.database.drop();
});

const modeOf = (username: string): string | undefined => {
  const users = directory?.users;
  const name = Buffer.from(username);
  const slot = users?.find(name, 0, name.length) ?? -1;
  if (slot < 0) return undefined;
  const entry = emptyEntry();
  users?.read(slot, entry);
  return entry.grant?.mode ?? 'none';
};

describe('kept true', () => {
  test('log-ins, access, passwords, names and NASes follow their commit', async () => {
    const bob = await room.subscriber('bob');
    directory = await openDirectory(room.database.kernel);
    expect(modeOf('bob')).toBe('allow');
    await room.access(bob, { mode: 'walled', reason: 'unpaid' });
    await eventually(async () => modeOf('bob') === 'walled', 500);
    await room.database.run((ctx) => setCredential(ctx, { ...bob, username: 'robert' }));
    await eventually(async () => modeOf('robert') === 'walled' && modeOf('bob') === undefined, 500);
    await room.database.run((ctx) => endCredentials(ctx, bob));
    await eventually(async () => modeOf('robert') === undefined, 500);
    expect(directory.clients.find('127.0.0.1')?.vendor.id).toBe('mikrotik');
    await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, vendor: 'cisco' }));
    await eventually(async () => directory?.clients.find('127.0.0.1')?.vendor.id === 'cisco', 500);
    await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, state: 'disabled' }));
    await eventually(async () => directory?.clients.find('127.0.0.1') === undefined, 500);
  });

  test('a missed notification is caught up by the poll', async () => {
    const bob = await room.subscriber('bob');
    directory = await openDirectory(room.database.kernel);
    await sql`create or replace function aaa.note_subscription() returns trigger language plpgsql as $$
      begin insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from changed; return null; end $$`.execute(
      room.database.kernel.db,
    );
    await room.access(bob, { mode: 'deny' });
    await eventually(async () => modeOf('bob') === 'deny', 2500);
  });

  test('commits out of order: one that began first and ends last is not missed', async () => {
    const [slow, quick] = [await room.subscriber('slow'), await room.subscriber('quick')];
    directory = await openDirectory(room.database.kernel);
    const client = new pg.Client(room.database.url);
    await client.connect();
    await client.query('begin');
    await client.query(`update aaa.access set mode = 'deny' where subscription_id = $1`, [slow.subscription_id]);
    await room.access(quick, { mode: 'deny' });
    await eventually(async () => modeOf('quick') === 'deny', 500);
    await directory.refresh();
    await directory.refresh();
    expect(modeOf('slow')).toBe('allow');
    await client.query('commit');
    await client.end();
    await eventually(async () => modeOf('slow') === 'deny', 500);
  });

  test('while connections are cut it goes on with what it knows, and catches up', async () => {
    const bob = await room.subscriber('bob');
    directory = await openDirectory(room.database.kernel);
    const cut = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
        .execute(room.database.kernel.db)
        .catch(() => undefined);
    await cut();
    expect(modeOf('bob')).toBe('allow');
    await room
      .access(bob, { mode: 'walled', reason: 'x' })
      .catch(() => room.access(bob, { mode: 'walled', reason: 'x' }));
    await eventually(async () => modeOf('bob') === 'walled', 4000);
  });
});

const user = (n: number, change: Partial<User> = {}): User =>
  anyUser({
    ids: Buffer.concat([randomBytes(16), Buffer.from(randomUUID().replaceAll('-', ''), 'hex')]),
    username: `user${n}`,
    password: `pw${n}`,
    rate_down_kbps: 1000 * (n % 7),
    rate_up_kbps: 100,
    framed_ip: '10.0.0.1',
    ...change,
  });

test('users: adding, renaming and dropping in any order leaves exactly those that should be there', () => {
  const users = new Users(0);
  const model = new Map<string, User>();
  const entry = emptyEntry();
  for (let i = 0; i < 20_000; i++) {
    const one = user(Math.floor(Math.random() * 3000), { password: `p${i}` });
    const old = model.get(one.username);
    if (old && Math.random() < 0.5) {
      users.drop(old.ids.subarray(16));
      model.delete(old.username);
    } else {
      users.add(one);
      model.set(one.username, one);
    }
  }
  expect(users.count).toBe(model.size);
  for (let n = 0; n < 3000; n++) {
    const name = Buffer.from(`user${n}`);
    const slot = users.find(name, 0, name.length);
    const wanted = model.get(`user${n}`);
    expect(slot >= 0).toBe(wanted !== undefined);
    if (slot >= 0) users.read(slot, entry);
    if (wanted) expect(Buffer.from(entry.password).toString()).toBe(wanted.password);
  }
});
