import { addDays, type Day, daysBetween, epochMs, type Id, type Instant, startOfDay } from '@isp/values';
import type pg from 'pg';
import { Batcher } from '../../server/src/aaa/accounting/batcher.ts';
import type { SessionRecord } from '../../server/src/aaa/core/record.ts';
import { createPool } from '../../server/src/kernel/db.ts';
import type { Customer, Scope } from './book.ts';
import { COMPANY } from './catalogue.ts';
import type { World } from './day.ts';
import { begin, heard, hex, type Line, linesOf, octetsOf, type Running, stopped } from './sessions.ts';

/** A day in milliseconds since 1970, as far as it has come; `age` days before the history's end. */
interface Span {
  readonly on: Day;
  readonly from: number;
  readonly to: number;
  readonly until: number;
  readonly age: number;
}

type Cuts = ReadonlyMap<string, number>;

/** Who has access when a day begins, and which sessions routers were told to end since the day before, and when. */
interface Morning {
  readonly lines: readonly Line[];
  readonly cut: Cuts;
}

const LANES = 2;
const ROOM = 200_000;
const USER_REQUEST = 1;
const ADMIN_RESET = 6;
const NAS_REBOOT = 11;
const AGAIN_MS = 30_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Records of a session a day, by how many days ago: charts show the last day by quarters of an hour, a month by days, more by months. */
const recordsOn = (age: number, place: number): number => {
  if (age <= 1) return 96;
  if (age <= 7) return 4;
  return age <= 32 || (age + place) % 3 === 0 ? 1 : 0;
};

/** The integral of one wave of a day, `height * cos(2π * waves * (share - peak))`, from midnight to `share`. */
const swell = (share: number, height: number, waves: number, peak: number): number => {
  const turn = 2 * Math.PI * waves;
  return (height / turn) * (Math.sin(turn * (share - peak)) + Math.sin(turn * peak));
};

/** How much of a day's use has happened by a share of it: least at five in the morning, six times that at eight in the evening. */
const usedBy = (share: number): number => share + swell(share, 0.75, 1, 0.79) + swell(share, 0.15, 2, 0.86);

const spanOf = ({ to }: Scope, on: Day, until: Instant | undefined): Span => ({
  on,
  from: epochMs(startOfDay(on, COMPANY.zone)),
  to: epochMs(startOfDay(addDays(on, 1), COMPANY.zone)),
  until: until === undefined ? Number.POSITIVE_INFINITY : epochMs(until),
  age: daysBetween(on, to),
});

/** Customers report at different times of an hour. */
const offsetOf = (customer: Customer): number => ((customer.index * 7) % 55) * MINUTE_MS;

/** The routers' accounting of the past: it goes through the same writer as a packet's. */
export class Accounting {
  readonly #world: World;
  readonly #pool: pg.Pool;
  readonly #batcher: Batcher;
  /** The open session of each subscription, as its last record told. */
  readonly #open = new Map<Id, Running>();
  /** When routers were told to end sessions, by Acct-Session-Id. */
  readonly #cut = new Map<string, number>();
  /** Octets of days without a record, by customer: the next record tells them. */
  readonly #untold = new Map<number, number>();
  #records: SessionRecord[] = [];
  #octets = 0n;

  constructor(world: World) {
    const { kernel } = world;
    this.#world = world;
    this.#pool = createPool(kernel.url, 'accounting', LANES);
    this.#batcher = new Batcher({ pool: this.#pool, log: kernel.log, lanes: LANES, committed: () => {}, limit: ROOM });
  }

  /** Octets of the sessions whose Stop was acknowledged. */
  get octets(): bigint {
    return this.#octets;
  }

  /** Who is online in a morning, and what routers were told since the last one; what people do on the day shows on the next. */
  async morning(): Promise<Morning> {
    const [lines, cut] = [await linesOf(this.#world), new Map(this.#cut)];
    this.#cut.clear();
    return { lines, cut };
  }

  /** Accounts for a day, or for as much of it as lies before a moment, by what its morning showed. */
  async day(on: Day, { lines, cut }: Morning, until?: Instant): Promise<void> {
    this.#endOthers(new Set(lines.map((line) => line.subscription_id)), cut);
    const span = spanOf(this.#world.scope, on, until);
    for (const line of lines) {
      const customer = this.#world.book.get(line.account_number);
      if (customer) this.#account(customer, line, span, cut);
    }
    await this.#store();
  }

  /** A router was told to end a session, by its Acct-Session-Id; the subscriber logs in again half a minute later. */
  disconnected(acctSessionId: string): void {
    this.#cut.set(hex(acctSessionId), this.#world.kernel.clock.ms());
  }

  /** Every session ends, as when routers are restarted for maintenance. */
  async end(at: Instant): Promise<void> {
    for (const session of [...this.#open.values()])
      this.#keep(stopped(session, Math.max(session.heard_ms, epochMs(at)), NAS_REBOOT));
    await this.#store();
  }

  async close(): Promise<void> {
    await this.#batcher.stop();
    await this.#pool.end();
  }

  #keep(session: Running): Running {
    this.#records.push(session);
    if (session.kind === 'stop') this.#open.delete(session.subscription_id);
    else this.#open.set(session.subscription_id, session);
    return session;
  }

  /** Sessions of those who have no access any more were ended by a Disconnect. */
  #endOthers(now: ReadonlySet<Id>, cut: Cuts): void {
    for (const session of [...this.#open.values()]) {
      const at = Math.max(session.heard_ms + 1000, cut.get(session.acct_session_id) ?? 0);
      if (!now.has(session.subscription_id)) this.#keep(stopped(session, at, ADMIN_RESET));
    }
  }

  /** The session a customer is in when the day begins, or the one after it when it ends on the day. */
  #sessionOf(customer: Customer, line: Line, { from, to, until }: Span, cut: Cuts): Running | undefined {
    const before = this.#open.get(line.subscription_id);
    const cut_ms = before && cut.get(before.acct_session_id);
    if (before && before.ends_ms >= to && cut_ms === undefined) return before;
    const first = from + Math.round((to - from) * 0.4) + offsetOf(customer);
    const at = before ? Math.max(before.heard_ms + 1000, cut_ms ?? Math.max(from, before.ends_ms)) : first;
    if (at + AGAIN_MS > until) return before;
    if (before) this.#keep(stopped(before, at, cut_ms === undefined ? USER_REQUEST : ADMIN_RESET));
    return this.#keep(begin(this.#world, customer, line, at + AGAIN_MS));
  }

  #account(customer: Customer, line: Line, span: Span, cut: Cuts): void {
    const { from, to, until, age } = span;
    const times = recordsOn(age, customer.index);
    const whole = octetsOf(this.#world, customer, line, span.on) + (this.#untold.get(customer.index) ?? 0);
    this.#untold.set(customer.index, times === 0 ? whole : 0);
    let session = this.#sessionOf(customer, line, span, cut);
    const step = (to - from) / Math.max(times, 1);
    const pace = Math.min(HOUR_MS, step);
    const late = pace - (offsetOf(customer) % pace);
    let used = 0;
    for (let i = 1; session && i <= times; i++) {
      const at = from + Math.round(step * i - late);
      if (at > until) return;
      const by = usedBy(i / times);
      if (at > session.heard_ms) session = this.#keep(heard(session, at, whole * (by - used)));
      used = by;
    }
  }

  #write(record: SessionRecord): Promise<void> {
    return new Promise((done, fail) => {
      const taken = this.#batcher.add(record, (stored) => {
        if (!stored) return fail(new Error('an accounting record was not stored'));
        if (record.kind === 'stop') this.#octets += record.input_octets + record.output_octets;
        done();
      });
      if (!taken) fail(new Error('the accounting writer is full'));
    });
  }

  async #store(): Promise<void> {
    await Promise.all(this.#records.splice(0).map((record) => this.#write(record)));
  }
}
