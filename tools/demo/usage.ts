import { createHash } from 'node:crypto';
import { addDays, type Day, daysBetween, epochMs, type Id, type Instant, startOfDay, weekday } from '@isp/values';
import { Batcher } from '../../server/src/aaa/accounting/batcher.ts';
import type { SessionRecord } from '../../server/src/aaa/core/record.ts';
import { createPool, sql } from '../../server/src/kernel/db.ts';
import type { Customer, Scope } from './book.ts';
import { COMPANY, typicalOf } from './catalogue.ts';
import { chance } from './chance.ts';
import type { World } from './day.ts';

/** Who may be online on a day, as AAA's own rows say. */
interface Line {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly account_number: string;
  readonly username: string;
  readonly mode: 'allow' | 'walled';
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly framed_ip: string | null;
  readonly plan: string;
}

/** A session that is open in the play: its last record. */
type Running = SessionRecord & { readonly ends_ms: number };

/** The routers' accounting of the past: it goes through the same writer as a packet's. */
export interface Accounting {
  /** Accounts for a day, or for as much of it as lies before a moment. */
  day(on: Day, until?: Instant): Promise<void>;
  /** A router was told to end a session, by its Acct-Session-Id; the subscriber logs in again half a minute later. */
  disconnected(acctSessionId: string): void;
  /** Every session ends, as when routers are restarted for maintenance. */
  end(at: Instant): Promise<void>;
  /** Octets that were acknowledged. */
  readonly octets: bigint;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const GB = 1_000_000_000;
const LANES = 2;
const ADMIN_RESET = 6;
const NAS_REBOOT = 11;
const USER_REQUEST = 1;
const AGAIN_MS = 30_000;

/** Records of a session a day, by how many days ago: charts of the last days are fine, older ones are of days. */
const recordsOn = (age: number): number => (age <= 2 ? 24 : age <= 7 ? 6 : 1);

/** How much of a day's use has happened by a share of it: little at night, most in the evening. */
const usedBy = (share: number): number => share - 0.16 * Math.sin(2 * Math.PI * (share - 0.04)) - 0.16 * Math.sin(2 * Math.PI * 0.04);

const idOf = (text: string): Id => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const linesOf = async ({ kernel }: World): Promise<Line[]> => {
  const { rows } = await sql<Line>`
    select c.account_id, c.subscription_id, a.number as account_number, c.username, x.mode, x.rate_down_kbps, x.rate_up_kbps, host(x.framed_ip) as framed_ip, p.code as plan
    from aaa.access x join aaa.credential c using (account_id, subscription_id) join crm.account a on a.id = x.account_id
      join subscriptions.subscription s on s.account_id = x.account_id and s.id = x.subscription_id join tariffs.plan p on p.id = s.plan_id
    where x.mode in ('allow', 'walled') order by a.number`.execute(kernel.db);
  return rows;
};

const octetsOf = (world: World, customer: Customer, line: Line, on: Day): number => {
  const luck = chance(world.scope.seed, 'use', customer.index, on);
  const weekend = weekday(on) >= 6 ? 1.3 : 0.9;
  if (line.mode === 'walled') return luck.whole(50_000, 900_000);
  return (typicalOf(line.plan) * GB * customer.appetite * weekend * luck.around(0.5)) / 32;
};

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const macOf = (n: number): string => `02-4E-4C-${[n >> 16, n >> 8, n].map((x) => (x & 255).toString(16).padStart(2, '0').toUpperCase()).join('-')}`;

const begin = (world: World, customer: Customer, line: Line, at: number): Running => {
  const { routers } = world.isp;
  const router = routers[customer.router % routers.length] as (typeof routers)[number];
  const { account_id, subscription_id, username, framed_ip } = line;
  const luck = chance(world.scope.seed, 'session', customer.index, at);
  const acct_session_id = `${Math.floor(at / 1000).toString(16)}${customer.index.toString(16).padStart(5, '0')}`;
  return {
    kind: 'start',
    account_id,
    subscription_id,
    id: idOf(`${router.id} ${acct_session_id} ${username}`),
    nas_id: router.id,
    username,
    acct_session_id: hex(acct_session_id),
    class: null,
    client: router.address,
    nas_ip: router.address,
    nas_identifier: router.name,
    nas_port_id: `pppoe-${customer.index + 1}`,
    framed_ip,
    framed_ipv6_address: null,
    framed_ipv6_prefix: null,
    framed_interface_id: null,
    delegated_ipv6_prefix: null,
    calling_station_id: macOf(customer.index),
    called_station_id: 'pppoe',
    started_ms: at,
    heard_ms: at,
    stopped_ms: null,
    began_after_ms: null,
    session_s: 0,
    input_octets: 0n,
    output_octets: 0n,
    terminate_cause: null,
    told_mode: line.mode,
    told_rate_down_kbps: line.rate_down_kbps,
    told_rate_up_kbps: line.rate_up_kbps,
    told_framed_ip: framed_ip,
    ends_ms: at + luck.whole(2 * DAY_MS, 12 * DAY_MS),
  };
};

const heard = (session: Running, at: number, octets: number): Running => ({
  ...session,
  kind: 'interim',
  heard_ms: at,
  session_s: Math.round((at - session.started_ms) / 1000),
  output_octets: session.output_octets + BigInt(Math.round(octets * 0.88)),
  input_octets: session.input_octets + BigInt(Math.round(octets * 0.12)),
});

const stopped = (session: Running, at: number, terminate_cause: number): Running => ({ ...heard(session, at, 0), kind: 'stop', stopped_ms: at, terminate_cause });

/** A day in milliseconds since 1970, as far as it has come, and how many records a session has in it. */
interface Span {
  readonly on: Day;
  readonly from: number;
  readonly to: number;
  readonly until: number;
  readonly times: number;
}

const spanOf = ({ to }: Scope, on: Day, until: Instant | undefined): Span => ({
  on,
  from: epochMs(startOfDay(on, COMPANY.zone)),
  to: epochMs(startOfDay(addDays(on, 1), COMPANY.zone)),
  until: until === undefined ? Number.POSITIVE_INFINITY : epochMs(until),
  times: recordsOn(daysBetween(on, to)),
});

/** Accounts for the play's subscribers. */
export const openAccounting = (world: World): Accounting => {
  const { kernel, scope } = world;
  const pool = createPool(kernel.url, 'accounting', LANES);
  const batcher = new Batcher({ pool, log: kernel.log, lanes: LANES, committed: () => {}, limit: 200_000 });
  const open = new Map<Id, Running>();
  const cut = new Map<string, number>();
  let octets = 0n;

  const store = (records: readonly SessionRecord[]) =>
    Promise.all(
      records.map(
        (record) =>
          new Promise<void>((done, fail) => {
            const known = batcher.add(record, (stored) => (stored ? done() : fail(new Error('an accounting record was not stored'))));
            if (!known) fail(new Error('the accounting writer is full'));
          }),
      ),
    );

  const keep = (records: SessionRecord[], session: Running): Running => {
    records.push(session);
    if (session.kind === 'stop') {
      open.delete(session.subscription_id);
      octets += session.input_octets + session.output_octets;
    } else open.set(session.subscription_id, session);
    return session;
  };

  const account = (records: SessionRecord[], line: Line, { on, from, to, until, times }: Span): void => {
    const customer = world.book.get(line.account_number);
    if (!customer) return;
    const whole = octetsOf(world, customer, line, on);
    const offset = (customer.index % 60) * 1000 * 10;
    const before = open.get(line.subscription_id);
    let session = before ?? keep(records, begin(world, customer, line, from + Math.round((to - from) * 0.4) + offset));
    const cut_ms = cut.get(session.acct_session_id);
    if (before && Math.min(before.ends_ms, cut_ms ?? to) < to) {
      const at = Math.max(before.heard_ms + 1000, cut_ms ?? Math.max(from, before.ends_ms));
      if (at > until) return;
      keep(records, stopped(before, at, cut_ms === undefined ? USER_REQUEST : ADMIN_RESET));
      session = keep(records, begin(world, customer, line, at + AGAIN_MS));
    }
    let used = 0;
    for (let i = 1; i <= times; i++) {
      const at = from + Math.round(((to - from - 900_000) * i) / times) + offset;
      if (at > until) return;
      if (at <= session.heard_ms) continue;
      const by = usedBy(i / times);
      session = keep(records, heard(session, at, whole * (by - used)));
      used = by;
    }
  };

  return {
    get octets() {
      return octets;
    },
    day: async (on, until) => {
      const records: SessionRecord[] = [];
      const lines = await linesOf(world);
      const now = new Set(lines.map((line) => line.subscription_id));
      for (const session of [...open.values()])
        if (!now.has(session.subscription_id)) keep(records, stopped(session, Math.max(session.heard_ms + 1000, cut.get(session.acct_session_id) ?? 0), ADMIN_RESET));
      const span = spanOf(scope, on, until);
      for (const line of lines) account(records, line, span);
      cut.clear();
      await store(records);
    },
    disconnected: (acctSessionId) => void cut.set(hex(acctSessionId), kernel.clock.ms()),
    end: async (at) => {
      const records: SessionRecord[] = [];
      for (const session of [...open.values()]) keep(records, stopped(session, Math.max(session.heard_ms, epochMs(at)), NAS_REBOOT));
      await store(records);
    },
    close: async () => {
      await batcher.stop();
      await pool.end();
    },
  };
};
