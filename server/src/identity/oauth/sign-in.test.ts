import { addMs } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realNow } from '../../kernel/clock.ts';
import {
  api,
  Browser,
  OWNER,
  openSignIn,
  type Platform,
  pkce,
  signInTo,
  startPlatform,
  type Tokens,
} from './browser.spec.ts';

let platform: Platform;
let owner: Tokens;
beforeAll(async () => {
  platform = await startPlatform();
  owner = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
});
afterAll(() => platform.stop());

const open = async (app = 'admin') => {
  const browser = new Browser(platform.url);
  return { browser, page: await openSignIn(platform, browser, app, pkce().challenge) };
};

const sql = (text: string, values: unknown[] = []) => platform.db.kernel.pool.query(text, values);
const forgetFailures = () => sql('delete from identity.throttle');

const staff = async (email: string, role = 'support'): Promise<{ id: string; email: string; password: string }> => {
  const { body } = await api(platform, owner.access_token, 'POST', '/staff', { email, name: 'Sam', role });
  return { id: body.id, email, password: body.one_time_password };
};

describe('the page', () => {
  test('is a labelled form that a password manager understands, with a strict policy and no script', async () => {
    const { browser, page } = await open();
    const response = await browser.fetch(page);
    const text = await response.text();
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    for (const part of [
      '<html lang="en">',
      '<label for="login">',
      '<label for="password">',
      'autocomplete="username"',
      'autocomplete="current-password"',
      'name="viewport"',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/<script|style=|<style|onload=/);
    const style = await browser.fetch('/oauth/sign-in.css');
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(await style.text()).toContain('prefers-color-scheme:dark');
  });

  test.each([
    ['admin', 'ISP console'],
    ['portal', 'Customer portal'],
    ['reseller', 'Partner portal'],
  ])('of %s is called %s', async (app, name) => {
    const { browser, page } = await open(app);
    expect(await (await browser.fetch(page)).text()).toContain(`<h1>${name}</h1>`);
  });

  test('says what is wrong, in words, and keeps what was typed, safely', async () => {
    const { browser, page } = await open();
    const refused = await browser.post(page, { login: '"><script>alert(1)</script>', password: 'x' });
    const text = await refused.text();
    expect(refused.status).toBe(401);
    expect(text).toContain('role="alert"');
    expect(text).toContain('The e-mail or password is not right.');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
    await forgetFailures();
  });

  test('is of the browser that began: without its cookie, or for another’s, there is none', async () => {
    const [mine, theirs] = [await open(), await open()];
    const bare = new Browser(platform.url);
    expect((await bare.fetch(mine.page)).status).toBe(400);
    expect(await (await bare.post(mine.page, { login: OWNER.email, password: OWNER.password })).text()).toContain(
      'expired',
    );
    expect((await theirs.browser.fetch(mine.page)).status).toBe(400);
    expect((await mine.browser.fetch(mine.page)).status).toBe(200);
  });

  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('takes no form from another site: %j', async (headers) => {
    const { browser, page } = await open();
    expect((await browser.post(page, { login: OWNER.email, password: OWNER.password }, headers)).status).toBe(403);
  });

  test('takes no body that is too large or of another type', async () => {
    const { browser, page } = await open();
    expect((await browser.post(page, { login: 'x'.repeat(10_000), password: 'x' })).status).toBe(413);
    const json = await browser.fetch(page, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<x/>' });
    expect(json.status).toBe(415);
  });
});

describe('wrong passwords', () => {
  const attempt = async (login: string, password: string) => {
    const { browser, page } = await open();
    return browser.post(page, { login, password });
  };

  test('are slowed after five, with Retry-After; the right one is not heard meanwhile, and is afterwards', async () => {
    await forgetFailures();
    const sam = await staff('sam@example.net');
    for (let i = 0; i < 6; i++) expect((await attempt(sam.email, 'wrong')).status).toBe(401);
    const blocked = await attempt(sam.email, sam.password);
    expect(blocked.status).toBe(429);
    const seconds = Number.parseInt(blocked.headers.get('retry-after') ?? '', 10);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(5);
    expect(await blocked.text()).toContain('Too many attempts. Wait');
    await sql('update identity.throttle set blocked_until = $1', [addMs(realNow(), -1)]);
    expect((await attempt(sam.email, sam.password)).status).toBe(303);
    for (let i = 0; i < 5; i++) expect((await attempt(sam.email, 'wrong')).status).toBe(401);
  });

  test('many at once are counted one by one', async () => {
    await forgetFailures();
    const sam = await staff('many@example.net');
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await attempt(sam.email, 'wrong')).status),
    );
    expect(statuses.filter((s) => s === 401).length).toBe(6);
    expect(statuses.filter((s) => s === 429).length).toBe(14);
  });

  test('never block anybody for more than 15 minutes', async () => {
    await forgetFailures();
    await attempt('nobody@example.net', 'wrong');
    await sql('update identity.throttle set failures = 100000, last_at = now(), blocked_until = now()');
    await attempt('nobody@example.net', 'wrong');
    const blocked = await attempt('nobody@example.net', 'wrong');
    expect(Number.parseInt(blocked.headers.get('retry-after') ?? '', 10)).toBeLessThanOrEqual(900);
    await forgetFailures();
  });

  test('from elsewhere do not slow somebody where they have signed in before', async () => {
    await forgetFailures();
    const { kernel } = platform.db;
    const key = kernel.secrets.digest(`throttle staff ${OWNER.email}`);
    await sql(`insert into identity.throttle values ($1, 1000, now(), now() + interval '1 minute')`, [key]);
    expect((await attempt(OWNER.email, OWNER.password)).status).toBe(303);
    const new_ = await staff('new@example.net');
    const theirs = kernel.secrets.digest(`throttle staff ${new_.email}`);
    await sql(`insert into identity.throttle values ($1, 1000, now(), now() + interval '1 minute')`, [theirs]);
    expect((await attempt(new_.email, new_.password)).status).toBe(429);
    await forgetFailures();
  });

  test('take as long for somebody who does not exist', async () => {
    const time = async (login: string) => {
      await forgetFailures();
      const began = performance.now();
      await attempt(login, 'wrong');
      return performance.now() - began;
    };
    // What else the machine does only adds: the least of several is what the work itself takes.
    const [known, unknown] = [[] as number[], [] as number[]];
    for (let i = 0; i < 7; i++) {
      known.push(await time(OWNER.email));
      unknown.push(await time('ghost@example.net'));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
    await forgetFailures();
  });
});

test('somebody disabled is told so, but only with the right password; a browser still signed in is asked again', async () => {
  const sam = await staff('off@example.net');
  const browser = new Browser(platform.url);
  const tokens = await signInTo(platform, 'admin', sam.email, sam.password, browser);
  expect((await api(platform, owner.access_token, 'PATCH', `/staff/${sam.id}`, { state: 'disabled' })).status).toBe(
    200,
  );
  expect((await api(platform, tokens.access_token, 'GET', '/me')).status).toBe(401);
  const page = await openSignIn(platform, browser, 'admin', pkce().challenge);
  expect(await (await browser.post(page, { login: sam.email, password: 'wrong' })).text()).toContain('not right');
  const refused = await browser.post(page, { login: sam.email, password: sam.password });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('switched off');
  await forgetFailures();
});

test('the provider’s rows hold no token, code or cookie as it is', async () => {
  const tokens = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
  const { rows } = await sql('select o::text as row, encode(payload_sealed, $1) as payload from identity.oidc o', [
    'escape',
  ]);
  expect(rows.length).toBeGreaterThan(0);
  for (const { row, payload } of rows) {
    expect(row).not.toContain(tokens.refresh_token);
    expect(payload).not.toContain('accountId');
  }
});
