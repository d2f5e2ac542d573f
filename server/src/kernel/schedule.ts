import { addDays, dayIn, epochMs, type Instant, instantFromEpochMs, startOfDay } from '@isp/values';
import { system } from './actor.ts';
import { alone } from './alone.ts';
import { realNow } from './clock.ts';
import { type Ctx, type Kernel, transact } from './ctx.ts';
import { sql, type Tx } from './db.ts';
import { drainJobs, isAnyWaiting } from './jobs.ts';

/**
 * When a schedule is due: at a wall time each day in each of its zones, or every `minutes` (missed ones collapse into the last: for work that looks at the state, not at the step). Work whose
 * outcome no other schedule looks at is `at_end`: where days are caught up it waits for the end, instead of being done before each that is daily.
 */
export type When =
  | { readonly daily: string; readonly zones: (ctx: Ctx) => Promise<readonly string[]> }
  | { readonly minutes: number; readonly at_end?: true };

/** Work that business time starts. `at` is the moment it was due, whenever it runs: the same work at the same `at` gives the same result. */
export interface Schedule {
  readonly name: string;
  readonly when: When;
  /** Runs one occurrence; may open several transactions itself. */
  readonly run: (kernel: Kernel, at: Instant, zone: string) => Promise<void>;
}

/** A schedule in one of its zones: how far it has come, and, when it is daily, its next moment. */
interface Pair {
  readonly schedule: Schedule;
  readonly zone: string;
  last: Instant;
  next: Instant | undefined;
}

interface Due {
  readonly pair: Pair;
  readonly at: Instant;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** The first moment after `after` at which a daily schedule is due in a zone. */
export const nextDaily = (time: string, zone: string, after: Instant): Instant => {
  const today = dayIn(after, zone);
  const sameDay = startOfDay(today, zone, time);
  return sameDay > after ? sameDay : startOfDay(addDays(today, 1), zone, time);
};

/** The last full step of `minutes` up to `until`, or `undefined` when `last` is not before it. */
export const lastStep = (minutes: number, last: Instant, until: Instant): Instant | undefined => {
  const step = minutes * MINUTE_MS;
  const at = instantFromEpochMs(Math.floor(epochMs(until) / step) * step);
  return at > last ? at : undefined;
};

const progress = async (ctx: Ctx): Promise<Map<string, Instant>> => {
  const rows = await ctx.tx.selectFrom('kernel.schedule').selectAll().execute();
  return new Map(rows.map((r) => [`${r.name} ${r.zone}`, r.last_at]));
};

const advance = (pair: Pair, last: Instant): void => {
  const { when } = pair.schedule;
  pair.last = last;
  pair.next = 'daily' in when ? nextDaily(when.daily, pair.zone, last) : undefined;
};

const mark = (name: string, zone: string, at: Instant) =>
  sql`insert into kernel.schedule (name, zone, last_at) values (${name}, ${zone}, ${at}) on conflict (name, zone) do update set last_at = excluded.last_at`;

const markDone = async (tx: Tx, name: string, zone: string, at: Instant): Promise<void> => {
  await mark(name, zone, at).execute(tx);
};

/** Marks it, and looks in the same statement whether it left jobs. */
const markAndLook = async ({ db, registry }: Kernel, name: string, zone: string, at: Instant): Promise<boolean> => {
  const { rows } = await sql<{ waiting: boolean }>`
    with done as (${mark(name, zone, at)}) select ${isAnyWaiting(registry)} as waiting`.execute(db);
  return rows[0]?.waiting ?? false;
};

/** True of a mark further ahead of `until` than the schedule's own step: a clock was wrong when it was made. One that is nearer stands, so that a clock that is set back a little repeats nothing. */
export const isAhead = (when: When, last: Instant, until: Instant): boolean =>
  epochMs(last) - epochMs(until) > ('minutes' in when ? when.minutes : DAY_MINUTES) * MINUTE_MS;

/** Where a pair goes on: from its mark, or from now when it has none, or one that a wrong clock made. What ran by that clock then runs again at its time, which adds only what is missing. */
const takeUp = async (
  ctx: Ctx,
  { name, when }: Schedule,
  zone: string,
  last: Instant | undefined,
  until: Instant,
): Promise<Instant> => {
  const isWrong = last !== undefined && isAhead(when, last, until);
  if (last !== undefined && !isWrong) return last;
  if (isWrong)
    ctx.log.warn(
      { schedule: name, zone, last, now: until },
      'a schedule was done ahead of the clock, and goes on from now',
    );
  const from = isWrong ? until : ctx.now;
  await markDone(ctx.tx, name, zone, from);
  return from;
};

/** Each (schedule, zone) with how far it has come. */
const standing = async (ctx: Ctx, schedules: readonly Schedule[], until: Instant): Promise<Pair[]> => {
  const done = await progress(ctx);
  const zones = new Map<unknown, readonly string[]>();
  const pairs: Pair[] = [];
  for (const schedule of schedules) {
    const { when } = schedule;
    const key = 'daily' in when ? when.zones : 'UTC';
    if (!zones.has(key)) zones.set(key, 'daily' in when ? await when.zones(ctx) : ['UTC']);
    for (const zone of zones.get(key) ?? []) {
      const last = await takeUp(ctx, schedule, zone, done.get(`${schedule.name} ${zone}`), until);
      const pair: Pair = { schedule, zone, last, next: undefined };
      advance(pair, last);
      pairs.push(pair);
    }
  }
  return pairs;
};

const earliest = (dues: readonly Due[]): Due | undefined =>
  dues.reduce<Due | undefined>((first, due) => (!first || due.at < first.at ? due : first), undefined);

/** The next due occurrence up to `until`: earliest first; of one moment, what looks at the state before what is daily, each in the order of the table. */
const nextDue = (pairs: readonly Pair[], until: Instant): Due | undefined => {
  const daily = earliest(pairs.flatMap((pair) => (pair.next && pair.next <= until ? [{ pair, at: pair.next }] : [])));
  const horizon = daily?.at ?? until;
  const stepped = pairs.flatMap((pair) => {
    const { when } = pair.schedule;
    if (!('minutes' in when)) return [];
    const at = lastStep(when.minutes, pair.last, when.at_end ? until : horizon);
    return at && at <= horizon ? [{ pair, at }] : [];
  });
  return earliest(daily ? [...stepped, daily] : stepped);
};

/** What is done about each occurrence besides running it: before it, with its moment, and to mark it done. */
interface Around {
  readonly before: (at: Instant) => Promise<void>;
  readonly done: (name: string, zone: string, at: Instant) => Promise<void>;
}

/**
 * Runs everything that fell due up to `until`, in order; each occurrence is marked done after it ran, so a crash repeats it (runs are idempotent).
 * The sandbox turns its clock before each. Zones that accounts have come to live in are looked for once a day.
 */
export const runDue = async (
  kernel: Kernel,
  schedules: readonly Schedule[],
  until: Instant,
  around: Around = { before: async () => {}, done: (...occurrence) => markDone(kernel.db, ...occurrence) },
): Promise<number> => {
  const look = () => transact(kernel, system('schedule'), (ctx) => standing(ctx, schedules, until));
  let pairs = await look();
  let day = '';
  for (let ran = 0; ; ran++) {
    const due = nextDue(pairs, until);
    if (!due) return ran;
    const { schedule, zone } = due.pair;
    await around.before(due.at);
    await schedule.run(kernel, due.at, zone);
    await around.done(schedule.name, zone, due.at);
    advance(due.pair, due.at);
    const today = due.at.slice(0, 10);
    if (day !== '' && today !== day) pairs = await look();
    day = today;
  }
};

/** One process at a time runs them: waits for it, or gives up at once. */
const locked = (kernel: Kernel, wait: boolean, work: () => Promise<void>): Promise<void> =>
  alone(kernel, { lock: 'schedules', patience_ms: wait ? Number.POSITIVE_INFINITY : 0, taken: () => undefined }, work);

/** Looks every few seconds for what fell due; one process at a time does. */
export const startSchedules = (
  kernel: Kernel,
  schedules: readonly Schedule[],
  everyMs = 2000,
): { stop(): Promise<void> } => {
  let busy: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    busy ??= locked(kernel, false, async () => void (await runDue(kernel, schedules, kernel.clock.now())))
      .catch((err) => kernel.log.error({ err }, 'a schedule failed; it will be tried again'))
      .finally(() => {
        busy = undefined;
      });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await busy;
    },
  };
};

/** Shows a moment. Like the mark of a schedule it may be lost with the power: what then runs again adds nothing. */
const showClock = async (kernel: Kernel, at: Instant, running: boolean): Promise<void> => {
  const { sandbox } = kernel.clock;
  if (sandbox?.at === at && !sandbox.running && !running) return;
  await sql`update kernel.sandbox_clock set at = ${at}, real_at = clock_timestamp(), running = ${running}`.execute(
    kernel.db,
  );
  kernel.clock.set({ at, running, real_at: realNow() });
};

/**
 * Turns the sandbox's clock to `to`, running everything that falls due on the way, in order, each with the jobs it queued, and leaves it standing or running there.
 * Gives how many occurrences ran.
 */
export const turnClock = async (
  kernel: Kernel,
  schedules: readonly Schedule[],
  to: Instant,
  running = false,
): Promise<number> => {
  let ran = 0;
  await locked(kernel, true, async () => {
    await drainJobs(kernel);
    let waiting = false;
    ran = await runDue(kernel, schedules, to, {
      before: async (at) => {
        if (waiting) await drainJobs(kernel);
        await showClock(kernel, at, false);
      },
      done: async (...occurrence) => {
        waiting = await markAndLook(kernel, ...occurrence);
      },
    });
    await drainJobs(kernel);
    await showClock(kernel, to, running);
  });
  return ran;
};
