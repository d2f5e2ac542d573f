import { createPublicKey } from 'node:crypto';
import { addMs, epochMs, instantFromEpochMs } from '@isp/values';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realNow } from '../../kernel/clock.ts';
import { createAuthenticate, schedules } from '../index.ts';
import { api, Browser, OWNER, type Platform, refresh, signInTo, startPlatform, type Tokens } from './browser.spec.ts';

let platform: Platform;
let tokens: Tokens;
const browser = () => new Browser(platform.url);
beforeAll(async () => {
  platform = await startPlatform();
  tokens = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
});
afterAll(() => platform.stop());

const privateJwk = async (): Promise<JWK & { kid: string }> => {
  const { rows } = await platform.db.kernel.pool.query(
    'select kid, private_sealed from identity.signing_key order by created_at desc',
  );
  return { ...JSON.parse(platform.db.kernel.secrets.open(rows[0].private_sealed)), kid: rows[0].kid };
};

type Forge = (claims: Record<string, unknown>, header: Record<string, unknown>) => void;

/** A token like the good one, with something changed, signed by the platform's own key unless said. */
const forged = async (change: Forge, key?: Parameters<SignJWT['sign']>[0]): Promise<string> => {
  const claims: Record<string, unknown> = { ...decodeJwt(tokens.access_token) };
  const header: Record<string, unknown> = { ...decodeProtectedHeader(tokens.access_token) };
  change(claims, header);
  return new SignJWT(claims)
    .setProtectedHeader(header as { alg: string })
    .sign(key ?? (await importJWK(await privateJwk(), 'ES256')));
};

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(epochMs(realNow()) / 1000);

const unsigned = async (alg: string) =>
  `${b64({ alg, typ: 'at+jwt', kid: (await privateJwk()).kid })}.${b64(decodeJwt(tokens.access_token))}.`;

/** HS256 with the public key as the secret. */
const confused = async (form: 'jwk' | 'pem'): Promise<string> => {
  const { kty, crv, x, y } = await privateJwk();
  const pem = createPublicKey({ key: { kty, crv, x, y } as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
  return forged(
    (_, h) => Object.assign(h, { alg: 'HS256' }),
    new TextEncoder().encode(form === 'pem' ? pem : JSON.stringify({ kty, crv, x, y })),
  );
};

const byStranger = async (header: Record<string, unknown>): Promise<string> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return forged((_, h) => Object.assign(h, 'jwk' in header ? { ...header, jwk } : header), privateKey);
};

const ATTACKS: readonly (readonly [string, () => Promise<string>])[] = [
  ['alg none', () => unsigned('none')],
  ['alg None', () => unsigned('None')],
  ['HS256 with the public JWK', () => confused('jwk')],
  ['HS256 with the public PEM', () => confused('pem')],
  ['another key, our kid', () => byStranger({})],
  ['another key, its own kid', () => byStranger({ kid: 'mine' })],
  ['another key, given along as jwk', () => byStranger({ jwk: {} })],
  ['another key, at a jku', () => byStranger({ jku: 'https://evil.example/jwks', kid: 'mine' })],
  ['no kid', () => forged((_, h) => delete h.kid)],
  ['a kid that is a path', () => forged((_, h) => Object.assign(h, { kid: '../../../dev/null' }))],
  [
    'a crit header we do not know',
    async () =>
      `${b64({ ...decodeProtectedHeader(tokens.access_token), crit: ['x'], x: 1 })}${tokens.access_token.slice(tokens.access_token.indexOf('.'))}`,
  ],
  ['expired', () => forged((c) => Object.assign(c, { exp: now() - 1 }))],
  ['no expiry', () => forged((c) => delete c.exp)],
  ['not yet valid', () => forged((c) => Object.assign(c, { nbf: now() + 60 }))],
  ['another audience', () => forged((c) => Object.assign(c, { aud: 'https://other.example/api' }))],
  ['no audience', () => forged((c) => delete c.aud)],
  ['another issuer', () => forged((c) => Object.assign(c, { iss: 'https://other.example' }))],
  ['an ID token', async () => tokens.id_token],
  ['typ JWT', () => forged((_, h) => Object.assign(h, { typ: 'JWT' }))],
  ['no typ', () => forged((_, h) => delete h.typ)],
  ['no session', () => forged((c) => delete c.sid)],
  ['a session that is not an id', () => forged((c) => Object.assign(c, { sid: "' or 1=1 --" }))],
  [
    'somebody else’s session',
    () => forged((c) => Object.assign(c, { sub: 'staff:0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee' })),
  ],
  [
    'another kind of person',
    () => forged((c) => Object.assign(c, { sub: String(c.sub).replace('staff', 'subscriber') })),
  ],
  ['a client that is not there', () => forged((c) => Object.assign(c, { sub: 'client-x', client_id: 'client-x' }))],
  [
    'changed claims, the old signature',
    async () => {
      const [header = '', , signature = ''] = tokens.access_token.split('.');
      return `${header}.${b64({ ...decodeJwt(tokens.access_token), jti: 'x' })}.${signature}`;
    },
  ],
  ['cut short', async () => tokens.access_token.slice(0, -1)],
  ['no signature', async () => tokens.access_token.slice(0, tokens.access_token.lastIndexOf('.') + 1)],
  ['a signature of zeros', async () => tokens.access_token.replace(/[^.]+$/, 'A'.repeat(86))],
  ['a header that is no JSON', async () => `${Buffer.from('x').toString('base64url')}.e30.AAAA`],
  ['a refresh token', async () => tokens.refresh_token],
  ['nothing', async () => ''],
];

describe('refused with 401:', () => {
  test.each(ATTACKS)('%s', async (_, make) => {
    expect((await api(platform, await make(), 'GET', '/me')).status).toBe(401);
  });
  test.each(['Basic b3duZXI6eA==', 'Bearer', 'bearer  a.b.c', 'Token x'])(
    '%j as Authorization',
    async (authorization) => {
      expect((await fetch(`${platform.url}/api/v1/me`, { headers: { authorization } })).status).toBe(401);
    },
  );
});

test('the same token untouched, and one forged without a change, are good: the table tests what it says', async () => {
  expect((await api(platform, tokens.access_token, 'GET', '/me')).status).toBe(200);
  expect((await api(platform, await forged(() => {}), 'GET', '/me')).status).toBe(200);
});

test('an answer is remembered for the time given, and never past the token’s end', async () => {
  const other = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
  const remembering = createAuthenticate(platform.db.kernel, { remember_ms: 60_000 });
  const brief = createAuthenticate(platform.db.kernel, { remember_ms: 1 });
  const header = `Bearer ${other.access_token}`;
  expect([await remembering(header), await brief(header)].map((a) => a?.kind)).toEqual(['staff', 'staff']);
  await api(platform, other.access_token, 'POST', '/me/sign-out-everywhere', {});
  await new Promise((done) => setTimeout(done, 5));
  expect((await remembering(header))?.kind).toBe('staff');
  expect(await brief(header)).toBeUndefined();
  tokens = await signInTo(platform, 'admin', OWNER.email, OWNER.password);
  const ending = await forged((c) => Object.assign(c, { exp: now() + 1 }));
  expect((await remembering(`Bearer ${ending}`))?.kind).toBe('staff');
  await new Promise((done) => setTimeout(done, 2000));
  expect(await remembering(`Bearer ${ending}`)).toBeUndefined();
});

describe('signing keys', () => {
  const turn = async () => {
    for (const s of schedules) await s.run(platform.db.kernel, realNow(), 'UTC');
  };
  const age = (ms: number) =>
    platform.db.kernel.pool.query(
      'update identity.signing_key set created_at = created_at - make_interval(secs => $1)',
      [ms / 1000],
    );
  const count = async () =>
    (await platform.db.kernel.pool.query('select kid from identity.signing_key order by created_at')).rows.map(
      (r) => r.kid,
    );

  test('turn once a month; tokens of the key before stay good; the last but one goes when nothing of it can be left', async () => {
    await turn();
    expect(await count()).toHaveLength(1);
    await age(31 * 86_400_000);
    await Promise.all([turn(), turn()]);
    const [first, second] = await count();
    expect(await count()).toHaveLength(2);
    const fresh = { ...platform, url: await platform.another() };
    const { keys } = (await (await fetch(`${fresh.url}/oauth/jwks`)).json()) as { keys: { kid: string }[] };
    expect(keys.map((k) => k.kid).sort()).toEqual([first, second].sort());
    expect((await api(platform, tokens.access_token, 'GET', '/me')).status).toBe(200);
    await age(120_000);
    const later = { ...platform, url: await platform.another() };
    const next = (await (await refresh(new Browser(later.url), 'admin', tokens.refresh_token)).json()) as Tokens;
    expect(decodeProtectedHeader(next.access_token).kid).toBe(second);
    expect(
      [await api(later, next.access_token, 'GET', '/me'), await api(later, tokens.access_token, 'GET', '/me')].map(
        (a) => a.status,
      ),
    ).toEqual([200, 200]);
    await age(16 * 86_400_000);
    await turn();
    expect(await count()).toEqual([second]);
  });

  test('the clock of the sandbox turns no key', async () => {
    await platform.db.at('2031-01-01T00:00:00Z');
    const before = await count();
    await turn();
    expect(await count()).toEqual(before);
    const again = await signInTo(platform, 'admin', OWNER.email, OWNER.password, browser());
    expect((await api(platform, again.access_token, 'GET', '/me')).status).toBe(200);
  });
});

test('a new installation makes one key, however many processes ask at once', async () => {
  const fresh = await startPlatform();
  const urls = [fresh.url, await fresh.another(), await fresh.another()];
  await Promise.all(urls.map((url) => fetch(`${url}/oauth/jwks`)));
  const { rows } = await fresh.db.kernel.pool.query('select count(*)::int as n from identity.signing_key');
  expect(rows[0].n).toBe(1);
  await fresh.stop();
});

test('what has expired is forgotten', async () => {
  const past = addMs(instantFromEpochMs(epochMs(realNow())), -100 * 86_400_000);
  const { pool } = platform.db.kernel;
  await pool.query('update identity.oidc set expires_at = $1', [past]);
  await pool.query('update identity.session set expires_at = $1', [past]);
  for (const s of schedules) await s.run(platform.db.kernel, realNow(), 'UTC');
  const { rows } = await pool.query(
    'select (select count(*) from identity.oidc)::int + (select count(*) from identity.session)::int as n',
  );
  expect(rows[0].n).toBe(0);
});
