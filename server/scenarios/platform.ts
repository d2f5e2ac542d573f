/**
 * The whole platform for a story: a database of its own, every role in this process, real HTTP and real UDP on free ports, a clock turned by hand.
 */
import { createServer } from 'node:net';
import { ensureBillingDefaults } from '../src/billing/index.ts';
import { createClient } from '../src/identity/create-client.ts';
import type { Role } from '../src/kernel/config.ts';
import { type TestDatabase, testDatabase } from '../src/kernel/testing.ts';
import { registry } from '../src/main/app.ts';
import { startHttp } from '../src/main/http.ts';
import { type Running, startRole } from '../src/main/roles.ts';

type Json = Record<string, unknown>;

/** What the API answered. `body` is the parsed JSON, a problem when refused. */
export interface Answer {
  readonly status: number;
  readonly body: Json & { readonly items?: Json[] };
}

/** An API client with a token. Each call throws unless it is answered with `expected` (any 2xx when not said). */
export interface Api {
  get(path: string): Promise<Answer['body']>;
  post(path: string, body?: Json, key?: string): Promise<Answer['body']>;
  patch(path: string, body: Json): Promise<Answer['body']>;
  call(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Answer>;
}

export interface Platform {
  readonly db: TestDatabase;
  readonly url: string;
  readonly api: Api;
  readonly radius: { readonly auth: number; readonly acct: number };
  /** Turns the clock through the API: all that falls due on the way runs. */
  turnTo(now: string): Promise<void>;
  stop(): Promise<void>;
}

/** A TCP port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

const tokenOf = async (url: string, client: { client_id: string; client_secret: string }): Promise<string> => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', resource: `${url}/api`, ...client });
  const response = await fetch(`${url}/oauth/token`, { method: 'POST', body });
  const { access_token } = (await response.json()) as { access_token?: string };
  if (!access_token) throw new Error(`no token: ${response.status}`);
  return access_token;
};

/** Half of a token's life. */
const FRESH_MS = 300_000;

/** An API client of an integration: it asks for its token when first used, and anew before it expires. */
export const createApi = (url: string, client: { readonly client_id: string; readonly client_secret: string }): Api => {
  let token: Promise<string> | undefined;
  let asked = 0;
  const call: Api['call'] = async (method, path, body, headers = {}) => {
    if (token === undefined || performance.now() - asked > FRESH_MS) {
      asked = performance.now();
      token = tokenOf(url, client);
    }
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as Answer['body']) : {} };
  };
  const good = async (method: string, path: string, body?: Json, headers?: Record<string, string>) => {
    const answer = await call(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    call,
    get: (path) => good('GET', path),
    post: (path, body = {}, key = crypto.randomUUID()) => good('POST', path, body, { 'idempotency-key': key }),
    patch: (path, body) => good('PATCH', path, body),
  };
};

const portsOf = (at: string) => {
  const [, auth, acct] = /(\d+)\/(\d+)/.exec(at) ?? [];
  return { auth: Number(auth), acct: Number(acct) };
};

/** Starts everything. `roles` other than http are started as asked. */
export const startPlatform = async (options: {
  readonly now: string;
  readonly roles?: readonly Role[];
}): Promise<Platform> => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ISP_HTTP_PORT: String(port),
    ISP_PUBLIC_URL: url,
    ISP_RADIUS_AUTH_PORT: '0',
    ISP_RADIUS_ACCT_PORT: '0',
    ISP_RADSEC_PORT: '0',
    ISP_COA_PORT: '0',
  };
  const db = await testDatabase({ registry, env, now: options.now, connections: 20 });
  const client = await db.run(async (ctx) => {
    await ensureBillingDefaults(ctx);
    return createClient(ctx, { name: 'story', role: 'owner' });
  });
  const http = await startHttp(db.kernel);
  const running: Running[] = [];
  for (const role of options.roles ?? ['radius', 'worker']) running.push(await startRole(db.kernel, role));
  const radius = portsOf(running.find((r) => r.at.startsWith('radius'))?.at ?? '');
  const api = createApi(url, client);
  return {
    db,
    url,
    api,
    radius,
    turnTo: async (now) => void (await api.post('/sandbox/clock', { now })),
    stop: async () => {
      for (const r of running.reverse()) await r.stop();
      await http.stop();
      await db.drop();
    },
  };
};
