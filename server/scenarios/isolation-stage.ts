/** What the isolation scenario is told on: three people with one of everything, two of whom sign in: one as a subscriber, one as a reseller. */
import { addDays, type Day, day, type Id, idFrom } from '@isp/values';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type Platform as Door, signInTo } from '../src/identity/oauth/browser.spec.ts';
import { sql } from '../src/kernel/db.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
export const START: Day = day('2026-02-02');

/** Everything that belongs to somebody, and words that appear in nothing of anybody else's. */
export interface Somebody {
  readonly name: string;
  readonly ids: Readonly<
    Record<'account' | 'subscription' | 'invoice' | 'payment' | 'session' | 'login' | 'reseller', Id>
  >;
  readonly words: readonly string[];
  /** What its session has. */
  readonly address: string;
  readonly password: string;
}

export let isp: Platform;
let nas: FakeNas;
export let plan: string;
export const people: Record<'ann' | 'bob' | 'cat', Somebody> = {} as never;
export const tokens: Record<string, string> = {};

export type Row = Record<string, unknown> & { readonly id: string };
const posted = async (path: string, body: Record<string, unknown>): Promise<Row> =>
  (await isp.api.post(path, body)) as Row;
const firstOf = async (path: string): Promise<Row> => ((await isp.api.get(path)).items as Row[])[0] as Row;

/** Logs in; what was just made is known to RADIUS within milliseconds of its commit. */
const enter = async (username: string, password: string): Promise<FakeSession> => {
  for (let i = 0; i < 100; i++) {
    const { session } = await nas.login(username, password);
    if (session) return session;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`${username} was not let on`);
};

/** An account with one of everything. */
const settle = async (name: string, reseller: Id): Promise<{ account: Row; password: string; login: Row }> => {
  const account = await posted('/accounts', {
    name: `${name} zyx`,
    email: `${name}@example.org`,
    street: `${name} street 7`,
    phone: `+49-${name}`,
    zone: 'UTC',
  });
  await sql`update crm.account set reseller_id = ${reseller} where id = ${account.id}`.execute(isp.db.kernel.db);
  await posted(`/accounts/${account.id}/subscriptions`, {
    account_id: account.id,
    plan_id: plan,
    username: `${name}-line`,
    password: `secret of ${name}`,
  });
  await posted(`/accounts/${account.id}/notes`, { body: `a note about ${name}` });
  const session = await enter(`${name}-line`, `secret of ${name}`);
  if (!(await nas.start(session))) throw new Error(`${name}’s session was not stored`);
  await nas.login(`${name}-line`, 'wrong');
  const login = await posted('/subscriber-logins', {
    account_id: account.id,
    login: `${name}@portal.example`,
    name: `${name} zyx`,
  });
  return { account, password: login.one_time_password as string, login };
};

const known = async (
  name: string,
  reseller: Id,
  { account, password, login }: Awaited<ReturnType<typeof settle>>,
): Promise<Somebody> => {
  const of = `account_id=${account.id}`;
  const payment = await posted('/payments', {
    account_id: account.id,
    method: 'transfer',
    amount_minor: 500,
    reference: `${name} pays`,
  });
  const [invoice, subscription, session] = [
    await firstOf(`/invoices?${of}`),
    await firstOf(`/subscriptions?${of}`),
    await firstOf(`/sessions?${of}`),
  ];
  const ids = {
    account: account.id,
    subscription: subscription.id,
    invoice: invoice.id,
    payment: payment.id,
    session: session.id,
    login: login.id,
    reseller,
  };
  const words = [
    `${name} zyx`,
    `${name}@example.org`,
    `${name} street`,
    `${name}-line`,
    `${name} pays`,
    `note about ${name}`,
    `${name}@portal`,
    account.number,
    invoice.number,
    session.framed_ip,
  ];
  return { name, ids, words: words.map(String), address: String(session.framed_ip), password };
};

const RESELLERS = {
  ann: idFrom(1, new Uint8Array(10).fill(1)),
  bob: idFrom(1, new Uint8Array(10).fill(2)),
  cat: idFrom(1, new Uint8Array(10).fill(3)),
};

const openDoors = async (): Promise<void> => {
  isp = await startPlatform({ now: `${START}T09:00:00Z` });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    stamps: false,
  });
  await posted('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  plan = (
    await posted('/plans', {
      code: 'home',
      name: 'Home',
      price_minor: 2000,
      included_bytes: 1000,
      overage_unit_bytes: 1000,
      overage_unit_price_minor: '1',
      rate_down_kbps: 1000,
      rate_up_kbps: 1000,
      ipv4_pool: 'home',
    })
  ).id;
  await posted('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
};

const settleEveryone = async (): Promise<void> => {
  const settled = {
    ann: await settle('ann', RESELLERS.ann),
    bob: await settle('bob', RESELLERS.bob),
    cat: await settle('cat', RESELLERS.cat),
  };
  await isp.turnTo(`${addDays(START, 1)}T12:00:00Z`);
  for (const name of ['ann', 'bob', 'cat'] as const) people[name] = await known(name, RESELLERS[name], settled[name]);
};

const signIn = async (): Promise<void> => {
  const seller = await posted('/reseller-users', {
    reseller_id: RESELLERS.cat,
    email: 'cat@reseller.example',
    name: 'Seller',
  });
  const door = { url: isp.url } as Door;
  tokens.subscriber = (await signInTo(door, 'portal', 'ann@portal.example', people.ann.password)).access_token;
  tokens.reseller = (
    await signInTo(door, 'reseller', 'cat@reseller.example', seller.one_time_password as string)
  ).access_token;
};

/** Starts the platform, lets everybody settle, and turns the clock past their first invoices. */
export const setStage = async (): Promise<void> => {
  await openDoors();
  await settleEveryone();
  await signIn();
};

/** Ends everything. */
export const clearStage = async (): Promise<void> => {
  await nas?.close();
  await isp?.stop();
};
