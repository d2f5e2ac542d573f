/** For tests of identity: the platform's HTTP door on a free port, and a browser that keeps cookies and follows nothing by itself. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { idFrom } from '@isp/values';
import { contract } from '@isp/values/wire';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { z } from 'zod';
import { get, may, patch, post } from '../../kernel/http/route.ts';
import { createHttpServer } from '../../kernel/http/server.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { UpdateStaff } from '../contract.ts';
import { addOauth, createAuthenticate, ensureOwner, routes, updateStaff } from '../index.ts';

export const OWNER = { email: 'owner@example.net', password: 'a long enough sentence' };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const Probe = contract({
  summary: 'Says yes to those who may',
  input: z.strictObject({}),
  reply: z.object({ yes: z.boolean() }),
});
const probes = [
  get('/probe/billing', may('billing.read'), Probe, async () => ({ yes: true })),
  // On the platform a flow opens this door, as it has more to do.
  patch('/staff/:id', may('identity.write'), UpdateStaff, updateStaff),
  post('/probe/network', may('aaa.disconnect'), Probe, async () => ({ yes: true })),
];

export interface Platform {
  readonly db: TestDatabase;
  readonly url: string;
  readonly app: FastifyInstance;
  /** Another process on the same database: same public address, its own port. */
  another(): Promise<string>;
  stop(): Promise<void>;
}

const door = async (db: TestDatabase): Promise<FastifyInstance> => {
  const app = createHttpServer({
    kernel: db.kernel,
    rooms: { identity: routes, probe: probes },
    authenticate: createAuthenticate(db.kernel, { remember_ms: 0 }),
  });
  await addOauth(app, db.kernel);
  return app;
};

/** Starts the door on a database of its own, with an owner. */
export const startPlatform = async (env: Record<string, string> = {}): Promise<Platform> => {
  const port = await freePort();
  const db = await testDatabase({ env: { ISP_HTTP_PORT: String(port), ...env }, now: '2027-11-23T00:00:00Z' });
  const app = await door(db);
  const others: FastifyInstance[] = [];
  await app.listen({ port, host: '127.0.0.1' });
  await db.run((ctx) => ensureOwner(ctx, OWNER));
  return {
    db,
    url: `http://localhost:${port}`,
    app,
    another: async () => {
      const other = await door(db);
      others.push(other);
      return other.listen({ port: 0, host: '127.0.0.1' });
    },
    stop: async () => {
      for (const a of [app, ...others]) await a.close();
      await db.drop();
    },
  };
};

/** An account to hang sign-ins on. */
export const makeAccount = async (db: TestDatabase): Promise<string> => {
  const id = idFrom(1, randomBytes(10));
  const { pool } = db.kernel;
  await pool.query(
    `insert into billing.legal_entity (id, code, name, country, currency, zone, created_at) values ($1, gen_random_uuid()::text, 'M', 'DE', 'EUR', 'UTC', now())`,
    [id],
  );
  await pool.query(
    `insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at) values ($1, 'person', 'Ann', 'DE', 'EUR', 'UTC', $1, now())`,
    [id],
  );
  return id;
};

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly expires_in: number;
  readonly token_type: string;
  readonly error?: string;
}

/** Keeps cookies as a browser does: by name, and by path. */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const to = new URL(url, this.base);
    const cookie = [...this.#cookies]
      .filter(([, c]) => to.pathname.startsWith(c.path))
      .map(([name, c]) => `${name}=${c.value}`)
      .join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) };
    const response = await fetch(to, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#take(line);
    return response;
  }

  #take(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((a) => a.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    if (value === '' || attributes.some((a) => /^expires=thu, 01 jan 1970/i.test(a))) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams(form).toString();
    return this.fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }
}

export const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** The address at which an app starts a sign-in. */
export const authorizeUrl = (
  platform: Pick<Platform, 'url'>,
  app: string,
  challenge: string,
  more: Record<string, string | undefined> = {},
): string => {
  const paths: Record<string, string> = {
    admin: '/callback',
    portal: '/portal/callback',
    reseller: '/reseller/callback',
  };
  const params: Record<string, string | undefined> = {
    client_id: app,
    response_type: 'code',
    redirect_uri: `${platform.url}${paths[app] ?? '/callback'}`,
    scope: 'openid profile email api',
    state: 'some-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  };
  const present = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${platform.url}/oauth/auth?${new URLSearchParams(present)}`;
};

/** Starts a sign-in and gives the address of its page. */
export const openSignIn = async (
  platform: Pick<Platform, 'url'>,
  browser: Browser,
  app: string,
  challenge: string,
): Promise<string> => {
  const response = await browser.fetch(authorizeUrl(platform, app, challenge));
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
};

/** Follows from a sign-in that was accepted to the app's callback, and gives the code. */
export const followToCode = async (browser: Browser, accepted: Response): Promise<string> => {
  expect(accepted.status).toBe(303);
  const back = await browser.fetch(accepted.headers.get('location') ?? '');
  expect(back.status).toBe(303);
  const to = new URL(back.headers.get('location') ?? '');
  expect(to.searchParams.get('error_description')).toBeNull();
  return to.searchParams.get('code') ?? '';
};

export const exchange = (
  platform: Pick<Platform, 'url'>,
  browser: Browser,
  app: string,
  code: string,
  verifier: string,
): Promise<Response> => {
  const redirect_uri = new URL(authorizeUrl(platform, app, '')).searchParams.get('redirect_uri') ?? '';
  return browser.post('/oauth/token', {
    grant_type: 'authorization_code',
    client_id: app,
    code,
    redirect_uri,
    code_verifier: verifier,
  });
};

/** Signs somebody in all the way. */
export const signInTo = async (
  platform: Pick<Platform, 'url'>,
  app: string,
  login: string,
  password: string,
  browser = new Browser(platform.url),
): Promise<Tokens> => {
  const { verifier, challenge } = pkce();
  const page = await openSignIn(platform, browser, app, challenge);
  const accepted = await browser.post(page, { login, password }, { origin: platform.url });
  const response = await exchange(platform, browser, app, await followToCode(browser, accepted), verifier);
  expect(response.status).toBe(200);
  return (await response.json()) as Tokens;
};

export const refresh = async (browser: Browser, app: string, refresh_token: string): Promise<Response> =>
  browser.post('/oauth/token', { grant_type: 'refresh_token', client_id: app, refresh_token });

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever came back
  readonly body: any;
}

/** Calls the API with a token. */
export const api = async (
  platform: Pick<Platform, 'url'>,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> => {
  const response = await fetch(`${platform.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};
