import { addDays, type Day, dayIn, type Instant, startOfDay } from '@isp/values';
import type { Kernel } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { type Schedule, turnClock } from '../../server/src/kernel/schedule.ts';
import { schedules } from '../../server/src/main/app.ts';
import type { FakeNas } from '../fake-nas/fake-nas.ts';
import { textOf } from '../fake-nas/session.ts';
import { Accounting } from './accounting.ts';
import { COMPANY } from './catalogue.ts';
import { chance } from './chance.ts';
import { liveDay, type World } from './day.ts';
import { openRouters } from './routers.ts';

/** What falls due in the play day by day. The others look after a running system: they run when the history has been made, and from then on. */
const DAILY: readonly Schedule[] = schedules.filter((schedule) =>
  ['start-of-day', 'bill-period', 'dunning'].includes(schedule.name),
);

/** The moment of a day at which people act in the play, within office hours. */
const momentOf = ({ scope }: World, on: Day): Instant => {
  const minute = chance(scope.seed, 'moment', on).whole(9 * 60, 17 * 60);
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((n) => `${n}`.padStart(2, '0'));
  return startOfDay(on, COMPANY.zone, `${hours}:${minutes}`);
};

const NOWHERE = { auth_port: 9, acct_port: 9 };

/** A router of the past takes every CoA and Disconnect, as ours would have. */
const obey =
  (accounting: Accounting): FakeNas['judge'] =>
  ({ kind, attributes }) => {
    const session = textOf(attributes, 'Acct-Session-Id');
    if (kind === 'disconnect' && session !== undefined) accounting.disconnected(session);
    return 'ack';
  };

export interface Made {
  readonly days: number;
  /** Octets of the sessions' records that were acknowledged. */
  readonly octets: bigint;
}

/**
 * Makes the history of a world from its first day to the moment `clock` shows, by letting it happen: each morning what is due runs (bills, reminders, suspensions), then
 * people act through the same flows as the API, while the routers' accounting of the day is written. Leaves the sandbox's clock there, running or standing.
 */
export const makeHistory = async (
  world: World,
  clock: () => Instant,
  options: { readonly running: boolean; readonly told: (day: Day) => void },
): Promise<Made> => {
  const { kernel, scope } = world;
  const routers = await openRouters(world, NOWHERE);
  const accounting = new Accounting(world);
  for (const router of routers) router.judge = obey(accounting);
  let days = 0;
  try {
    for (let on = scope.from; on < scope.to; on = addDays(on, 1), days++) {
      await turnClock(kernel, DAILY, momentOf(world, on));
      const morning = await accounting.morning();
      await Promise.all([liveDay(world, on), accounting.day(on, morning)]);
      if (days === 28 || days === 180) await sql`analyze`.execute(kernel.db);
      options.told(on);
    }
    await accounting.day(scope.to, await accounting.morning(), clock());
    await accounting.end(clock());
    await turnClock(kernel, DAILY, clock());
    await turnClock(kernel, schedules, clock(), options.running);
    return { days, octets: accounting.octets };
  } finally {
    await accounting.close();
    await Promise.all(routers.map((router) => router.close()));
  }
};

/** Where the play had come to: the last day whose dunning ran. */
const livedTo = async (kernel: Kernel): Promise<Day | undefined> => {
  const row = await kernel.db
    .selectFrom('kernel.schedule')
    .select('last_at')
    .where('name', '=', 'dunning')
    .executeTakeFirst();
  return row && dayIn(row.last_at, COMPANY.zone);
};

/** Catches a world up to `until` after it was left: the days between happen, with their payments, but without use. */
export const catchUp = async (world: World, until: Instant): Promise<number> => {
  const { kernel } = world;
  const today = dayIn(until, COMPANY.zone);
  let days = 0;
  const last = (await livedTo(kernel)) ?? today;
  for (let on = addDays(last, 1); on < today; on = addDays(on, 1), days++) {
    await turnClock(kernel, schedules, momentOf(world, on));
    await liveDay(world, on);
  }
  await turnClock(kernel, schedules, until, true);
  return days;
};
