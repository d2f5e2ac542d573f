import { addDays, addMonths, type Day, dayIn, type Id, type Instant, startOfDay } from '@isp/values';
import { activeHolds, dunAccount } from '../billing/index.ts';
import { type Account, getAccount } from '../crm/index.ts';
import { type Actor, isScoped } from '../kernel/actor.ts';
import { auditRead } from '../kernel/audit-read.ts';
import { copyId } from '../kernel/copy.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { limitStatements, takenBack } from '../kernel/db.ts';
import { NotShown } from '../kernel/faults.ts';
import { creditOf, type OpenDebt, openDebts, type Standing, standingsAfter, stepDays } from '../views/rehearsal.ts';
import { actOut } from './act-out.ts';
import { billOne } from './bill-period.ts';
import type { Act, Rehearse, Rehearsed } from './contract/rehearsal.ts';
import { type Copied, copyAccount, useUntil } from './copy-account.ts';
import { DAILY } from './daily.ts';
import { ActOutside, NotOfAccount } from './faults.ts';
import { payBill } from './pay-bill.ts';
import { type BalanceOn, reportRehearsal } from './rehearsal-report.ts';
import { beginDay } from './start-of-day.ts';
import { suspendIfOwing } from './unpaid.ts';

/** What is done by day, is done then. */
const NOON = '12:00';
/** Days on which something happens, at most. */
const MOST_DAYS = 400;
const STATEMENT_MS = 5000;

type Happening = Rehearsed['happenings'][number];

/** A copy of an account that is lived with, and what was seen of it so far. */
interface Life {
  readonly ctx: Ctx;
  readonly copied: Copied;
  readonly input: Rehearse;
  /** Days after the due day on which dunning takes a step. */
  readonly steps: readonly number[];
  readonly happenings: Happening[];
  readonly balances: BalanceOn[];
  standings: readonly Standing[];
  stopped: Rehearsed['stopped'];
}

const standingText = ({ state, suspended_for }: Standing): string => `${state} ${[...suspended_for].sort().join()}`;

/** Looks how the subscriptions stand, and notes which stand otherwise than before. */
const lookAround = async (life: Life, on: Day, at: Instant): Promise<void> => {
  const { ctx, copied } = life;
  const before = new Map(life.standings.map((each) => [each.id, standingText(each)]));
  life.standings = await standingsAfter(ctx.tx, copied.account.id, on);
  for (const each of life.standings) {
    if (before.get(each.id) === standingText(each)) continue;
    const { id, state, suspended_for } = each;
    const subscription_id = copied.original.get(id) ?? id;
    life.happenings.push({ kind: 'state', at, on, subscription_id, state, suspended_for: [...suspended_for] });
  }
};

const bill = async (life: Life, ctx: Ctx, on: Day): Promise<void> => {
  const { held } = await billOne(ctx, life.copied.account.id, on);
  if (held !== null) life.stopped = { on, why: held };
};

/** Dunning, and what follows from it by an event. */
const dun = async (life: Life, ctx: Ctx, on: Day): Promise<void> => {
  const account_id = life.copied.account.id;
  const steps = await dunAccount(ctx, { account_id, as_of: on });
  life.happenings.push(
    ...steps.map(({ kind, overdue_minor }) => ({ kind, at: ctx.now, on, overdue_minor }) satisfies Happening),
  );
  if (steps.some(({ kind }) => kind === 'suspend')) await suspendIfOwing(ctx, account_id);
};

/** Those whose services are lived with. */
const beginDays = async ({ copied: { account, whose } }: Life, ctx: Ctx, on: Day): Promise<void> => {
  for (const id of new Set([account.id, ...whose.values()])) await beginDay(ctx, { id, zone: account.zone }, on);
};

const NIGHT: readonly (readonly [string, (life: Life, ctx: Ctx, on: Day) => Promise<void>])[] = [
  [DAILY.start_of_day, beginDays],
  [DAILY.bill_period, bill],
  [DAILY.dunning, dun],
];

/** What is later of two moments. */
const latest = (a: Instant, b: Instant): Instant => (a < b ? b : a);

/** What schedules do in a night; of today's, what is still to come. */
const liveNight = async (life: Life, on: Day): Promise<void> => {
  for (const [time, work] of NIGHT) {
    const now = startOfDay(on, life.copied.account.zone, time);
    if (now <= life.ctx.now || life.stopped !== null) continue;
    await work(life, { ...life.ctx, now }, on);
    await lookAround(life, on, now);
  }
};

/** The day on which a debt is paid. */
const paidOn = ({ input: { pays_after_days } }: Life, { due_on }: OpenDebt): Day | undefined =>
  pays_after_days === null ? undefined : addDays(due_on, pays_after_days);

const payDebts = async (life: Life, ctx: Ctx, on: Day): Promise<void> => {
  const account_id = life.copied.account.id;
  for (const debt of await openDebts(ctx.tx, account_id)) {
    const day = paidOn(life, debt);
    if (day === undefined || day > on) continue;
    const { id, open_minor: amount_minor } = debt;
    await payBill(ctx, { account_id, method: 'transfer', amount_minor, reference: null, invoice_ids: [id] });
    life.happenings.push({ kind: 'payment', at: ctx.now, on, amount_minor });
  }
};

/** The subscription that something is done to, if any. */
const subscriptionOf = (act: Act): Id | null => ('subscription_id' in act ? act.subscription_id : null);

/** The account that it is done to: whose the subscription is, else the one that pays. */
const accountOf = ({ copied: { account, whose } }: Life, act: Act): Id => {
  const subscription_id = subscriptionOf(act);
  return (subscription_id === null ? undefined : whose.get(copyId(subscription_id))) ?? account.id;
};

const liveNoon = async (life: Life, on: Day): Promise<void> => {
  const noon = startOfDay(on, life.copied.account.zone, NOON);
  const ctx = { ...life.ctx, now: latest(noon, life.ctx.now) };
  for (const [index, act] of life.input.acts.entries()) {
    if (act.on !== on) continue;
    life.happenings.push({ kind: 'act', at: ctx.now, on, act: index });
    await actOut(ctx, accountOf(life, act), act, index + 1);
    if (act.kind === 'payment')
      life.happenings.push({ kind: 'payment', at: ctx.now, on, amount_minor: act.amount_minor });
  }
  await payDebts(life, ctx, on);
  await lookAround(life, on, ctx.now);
};

/** The next day on which something is due, paid, dunned or done. */
const nextDay = (life: Life, after: Day, debts: readonly OpenDebt[]): Day | undefined => {
  const days: Day[] = [
    ...life.standings.flatMap(({ next_on }) => next_on ?? []),
    ...debts.flatMap((debt) => [1, ...life.steps].map((step) => addDays(debt.due_on, step))),
    ...debts.flatMap((debt) => paidOn(life, debt) ?? []),
    ...life.input.acts.map(({ on }) => on),
  ];
  return days.filter((day) => day > after).sort()[0];
};

const liveDay = async (life: Life, on: Day): Promise<Day | undefined> => {
  const { tx } = life.ctx;
  const { id } = life.copied.account;
  await liveNight(life, on);
  if (life.stopped === null) await liveNoon(life, on);
  const debts = await openDebts(tx, id);
  const open_minor = debts.reduce((sum, debt) => sum + debt.open_minor, 0n);
  life.balances.push({ on, open_minor, credit_minor: await creditOf(tx, id) });
  return life.stopped === null ? nextDay(life, on, debts) : undefined;
};

/** Lives from today up to a day, skipping the days on which nothing happens. */
const live = async (life: Life, from_on: Day, to_on: Day): Promise<void> => {
  let on: Day | undefined = from_on;
  for (let lived = 1; on !== undefined && on < to_on; lived++) {
    const next = await liveDay(life, on);
    const active = life.standings.filter(({ state }) => state === 'active').map(({ id }) => id);
    if (next !== undefined) await useUntil(life.ctx, life.copied, active, [on, next < to_on ? next : to_on]);
    if (lived === MOST_DAYS) life.stopped = { on, why: `something happened on ${MOST_DAYS} days, which is the most` };
    on = life.stopped === null ? next : undefined;
  }
};

const begin = async (ctx: Ctx, account: Account, input: Rehearse, today: Day): Promise<Life> => {
  const copied = await copyAccount(ctx, account, input.use, today);
  const { id } = copied.account;
  const debts = await openDebts(ctx.tx, id);
  const opening = { on: today, open_minor: debts.reduce((sum, d) => sum + d.open_minor, 0n) };
  return {
    ctx,
    copied,
    input,
    steps: await stepDays(ctx.tx),
    happenings: [],
    balances: [{ ...opening, credit_minor: await creditOf(ctx.tx, id) }],
    standings: await standingsAfter(ctx.tx, id, today),
    stopped: null,
  };
};

const rehearseCopy = async (real: Ctx, account: Account, input: Rehearse): Promise<Rehearsed> => {
  const ctx: Ctx = { ...real, is_rehearsal: true, registry: { ...real.registry, flowsOf: () => [] } };
  const from_on = dayIn(ctx.now, account.zone);
  const to_on = addMonths(from_on, input.months);
  const no = input.acts.findIndex(({ on }) => on < from_on || on >= to_on);
  if (input.acts[no]) throw ActOutside({ no: no + 1, on: input.acts[no].on, from_on, to_on });
  await limitStatements(ctx.tx, STATEMENT_MS);
  const [hold] = await activeHolds(ctx.tx, [account.id]);
  const life = await begin(ctx, account, input, from_on);
  for (const id of input.acts.map(subscriptionOf))
    if (id !== null && !life.copied.original.has(copyId(id))) throw NotOfAccount({ id });
  await live(life, from_on, to_on);
  const { copied, happenings, balances, stopped } = life;
  const seen = { copied, happenings, balances, stopped, from_on, to_on, held: hold ?? null };
  return reportRehearsal(ctx, account.id, seen);
};

/**
 * Lives through the next months with a copy of an account, or of who pays for it, with all it pays for, by the flows that will: what begins and ends, bills, dunning and suspension on their days, payments and what is to be done at noon. Then all of it is taken
 * back, in the same transaction; that somebody rehearsed is all that is written. The original is not locked.
 */
export const rehearse = (kernel: Kernel, actor: Actor, input: Rehearse): Promise<Rehearsed> => {
  if (isScoped(actor)) throw NotShown();
  const { account_id, months, acts } = input;
  return transact(kernel, actor, async (ctx) => {
    const asked = await getAccount(ctx, { id: account_id });
    const account = asked.payer_id === null ? asked : await getAccount(ctx, { id: asked.payer_id });
    const rehearsed = await takenBack(ctx.tx, () => rehearseCopy(ctx, account, input));
    await auditRead(ctx.tx, 'crm.account', { id: account_id, rehearsed_months: months, acts: acts.length });
    return rehearsed;
  });
};
