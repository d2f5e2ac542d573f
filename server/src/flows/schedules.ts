import { dayIn } from '@isp/values';
import { runDunning } from '../billing/index.ts';
import { accountZones, expireQuotes } from '../crm/index.ts';
import { system } from '../kernel/actor.ts';
import { type Ctx, transact } from '../kernel/ctx.ts';
import { AT_NIGHT } from '../kernel/housekeeping.ts';
import type { Schedule } from '../kernel/schedule.ts';
import { closedInZone } from '../views/closing-facts.ts';
import { billZone } from './bill-period.ts';
import { DAILY } from './daily.ts';
import { forgetOld } from './forget-old.ts';
import { holdLimits } from './hold-limits.ts';
import { holdVouchers } from './hold-vouchers.ts';
import { keepCounts } from './keep-counts.ts';
import { rollUpUsage } from './roll-up-usage.ts';
import { startOfDay } from './start-of-day.ts';
import { sweepAccess } from './sweep-access.ts';
import { sweepLimits } from './sweep-limits.ts';
import { sweepPriceChanges } from './sweep-price-changes.ts';
import { sweepVouchers } from './sweep-vouchers.ts';

/** Each zone that accounts live in has its own midnight. */
const zones = (ctx: Ctx): Promise<readonly string[]> => accountZones(ctx.tx);

/** Minutes. */
const FIVE_SECONDS = 1 / 12;

/** What business time starts, in the order of one day. */
export const schedules: readonly Schedule[] = [
  { name: 'keep-counts', when: { minutes: 1, at_end: true }, run: (kernel) => keepCounts(kernel) },
  { name: 'roll-up-usage', when: { minutes: 5 }, run: rollUpUsage },
  { name: 'hold-limits', when: { minutes: FIVE_SECONDS }, run: (kernel) => holdLimits(kernel) },
  { name: 'sweep-limits', when: { minutes: 1 }, run: (kernel) => sweepLimits(kernel) },
  { name: 'hold-vouchers', when: { minutes: FIVE_SECONDS }, run: (kernel) => holdVouchers(kernel) },
  { name: 'sweep-vouchers', when: { minutes: 1 }, run: (kernel) => sweepVouchers(kernel) },
  { name: 'price-changes', when: { daily: '00:00', zones: async () => ['UTC'] }, run: sweepPriceChanges },
  {
    name: 'expire-quotes',
    when: { daily: '00:00', zones },
    run: (kernel, at, zone) =>
      transact(kernel, system('expire-quotes'), (ctx) => expireQuotes(ctx, { zone, today: dayIn(at, zone) })),
  },
  { name: 'start-of-day', when: { daily: DAILY.start_of_day, zones }, run: startOfDay },
  {
    name: 'bill-period',
    when: { daily: DAILY.bill_period, zones },
    run: async (kernel, at, zone) => {
      const as_of = dayIn(at, zone);
      // A missed day that was closed since is left to the next run, which finds all that is due.
      if (await closedInZone(kernel.db, zone, as_of)) return;
      const billing = { zone, as_of, dry_run: false, legal_entity_id: null };
      await billZone(kernel, system('bill-period'), billing, { patience_ms: Number.POSITIVE_INFINITY });
    },
  },
  {
    name: 'sweep-access',
    when: { daily: '03:30', zones },
    run: async (kernel, at, zone) => {
      await sweepAccess(kernel, at, zone);
    },
  },
  {
    name: 'dunning',
    when: { daily: DAILY.dunning, zones },
    run: (kernel, at, zone) =>
      transact(kernel, system('dunning'), (ctx) => runDunning(ctx, { as_of: dayIn(at, zone), zone })),
  },
  {
    name: 'forget-old',
    when: AT_NIGHT,
    run: async (kernel, at) => {
      await forgetOld(kernel, at);
    },
  },
];
