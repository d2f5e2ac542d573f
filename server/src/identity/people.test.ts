import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureOwner } from './index.ts';
import {
  type Answer,
  api,
  Browser,
  exchange,
  followToCode,
  OWNER,
  openSignIn,
  type Platform,
  pkce,
  refresh,
  signInTo,
  startPlatform,
  type Tokens,
} from './oauth/browser.spec.ts';

let platform: Platform;
let owner: Tokens;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
});
afterAll(() => platform.stop());

const as = (token: string) => (method: string, path: string, body?: unknown) =>
  api(platform, token, method, path, body);
const asOwner = (method: string, path: string, body?: unknown) => as(owner.access_token)(method, path, body);

let made = 0;
/** A new member of staff, signed in. */
const staff = async (role: string) => {
  const email = `staff${++made}@example.net`;
  const { body, status } = await asOwner('POST', '/staff', { email, name: `Staff ${made}`, role });
  expect(status).toBe(201);
  const tokens = await signInTo(platform, 'admin', email, body.one_time_password);
  return {
    id: body.id as string,
    email,
    password: body.one_time_password as string,
    tokens,
    call: as(tokens.access_token),
  };
};

const role = async (code: string, permissions: string[]): Promise<Answer> =>
  asOwner('POST', '/roles', { code, name: code, permissions });

describe('the first owner', () => {
  test('is made once, whoever asks', async () => {
    expect(await platform.db.run((ctx) => ensureOwner(ctx))).toBeUndefined();
  });

  test('has a one-time password that is to be changed, when none is given; two processes make one', async () => {
    const { pool } = platform.db.kernel;
    await pool.query('create table kept as select * from identity.staff');
    await pool.query('delete from identity.staff');
    const both = await Promise.all([1, 2].map(() => platform.db.run((ctx) => ensureOwner(ctx, {}))));
    const first = both.find((b) => b !== undefined);
    expect(both.filter((b) => b !== undefined)).toHaveLength(1);
    expect(first).toMatchObject({
      email: 'admin@localhost',
      one_time_password: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/),
    });
    const tokens = await signInTo(platform, 'admin', 'admin@localhost', first?.one_time_password ?? '');
    expect((await as(tokens.access_token)('GET', '/me')).body).toMatchObject({ must_change: true, permissions: ['*'] });
    await pool.query('delete from identity.staff');
    await pool.query('insert into identity.staff select * from kept; drop table kept');
    expect((await asOwner('GET', '/me')).status).toBe(200);
  });
});

describe('permissions', () => {
  test('a route says 403 to those whose role lacks its permission, 401 to nobody', async () => {
    const [billing, network] = [await staff('billing'), await staff('network')];
    expect([
      (await billing.call('GET', '/probe/billing')).status,
      (await network.call('GET', '/probe/billing')).status,
    ]).toEqual([200, 403]);
    expect([
      (await billing.call('POST', '/probe/network', {})).status,
      (await network.call('POST', '/probe/network', {})).status,
    ]).toEqual([403, 200]);
    for (const who of [billing, network]) {
      expect((await who.call('GET', '/staff')).status).toBe(403);
      expect((await who.call('POST', '/roles', { code: 'x', name: 'x', permissions: [] })).status).toBe(403);
    }
    expect((await as('')('GET', '/probe/billing')).status).toBe(401);
  });

  test('every role that comes along holds well-formed permissions', async () => {
    const { body } = await asOwner('GET', '/roles');
    expect(body.items.map((r: { code: string }) => r.code).sort()).toEqual([
      'billing',
      'network',
      'owner',
      'read-only',
      'reseller',
      'subscriber',
      'support',
    ]);
    for (const r of body.items) for (const p of r.permissions) expect(p).toMatch(/^(\*|[a-z]+\.(\*|[a-z]+))$/);
  });

  test('a role of one’s own works, changes at once, and goes when nobody has it', async () => {
    expect((await role('auditor', ['billing.read'])).status).toBe(201);
    expect((await role('auditor', [])).body.title).toBe('identity.role-exists');
    const sam = await staff('auditor');
    expect((await sam.call('GET', '/probe/billing')).status).toBe(200);
    expect((await asOwner('PATCH', '/roles/auditor', { permissions: ['crm.read'] })).body.permissions).toEqual([
      'crm.read',
    ]);
    expect((await sam.call('GET', '/probe/billing')).status).toBe(403);
    expect((await asOwner('DELETE', '/roles/auditor')).body.title).toBe('identity.role-in-use');
    await asOwner('PATCH', `/staff/${sam.id}`, { role: 'billing' });
    expect((await asOwner('DELETE', '/roles/auditor')).status).toBe(204);
    expect((await asOwner('PATCH', '/roles/auditor', { name: 'x' })).body.title).toBe('identity.role-not-found');
  });

  test.each(['billing', 'Billing.read', '*.read', 'a.b.c', 'billing.read,crm.read'])(
    'the permission %j is refused',
    async (permission) => {
      const { status, body } = await role('odd', [permission]);
      expect([status, body.errors[0].pointer]).toEqual([400, '/permissions/0']);
    },
  );

  test('the platform’s own roles stay as they are', async () => {
    expect((await asOwner('PATCH', '/roles/billing', { permissions: ['*'] })).body.title).toBe('identity.role-builtin');
    expect((await asOwner('DELETE', '/roles/owner')).body.title).toBe('identity.role-builtin');
  });

  test('nobody hands out, or takes over, more than they have', async () => {
    await role('people', ['identity.read', 'identity.write', 'crm.*']);
    const hr = await staff('people');
    const beyond = async (answer: Promise<Answer>) =>
      expect((await answer).body?.title).toBe('identity.beyond-own-permissions');
    const me = (await asOwner('GET', '/me')).body;
    await beyond(hr.call('POST', '/staff', { email: 'x@example.net', name: 'X', role: 'owner' }));
    await beyond(hr.call('PATCH', `/staff/${hr.id}`, { role: 'owner' }));
    await beyond(hr.call('POST', `/staff/${me.id}/reset-password`, {}));
    await beyond(hr.call('PATCH', `/staff/${me.id}`, { email: 'mine@example.net' }));
    await beyond(hr.call('POST', '/roles', { code: 'all', name: 'All', permissions: ['*'] }));
    await beyond(hr.call('PATCH', '/roles/people', { permissions: ['identity.read', 'billing.read'] }));
    await beyond(hr.call('POST', '/clients', { name: 'X', role: 'billing' }));
    const client = (await asOwner('POST', '/clients', { name: 'Big', role: 'billing' })).body;
    await beyond(hr.call('POST', `/clients/${client.id}/rotate-secret`, {}));
    expect((await hr.call('POST', '/staff', { email: 'y@example.net', name: 'Y', role: 'people' })).status).toBe(201);
  });

  test('a role for subscribers is none for staff', async () => {
    expect(
      (await asOwner('POST', '/staff', { email: 'z@example.net', name: 'Z', role: 'subscriber' })).body.title,
    ).toBe('identity.role-not-found');
  });
});

describe('the last owner', () => {
  test('can be neither disabled nor made less, also by two at once', async () => {
    const me = (await asOwner('GET', '/me')).body;
    const last = 'identity.last-owner';
    expect((await asOwner('PATCH', `/staff/${me.id}`, { state: 'disabled' })).body.title).toBe(last);
    expect((await asOwner('PATCH', `/staff/${me.id}`, { role: 'billing' })).body.title).toBe(last);
    const second = await staff('owner');
    const answers = await Promise.all([
      asOwner('PATCH', `/staff/${second.id}`, { role: 'billing' }),
      second.call('PATCH', `/staff/${me.id}`, { role: 'billing' }),
    ]);
    const { rows } = await platform.db.kernel.pool.query(
      `select id from identity.staff where role = 'owner' and state = 'active'`,
    );
    expect(answers.filter((a) => a.status === 200).length).toBe(1);
    expect(rows).toHaveLength(1);
    await platform.db.kernel.pool.query(
      `update identity.staff set role = case when id = $1 then 'owner' else 'billing' end where id in ($1, $2)`,
      [me.id, second.id],
    );
  });
});

describe('passwords', () => {
  test('one’s own needs the current one, and ends one’s other sessions', async () => {
    const sam = await staff('support');
    const elsewhere = await signInTo(platform, 'admin', sam.email, sam.password);
    const change = (current_password: string, new_password: string) =>
      sam.call('PUT', '/me/password', { current_password, new_password });
    expect((await change('wrong', 'a quite long sentence')).body.title).toBe('identity.password-wrong');
    expect((await change(sam.password, 'short')).body).toMatchObject({
      title: 'identity.password-weak',
      errors: [{ pointer: '/new_password' }],
    });
    expect((await change(sam.password, 'a quite long sentence')).status).toBe(204);
    expect((await sam.call('GET', '/me')).body).toMatchObject({ must_change: false });
    expect((await as(elsewhere.access_token)('GET', '/me')).status).toBe(401);
    expect((await refresh(new Browser(platform.url), 'admin', elsewhere.refresh_token)).status).toBe(400);
    expect((await signInTo(platform, 'admin', sam.email, 'a quite long sentence')).token_type).toBe('Bearer');
  });

  test('another’s is reset to a one-time one; their sessions end', async () => {
    const sam = await staff('support');
    const { body } = await asOwner('POST', `/staff/${sam.id}/reset-password`, {});
    expect((await sam.call('GET', '/me')).status).toBe(401);
    const again = await signInTo(platform, 'admin', sam.email, body.one_time_password);
    expect((await as(again.access_token)('GET', '/me')).body.must_change).toBe(true);
    const { rows } = await platform.db.kernel.pool.query(
      `select before, after from kernel.audit where relation = 'identity.staff' and row_id = $1`,
      [sam.id],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain('$argon2id');
  });

  test('are argon2id, and a secret shown once is kept for no Idempotency-Key', async () => {
    const { pool } = platform.db.kernel;
    const hashes = await pool.query('select password_hash from identity.staff');
    for (const { password_hash } of hashes.rows) expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await fetch(`${platform.url}/api/v1/clients`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.access_token}`,
        'content-type': 'application/json',
        'idempotency-key': 'k1',
      },
      body: JSON.stringify({ name: 'Kept', role: 'read-only' }),
    });
    expect((await pool.query('select 1 from kernel.idempotency')).rows).toEqual([]);
  });
});

describe('sessions', () => {
  test('are listed with where and since when; one can be ended, by its owner or by who may', async () => {
    const sam = await staff('support');
    const other = await signInTo(platform, 'admin', sam.email, sam.password);
    const { body } = await sam.call('GET', '/me/sessions');
    expect(body.items).toHaveLength(2);
    expect(body.items.filter((s: { current: boolean }) => s.current)).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      client: 'admin',
      address: '127.0.0.1',
      login: sam.email,
      ended_at: null,
      user_agent: expect.stringContaining('node'),
    });
    const ended = body.items.find((s: { current: boolean }) => !s.current);
    expect((await sam.call('DELETE', `/me/sessions/${ended.id}`)).status).toBe(204);
    expect((await as(other.access_token)('GET', '/me')).status).toBe(401);
    expect((await sam.call('DELETE', `/me/sessions/${ended.id}`)).status).toBe(404);
    const mine = (await asOwner('GET', '/me/sessions')).body.items[0];
    expect((await sam.call('DELETE', `/me/sessions/${mine.id}`)).status).toBe(404);
    expect((await sam.call('GET', '/sign-ins')).status).toBe(403);
    const all = await asOwner('GET', `/sign-ins?person_id=${sam.id}&open=true`);
    expect(all.body.items).toHaveLength(1);
    expect((await asOwner('DELETE', `/sign-ins/${all.body.items[0].id}`)).status).toBe(204);
    expect((await sam.call('GET', '/me')).status).toBe(401);
  });

  test('signing out everywhere ends every token, refresh token, code and browser session', async () => {
    const sam = await staff('support');
    const browser = new Browser(platform.url);
    const other = await signInTo(platform, 'admin', sam.email, sam.password, browser);
    const pending = new Browser(platform.url);
    const { verifier, challenge } = pkce();
    const page = await openSignIn(platform, pending, 'admin', challenge);
    const code = await followToCode(pending, await pending.post(page, { login: sam.email, password: sam.password }));
    expect((await sam.call('POST', '/me/sign-out-everywhere', {})).body).toEqual({ ended: 3 });
    for (const t of [sam.tokens, other]) {
      expect((await as(t.access_token)('GET', '/me')).status).toBe(401);
      expect((await refresh(browser, 'admin', t.refresh_token)).status).toBe(400);
    }
    expect((await exchange(platform, pending, 'admin', code, verifier)).status).toBe(400);
    expect(await openSignIn(platform, browser, 'admin', challenge)).toContain('/interaction/');
  });

  test('somebody with permission can sign another out', async () => {
    const sam = await staff('support');
    expect((await asOwner('POST', `/staff/${sam.id}/sign-out`, {})).body).toEqual({ ended: 1 });
    expect((await sam.call('GET', '/me')).status).toBe(401);
  });
});

test('lists page, sort and come as CSV', async () => {
  const first = await asOwner('GET', '/staff?limit=2&sort=-email');
  expect(first.body.items).toHaveLength(2);
  const second = await asOwner('GET', `/staff?limit=2&sort=-email&cursor=${first.body.next_cursor}`);
  expect(second.body.items[0].email < first.body.items[1].email).toBe(true);
  const sessions = await asOwner('GET', '/sign-ins?limit=3');
  const next = await asOwner('GET', `/sign-ins?limit=3&cursor=${sessions.body.next_cursor}`);
  expect(new Set([...sessions.body.items, ...next.body.items].map((s: { id: string }) => s.id)).size).toBe(6);
  const csv = await fetch(`${platform.url}/api/v1/roles?format=csv`, {
    headers: { authorization: `Bearer ${owner.access_token}` },
  });
  expect((await csv.text()).split('\r\n')[0]).toContain('code');
});
