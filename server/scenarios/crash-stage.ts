/** What the crash scenario is told on: the real platform with its subscribers, a NAS, and the questions asked of what is left. */
import { expect } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import { temporaryDirectory } from '../src/kernel/postgres/test-cluster.ts';
import { eventually } from './eventually.ts';
import type { Api } from './platform.ts';
import { Stream, seeded, wrongly } from './stream.ts';
import { plantTree, type Tree } from './tree.ts';

export const SECRET = 'a secret of sixteen and more';
export const SUBSCRIBERS = 20;
const PER_SECOND = 200;
export const ROUNDS = Number.parseInt(process.env.CRASH_ROUNDS ?? '1', 10);
const SEED = Number.parseInt(process.env.CRASH_SEED ?? String(Date.now() % 1_000_000), 10);
export const LONG_MS = 600_000 * ROUNDS;
export const DAY_MS = 86_400_000;

export const random = seeded(SEED);
export const between = (from: number, to: number): number => Math.round(from + random() * (to - from));

export let tree: Tree;
export let api: Api;
export let nas: FakeNas;
export const accounts: string[] = [];

type Row = Record<string, never> & Record<string, unknown>;
export const rows = (sql: string) => query(tree.databaseUrl(), sql);
export const one = async (sql: string) => (await rows(sql))[0] as Record<string, unknown>;

/** Asks until it is answered: what a client does whose request was cut off, with the same key. */
export const insist = (path: string, body: Record<string, unknown>, key: string): Promise<Row> =>
  eventually(async () => {
    const answer = await api.call('POST', path, body, { 'idempotency-key': key });
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: expect.toBeOneOf([200, 201]) });
    return answer.body as Row;
  }, 60_000);

/** Logs a subscriber in, however often it has to ask. */
export const login = (name: string): Promise<FakeSession> =>
  eventually(async () => {
    const { session } = await nas.login(name, `secret of ${name}`);
    if (!session) throw new Error(`${name} was not let on`);
    return session;
  });

const everyone = () => Promise.all(Array.from({ length: SUBSCRIBERS }, (_, i) => login(`user-${i}`)));

export const begin = async (): Promise<FakeSession[]> => {
  const sessions = await everyone();
  expect(await Promise.all(sessions.map((s) => nas.start(s)))).not.toContain(false);
  return sessions;
};

export const streams: Stream[] = [];
export const flow = (sessions: readonly FakeSession[]): Stream => {
  const stream = new Stream(nas, sessions, PER_SECOND, random);
  streams.push(stream);
  return stream;
};

export const end = async (sessions: readonly FakeSession[]): Promise<void> => {
  const stored = await Promise.all(sessions.map((s) => nas.stop(s, { output_octets: s.output_octets + 7n })));
  expect(stored).not.toContain(false);
  expect(await wrongly(tree.databaseUrl(), sessions)).toEqual([]);
};

export const RECONCILE_ALL = `select graphile_worker.add_job('aaa.reconcile', json_build_object('account_id', account_id, 'subscription_id', id, 'cause', 'test'))
  from subscriptions.subscription`;

/** The queue is empty: every job was done, none is held by a dead worker. */
export const idle = () =>
  eventually(
    async () => expect(await rows(`select task_identifier, attempts, locked_by from graphile_worker.jobs`)).toEqual([]),
    40_000,
  );

/** What holds at all times. */
export const sound = async (): Promise<void> => {
  const found = await one(`select
    (select count(*)::int from (select 1 from billing.posting group by transaction_id, currency having sum(amount_minor) <> 0) x) as unbalanced,
    (select coalesce(sum(amount_minor), 0)::text from billing.posting) as ledger,
    (select coalesce(max(right(number, 6)::int), 0) - count(*)::int from billing.invoice) as gaps,
    (select count(*)::int - count(distinct number)::int from billing.invoice) as numbered_twice,
    (select count(*)::int from (select 1 from billing.invoice_line where kind = 'recurring' group by account_id, period_from having count(*) > 1) x) as billed_twice,
    (select count(*)::int from billing.invoice i where gross_minor <> (select sum(gross_minor) from billing.invoice_line l where l.invoice_id = i.id)) as not_as_lines,
    (select count(*)::int from billing.invoice i where i.gross_minor - i.open_minor <> coalesce((select sum(a.amount_minor) from payments.allocation a where a.invoice_id = i.id), 0)) as not_as_paid,
    (select count(*)::int from billing.bill_run where state = 'failed') as failed_runs`);
  expect(found).toEqual({
    unbalanced: 0,
    ledger: '0',
    gaps: 0,
    numbered_twice: 0,
    billed_twice: 0,
    not_as_lines: 0,
    not_as_paid: 0,
    failed_runs: 0,
  });
};

export const now = async (): Promise<number> => Date.parse(String((await api.get('/sandbox')).now));
export const clockAt = (ms: number): string => new Date(ms).toISOString();

/** Everyone pays all they owe. */
export const payAll = async (): Promise<void> => {
  for (const account_id of accounts) {
    const { balance } = (await api.get(`/accounts/${account_id}/page`)) as unknown as {
      balance: { open_minor: number };
    };
    if (balance.open_minor > 0)
      await insist('/payments', { account_id, method: 'card', amount_minor: balance.open_minor }, crypto.randomUUID());
  }
};

const fillStage = async (): Promise<void> => {
  await api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  const plan = await api.post('/plans', {
    code: 'home',
    name: 'Home',
    price_minor: 1999,
    rate_down_kbps: 50_000,
    rate_up_kbps: 10_000,
    ipv4_pool: 'home',
  });
  await api.post('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  for (let i = 0; i < SUBSCRIBERS; i++) {
    const account = await api.post('/accounts', { name: `Account ${i}`, zone: 'UTC' });
    await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      plan_id: plan.id,
      username: `user-${i}`,
      password: `secret of user-${i}`,
    });
    accounts.push(String(account.id));
  }
};

/** Starts the platform with a plan, a NAS and its subscribers, on the last day of January 2027. `prepare` is given its directory before anything is in it. */
export const setStage = async (
  more: Record<string, string> = {},
  prepare: (dir: string) => void = () => undefined,
): Promise<void> => {
  console.log(`CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  tree = await plantTree({ ISP_SANDBOX: '1', ...more }, temporaryDirectory);
  prepare(tree.dir);
  await tree.start();
  api = await tree.api();
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: tree.ports.auth, acct_port: tree.ports.acct },
    stamps: false,
    retry_ms: 250,
    tries: 400,
  });
  await api.post('/sandbox/clock', { now: '2027-01-31T09:00:00Z' });
  await fillStage();
};

/** The last words of the platform, without the many that say only that the database is away. */
export const whatWasSaid = (): string =>
  tree.lines
    .join('')
    .split('\n')
    .filter((line) => line.includes('"worker"') || !/ECONNREFUSED|57P0|terminated unexpectedly/.test(line))
    .slice(-40)
    .map((line) => line.slice(0, 400))
    .join('\n');

/** Ends everything and removes what it left; `release` undoes what was prepared. */
export const clearStage = async (release: () => void = () => undefined): Promise<void> => {
  await nas?.close();
  await tree?.stop();
  release();
  await tree?.remove();
};
