import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  api,
  Browser,
  makeAccount,
  OWNER,
  type Platform,
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

const clientToken = async (client_id: string, secret: string, how: 'basic' | 'post' = 'basic'): Promise<Answer> => {
  const form: Record<string, string> = { grant_type: 'client_credentials' };
  const headers = { authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}` };
  const browser = new Browser(platform.url);
  const response =
    how === 'basic'
      ? await browser.post('/oauth/token', form, headers)
      : await browser.post('/oauth/token', { ...form, client_id, client_secret: secret });
  return { status: response.status, body: await response.json() };
};

describe('clients', () => {
  test('get tokens with their secret, by header or body, and may what their role permits', async () => {
    const { body, status } = await asOwner('POST', '/clients', { name: 'Billing robot', role: 'billing' });
    expect(status).toBe(201);
    const token = await clientToken(body.client_id, body.client_secret);
    expect([token.status, token.body.refresh_token, token.body.expires_in]).toEqual([200, undefined, 600]);
    const call = as(token.body.access_token);
    expect((await call('GET', '/me')).body).toMatchObject({
      kind: 'client',
      name: 'Billing robot',
      login: body.client_id,
      role: 'billing',
    });
    expect([(await call('GET', '/probe/billing')).status, (await call('POST', '/probe/network', {})).status]).toEqual([
      200, 403,
    ]);
    expect((await clientToken(body.client_id, body.client_secret, 'post')).status).toBe(200);
    expect((await clientToken(body.client_id, 'wrong')).status).toBe(401);
    expect((await clientToken('client-nobody', body.client_secret)).status).toBe(401);
    expect((await clientToken('admin', '')).status).toBeGreaterThanOrEqual(400);
    expect((await call('PUT', '/me/password', { current_password: 'x', new_password: 'y' })).body.title).toBe(
      'identity.no-password-here',
    );
    const { rows } = await platform.db.kernel.pool.query('select c::text as row from identity.client c');
    expect(JSON.stringify(rows)).not.toContain(body.client_secret);
  });

  test('a rotated secret stops the old one and its tokens; a disabled client stops', async () => {
    const { body } = await asOwner('POST', '/clients', { name: 'Robot', role: 'read-only' });
    const before = await clientToken(body.client_id, body.client_secret);
    const rotated = await asOwner('POST', `/clients/${body.id}/rotate-secret`, {});
    expect((await as(before.body.access_token)('GET', '/me')).status).toBe(401);
    expect((await clientToken(body.client_id, body.client_secret)).status).toBe(401);
    const after = await clientToken(body.client_id, rotated.body.client_secret);
    expect((await as(after.body.access_token)('GET', '/me')).status).toBe(200);
    expect((await asOwner('PATCH', `/clients/${body.id}`, { state: 'disabled' })).body.state).toBe('disabled');
    expect((await as(after.body.access_token)('GET', '/me')).status).toBe(401);
    expect((await clientToken(body.client_id, rotated.body.client_secret)).status).toBe(401);
    expect((await asOwner('GET', '/clients')).body.items[0]).not.toHaveProperty('secret_digest');
  });
});

describe('sign-ins of subscribers and resellers', () => {
  test('are made, listed, reset and switched off; their owners manage their own password and sessions', async () => {
    const account_id = await makeAccount(platform.db);
    const { body } = await asOwner('POST', '/subscriber-logins', {
      account_id,
      login: 'bob@example.net',
      name: 'Bob',
      locale: 'de',
    });
    expect(
      (await asOwner('POST', '/subscriber-logins', { account_id, login: 'BOB@example.net', name: 'Bob' })).body.title,
    ).toBe('identity.login-taken');
    const bob = as((await signInTo(platform, 'portal', 'bob@example.net', body.one_time_password)).access_token);
    expect(
      (await bob('PUT', '/me/password', { current_password: body.one_time_password, new_password: 'eight-chars' }))
        .status,
    ).toBe(204);
    expect((await bob('GET', '/me/sessions')).body.items).toHaveLength(1);
    expect((await bob('GET', '/me')).body).toMatchObject({ account_id, locale: 'de', must_change: false });
    const list = await asOwner('GET', `/subscriber-logins?account_id=${account_id}`);
    expect(list.body.items).toEqual([expect.objectContaining({ login: 'bob@example.net', account_id })]);
    expect((await asOwner('POST', `/subscriber-logins/${body.id}/reset-password`, {})).status).toBe(200);
    expect((await bob('GET', '/me')).status).toBe(401);
    expect((await asOwner('PATCH', `/subscriber-logins/${body.id}`, { state: 'disabled' })).status).toBe(204);
  });

  test('a subscriber’s own change is in the audit under their name', async () => {
    const { rows } = await platform.db.kernel.pool.query(
      `select actor, account_id from kernel.audit where relation = 'identity.subscriber' and actor like '%Bob'`,
    );
    expect(rows[0]).toMatchObject({
      actor: expect.stringMatching(/^system:[0-9a-f-]+:subscriber Bob$/),
      account_id: expect.any(String),
    });
  });

  test('an account that is not there is refused', async () => {
    const answer = await asOwner('POST', '/subscriber-logins', {
      account_id: '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee',
      login: 'ghost',
      name: 'G',
    });
    expect(answer.status).toBe(409);
  });

  test('a reseller’s people are actors of their reseller', async () => {
    const reseller_id = '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';
    const { body } = await asOwner('POST', '/reseller-users', { reseller_id, email: 'rita@example.net', name: 'Rita' });
    const rita = as((await signInTo(platform, 'reseller', 'rita@example.net', body.one_time_password)).access_token);
    expect((await rita('GET', '/me')).body).toMatchObject({ kind: 'reseller', reseller_id, role: 'reseller' });
    expect((await asOwner('PATCH', `/reseller-users/${body.id}`, { state: 'disabled' })).status).toBe(204);
    expect((await rita('GET', '/me')).status).toBe(401);
  });
});
