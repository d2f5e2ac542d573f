import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { openRoom, type Room, type Someone } from './aaa.fixture.ts';
import { listCredentials } from './list-credentials.ts';
import { ARGON2, BCRYPT, NT, ssha } from './passwords/hashes.fixture.ts';
import { setCredential, type WantedCredential } from './set-credential.ts';

const BCRYPTED = BCRYPT[0]?.[1] ?? '';
const ARGON = ARGON2[2]?.[1] ?? '';
const SALTED = ssha('SSHA256', 'secret', Buffer.from('salt'));

let room: Room;
let bob: Someone;
beforeAll(async () => {
  room = await openRoom();
  bob = await room.subscriber('bob');
});
afterAll(() => room?.database.drop());

const set = (input: Partial<WantedCredential>) => {
  const { account_id, subscription_id, username } = bob;
  return room.database.run((ctx) => setCredential(ctx, { account_id, subscription_id, username, ...input }));
};
const stored = async () => {
  const { db, secrets } = room.database.kernel;
  const row = await db
    .selectFrom('aaa.credential')
    .select(['password_sealed', 'password_kind'])
    .where('subscription_id', '=', bob.subscription_id)
    .executeTakeFirstOrThrow();
  return [row.password_kind, secrets.open(row.password_sealed ?? Buffer.alloc(0))];
};

describe('a hash instead of a password', () => {
  test.each([
    ['bcrypt', BCRYPTED, BCRYPTED],
    ['argon2', ARGON, ARGON],
    ['ssha', SALTED, SALTED],
    ['nt', NT.written, '44ebba8d5312b8d611474411f56989ae'],
  ])('%s is kept, sealed; its kind and what it allows are shown, itself never', async (kind, password_hash, kept) => {
    const said = await set({ password_hash });
    expect(await stored()).toEqual([kind, kept]);
    expect([said.password_kind, said.log_in_methods.includes('CHAP')]).toEqual([kind, false]);
    const { items } = await room.database.run((ctx) => listCredentials(ctx, { account_id: bob.account_id }));
    expect(items).toEqual([said]);
    expect(JSON.stringify([said, items])).not.toContain(kept.slice(8));
  });

  test('stays when the name or the station is changed, and gives way to a password', async () => {
    await set({ password_hash: BCRYPTED });
    expect((await set({ mac: '02-00-00-00-00-01' })).password_kind).toBe('bcrypt');
    expect(await stored()).toEqual(['bcrypt', BCRYPTED]);
    expect((await set({ password: 'open sesame' })).log_in_methods).toContain('CHAP');
    expect(await stored()).toEqual(['clear', 'open sesame']);
  });

  test.each([
    [{ password: 'x', password_hash: BCRYPTED }, 'Both a password and a password hash were given.'],
    [{ password_hash: 'open sesame' }, 'The password hash cannot be used: it is none that we can check'],
    [{ password_hash: BCRYPTED.replace('$05$', '$15$') }, 'its bcrypt cost is 15'],
    [{ password_hash: ARGON.replace('m=65536', 'm=1048576') }, 'its argon2 takes 1048576 KiB of memory'],
  ])('%o is refused, and nothing changes', async (input, message) => {
    const before = await stored();
    await expect(set(input)).rejects.toThrow(message);
    expect(await stored()).toEqual(before);
  });

  test('is nowhere in the audit, which tells its kind', async () => {
    await set({ password_hash: BCRYPTED });
    await set({ password_hash: NT.written });
    const { rows } = await sql<{ text: string }>`
      select concat(before, after) as text from kernel.audit where relation = 'aaa.credential' order by id`.execute(
      room.database.kernel.db,
    );
    const text = rows.map((row) => row.text).join('\n');
    expect(rows.at(-1)?.text).toMatch(/"password_kind": "nt"/);
    for (const hidden of [BCRYPTED, BCRYPTED.slice(7), '44ebba8d', '44EBBA8D', 'open sesame'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('bcrypt');
  });
});
