import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  api,
  authorizeUrl,
  Browser,
  exchange,
  followToCode,
  makeAccount,
  OWNER,
  openSignIn,
  type Platform,
  pkce,
  refresh,
  signInTo,
  startPlatform,
  type Tokens,
} from './browser.spec.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const owner = (browser?: Browser) => signInTo(platform, 'admin', OWNER.email, OWNER.password, browser);

test('discovery speaks of the public address, whatever Host a request names', async () => {
  const response = await fetch(`${platform.url}/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    issuer: platform.url,
    authorization_endpoint: `${platform.url}/oauth/auth`,
    token_endpoint: `${platform.url}/oauth/token`,
    jwks_uri: `${platform.url}/oauth/jwks`,
    revocation_endpoint: `${platform.url}/oauth/token/revocation`,
    end_session_endpoint: `${platform.url}/oauth/session/end`,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
  });
  const { keys } = (await (await fetch(`${platform.url}/oauth/jwks`)).json()) as { keys: Record<string, unknown>[] };
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
});

describe('the authorization code flow', () => {
  test('gives a JWT access token (RFC 9068) for the API, good for ten minutes', async () => {
    const tokens = await owner();
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const claims = decodeJwt(tokens.access_token);
    expect(claims).toMatchObject({ iss: platform.url, aud: `${platform.url}/api`, client_id: 'admin', scope: 'api' });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      aud: 'admin',
      sub: claims.sub,
      name: 'Owner',
      email: OWNER.email,
    });
    const me = await api(platform, tokens.access_token, 'GET', '/me');
    expect(me).toMatchObject({
      status: 200,
      body: { kind: 'staff', login: OWNER.email, role: 'owner', permissions: ['*'], must_change: false },
    });
  });

  test('asks for no password again while the browser is signed in, and for one with prompt=login', async () => {
    const browser = new Browser(platform.url);
    await owner(browser);
    const { verifier, challenge } = pkce();
    const silent = await browser.fetch(authorizeUrl(platform, 'admin', challenge));
    const code = new URL(silent.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await exchange(platform, browser, 'admin', code, verifier)).status).toBe(200);
    const again = await browser.fetch(authorizeUrl(platform, 'admin', challenge, { prompt: 'login' }));
    expect(again.headers.get('location')).toContain('/oauth/interaction/');
    const none = await new Browser(platform.url).fetch(authorizeUrl(platform, 'admin', challenge, { prompt: 'none' }));
    expect(none.headers.get('location')).toContain('error=login_required');
  });

  test('a code works once: a second use ends what the first gave', async () => {
    const browser = new Browser(platform.url);
    const { verifier, challenge } = pkce();
    const page = await openSignIn(platform, browser, 'admin', challenge);
    const code = await followToCode(
      browser,
      await browser.post(page, { login: OWNER.email, password: OWNER.password }),
    );
    const first = (await (await exchange(platform, browser, 'admin', code, verifier)).json()) as Tokens;
    expect((await exchange(platform, browser, 'admin', code, verifier)).status).toBe(400);
    expect((await api(platform, first.access_token, 'GET', '/me')).status).toBe(401);
    expect((await refresh(browser, 'admin', first.refresh_token)).status).toBe(400);
  });

  test('a wrong code_verifier is refused', async () => {
    const browser = new Browser(platform.url);
    const { challenge } = pkce();
    const page = await openSignIn(platform, browser, 'admin', challenge);
    const code = await followToCode(
      browser,
      await browser.post(page, { login: OWNER.email, password: OWNER.password }),
    );
    expect((await exchange(platform, browser, 'admin', code, pkce().verifier)).status).toBe(400);
  });

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['no code_challenge_method', { code_challenge_method: undefined }],
    ['another resource', { resource: 'https://api.example.com' }],
  ])('%s is refused', async (_, params) => {
    const response = await new Browser(platform.url).fetch(authorizeUrl(platform, 'admin', pkce().challenge, params));
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toMatch(
      /^(invalid_|unsupported_|unauthorized_)/,
    );
  });

  test('the implicit flow is refused', async () => {
    const url = authorizeUrl(platform, 'admin', pkce().challenge, { response_type: 'id_token' });
    const response = await new Browser(platform.url).fetch(url);
    expect(response.headers.get('location')).toContain('error=unsupported_response_type');
  });

  test.each([
    'https://evil.example/callback',
    '//evil.example/callback',
    '{url}.evil.example/callback',
    '{url}@evil.example/callback',
    '{url}/callback/../evil',
    '{url}/callback?x=1',
    '{url}/callback#x',
    '{url}/CALLBACK',
    '{url}/portal/callback',
    'http://127.0.0.1/callback',
    'javascript:alert(1)',
  ])('the redirect_uri %s is refused on the page itself', async (uri) => {
    const redirect_uri = uri.replace('{url}', platform.url);
    const response = await new Browser(platform.url).fetch(
      authorizeUrl(platform, 'admin', pkce().challenge, { redirect_uri }),
      { headers: { accept: 'text/html' } },
    );
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each(['/', '/callback', '/admin/', '/admin/callback'])('the redirect_uri %s is one of admin’s', async (path) => {
    const url = authorizeUrl(platform, 'admin', pkce().challenge, { redirect_uri: `${platform.url}${path}` });
    expect((await new Browser(platform.url).fetch(url)).headers.get('location')).toContain('/oauth/interaction/');
  });
});

describe('refresh tokens', () => {
  test('rotate, and a replayed one ends the whole family', async () => {
    const browser = new Browser(platform.url);
    const first = await owner(browser);
    const second = (await (await refresh(browser, 'admin', first.refresh_token)).json()) as Tokens;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await api(platform, second.access_token, 'GET', '/me')).status).toBe(200);
    const replay = await refresh(browser, 'admin', first.refresh_token);
    expect([replay.status, ((await replay.json()) as Tokens).error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(browser, 'admin', second.refresh_token)).status).toBe(400);
    expect((await api(platform, second.access_token, 'GET', '/me')).status).toBe(401);
    expect((await browser.fetch(authorizeUrl(platform, 'admin', pkce().challenge))).headers.get('location')).toContain(
      '/interaction/',
    );
  });

  test('of many uses at once at most one is served', async () => {
    const browser = new Browser(platform.url);
    const { refresh_token } = await owner(browser);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(browser, 'admin', refresh_token)));
    expect(answers.filter((a) => a.status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every((a) => a.status === 200 || a.status === 400)).toBe(true);
  });

  test('belong to their client', async () => {
    const browser = new Browser(platform.url);
    const { refresh_token } = await owner(browser);
    expect((await refresh(browser, 'portal', refresh_token)).status).toBe(400);
  });

  test('a revoked one signs the browser out', async () => {
    const browser = new Browser(platform.url);
    const tokens = await owner(browser);
    const revoked = await browser.post('/oauth/token/revocation', { client_id: 'admin', token: tokens.refresh_token });
    expect(revoked.status).toBe(200);
    expect((await refresh(browser, 'admin', tokens.refresh_token)).status).toBe(400);
    expect((await api(platform, tokens.access_token, 'GET', '/me')).status).toBe(401);
    expect((await browser.fetch(authorizeUrl(platform, 'admin', pkce().challenge))).headers.get('location')).toContain(
      '/interaction/',
    );
  });
});

test('RP-initiated logout asks, then ends the browser’s sessions', async () => {
  const browser = new Browser(platform.url);
  const tokens = await owner(browser);
  const back = `${platform.url}/`;
  const ask = await browser.fetch(
    `/oauth/session/end?${new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: back })}`,
  );
  const page = await ask.text();
  expect(page).toContain('Sign out?');
  expect(page).not.toContain('<script');
  const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1] ?? '';
  expect((await browser.post('/oauth/session/end/confirm', { xsrf: 'wrong', logout: 'yes' })).status).toBe(400);
  const done = await browser.post('/oauth/session/end/confirm', { xsrf, logout: 'yes' });
  expect(done.headers.get('location')).toBe(back);
  expect((await api(platform, tokens.access_token, 'GET', '/me')).status).toBe(401);
  expect((await refresh(browser, 'admin', tokens.refresh_token)).status).toBe(400);
});

test('every app is for its kind of people, and one browser can hold several', async () => {
  const { access_token } = await owner();
  const account_id = await makeAccount(platform.db);
  const made = await api(platform, access_token, 'POST', '/subscriber-logins', {
    account_id,
    login: 'ann',
    name: 'Ann',
  });
  expect(made.status).toBe(201);
  const browser = new Browser(platform.url);
  const staff = await owner(browser);
  const { challenge } = pkce();
  const page = await openSignIn(platform, browser, 'portal', challenge);
  const asStaff = await browser.post(page, { login: OWNER.email, password: OWNER.password });
  expect(asStaff.status).toBe(401);
  const subscriber = await signInTo(platform, 'portal', 'Ann', made.body.one_time_password, browser);
  const me = await api(platform, subscriber.access_token, 'GET', '/me');
  expect(me.body).toMatchObject({
    kind: 'subscriber',
    account_id,
    login: 'ann',
    must_change: true,
    role: 'subscriber',
  });
  expect((await api(platform, subscriber.access_token, 'GET', '/staff')).status).toBe(403);
  expect((await api(platform, staff.access_token, 'GET', '/me')).status).toBe(200);
  expect((await refresh(browser, 'admin', staff.refresh_token)).status).toBe(200);
  expect((await signInTo(platform, 'admin', OWNER.email, OWNER.password, browser)).token_type).toBe('Bearer');
});

test('a sign-in begun at one process ends at another', async () => {
  const other = await platform.another();
  const here = new Browser(platform.url);
  const { verifier, challenge } = pkce();
  const page = await openSignIn(platform, here, 'admin', challenge);
  const there = (url: string) => url.replace(platform.url, other);
  const accepted = await here.post(there(page.startsWith('/') ? `${platform.url}${page}` : page), {
    login: OWNER.email,
    password: OWNER.password,
  });
  const back = await here.fetch(there(accepted.headers.get('location') ?? ''));
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const tokens = (await (await exchange(platform, here, 'admin', code, verifier)).json()) as Tokens;
  const me = await fetch(`${other}/api/v1/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(me.status).toBe(200);
});

test('behind a proxy that speaks https, cookies are secure and addresses are the public ones', async () => {
  const behind = await startPlatform({ ISP_PUBLIC_URL: 'https://isp.example.net' });
  const url = authorizeUrl({ ...behind, url: 'https://isp.example.net' }, 'admin', pkce().challenge);
  const begun = await fetch(url.replace('https://isp.example.net', behind.url), { redirect: 'manual' });
  expect(begun.status).toBe(303);
  const cookies = begun.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(1);
  for (const cookie of cookies) expect(cookie).toMatch(/; secure; httponly/i);
  const page = `${behind.url}${begun.headers.get('location')}`;
  const cookie = cookies.map((c) => c.split(';')[0]).join('; ');
  const headers = { cookie, origin: 'https://isp.example.net', 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ login: OWNER.email, password: OWNER.password }).toString();
  const accepted = await fetch(page, { method: 'POST', redirect: 'manual', headers, body });
  expect(accepted.headers.get('location')).toMatch(/^https:\/\/isp\.example\.net\/oauth\/auth\//);
  await behind.stop();
});
