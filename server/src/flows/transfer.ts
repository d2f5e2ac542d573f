import { type Cycle, type Day, dayIn, nextBoundary, periodContaining } from '@isp/values';
import { type Account, AccountClosed, getAccount } from '../crm/index.ts';
import { permits } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { NotPermitted } from '../kernel/faults.ts';
import {
  addOnsOf,
  getSubscription,
  lockSubscription,
  noteTransfer,
  type PassOn,
  passOn,
  planEnd,
  type Transfer,
} from '../subscriptions/index.ts';
import { type PlanVersion, versionNumbered } from '../tariffs/index.ts';
import { holdAccounts } from '../views/recounts.ts';
import { grantAccess } from './access.ts';
import { checkAlone } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import type { TransferSubscription } from './contract.ts';
import {
  CurrencyDiffers,
  LegalEntityDiffers,
  TransferDayUnfit,
  TransferredToItself,
  TransferUnfit,
  ZoneDiffers,
} from './faults.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { handOver } from './hand-over.ts';
import { earlyFee } from './show-contract.ts';
import { checkStays } from './stays.ts';
import { withinAYear } from './within-a-year.ts';

type Known = Awaited<ReturnType<typeof getSubscription>>;
type Segment = Known['segments'][number];

interface Asked {
  readonly input: TransferSubscription;
  readonly from: Account;
  readonly to: Account;
  readonly today: Day;
  readonly on: Day;
}

const WAIVES = 'billing.discounts';
const cycleOf = (version: PlanVersion): Cycle => ({ unit: version.cycle_unit, count: version.cycle_count });
const holding = ({ segments }: Known, on: Day): Segment | undefined =>
  segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];

/** Refuses an account that cannot pay for it: another currency, issuer of invoices or day's beginning. */
const checkAccounts = (from: Account, to: Account): void => {
  if (from.id === to.id) throw TransferredToItself();
  if (to.state === 'closed') throw AccountClosed(to);
  if (to.currency !== from.currency) throw CurrencyDiffers({ account: to.currency, other: from.currency });
  if (to.legal_entity_id !== from.legal_entity_id) throw LegalEntityDiffers({ number: to.number });
  if (to.zone !== from.zone) throw ZoneDiffers({ number: to.number, zone: to.zone, other: from.zone });
};

const misfit = ({ state, ended_on }: Known): string | undefined => {
  if (state === 'ended') return 'it has ended';
  if (state === 'pending') return 'it has not begun';
  return ended_on === null ? undefined : `it ends on ${ended_on}`;
};

const usesMeters = ({ overage_unit_bytes, meter_charges }: PlanVersion): boolean =>
  overage_unit_bytes !== null || meter_charges.length > 0;

/** Refuses a day by which the two would pay for more or less than one: within a period that is charged whole, or before use that the other account is to pay for. */
const checkDay = async (ctx: Ctx, known: Known, { on, today }: Asked): Promise<void> => {
  const { started_on, segments } = known;
  if (started_on !== null && on <= started_on) throw TransferDayUnfit({ on, why: `it began on ${started_on}` });
  const segment = holding(known, on);
  if (segment === undefined) return;
  const version = await versionNumbered(ctx, segment);
  const isWhole = version.proration === 'full' || version.proration === 'none';
  if (isWhole && periodContaining(segment, cycleOf(version), on).from !== on)
    throw TransferDayUnfit({
      on,
      why: `its plan charges whole periods, and the next one begins on ${nextBoundary(segment, cycleOf(version), on)}`,
    });
  if (on >= today) return;
  const since = [segment, ...segments.filter(({ from_on }) => from_on > on && from_on <= today)];
  for (const each of since)
    if (usesMeters(await versionNumbered(ctx, each)))
      throw TransferDayUnfit({
        on,
        why: 'its plan charges use, and what was used until now is the account’s that had it',
      });
};

/** The day the other account pays from. */
const dayOf = async (ctx: Ctx, known: Known, { on, when }: TransferSubscription, today: Day): Promise<Day> => {
  if (when !== 'period-end') return withinAYear(on ?? today, today);
  const segment = holding(known, today);
  return segment === undefined ? today : nextBoundary(segment, cycleOf(await versionNumbered(ctx, segment)), today);
};

/** What it has from a day on; a price of its own is what its plan costs when it is not to go along. */
const segmentsFrom = async (ctx: Ctx, known: Known, { input, on }: Asked): Promise<PassOn['segments']> => {
  const first = holding(known, on);
  if (first === undefined) throw TransferUnfit({ why: 'it has no plan' });
  const priced = async (segment: Segment): Promise<Segment> => {
    if (!segment.own_price || input.own_price === 'kept') return segment;
    return { ...segment, own_price: false, price_minor: (await versionNumbered(ctx, segment)).price_minor };
  };
  const later: Segment[] = [];
  for (const segment of known.segments.filter(({ from_on }) => from_on > on)) later.push(await priced(segment));
  return [{ ...(await priced(first)), from_on: on, from_second: 0, price_change_id: null }, ...later];
};

/** Ends one subscription by the day and has one of the other account go on with it. */
const pass = async (ctx: Ctx, known: Known, asked: Asked, parent_id: string | null) => {
  const { input, to, today, on } = asked;
  const fee = input.contract === 'ended' ? await earlyFee(ctx, known, on) : 0n;
  const segments = await segmentsFrom(ctx, known, asked);
  const ending = await planEnd(ctx, {
    id: known.id,
    on,
    today,
    fee_minor: fee === 0n ? null : fee,
    fee_waived: fee === 0n ? null : (input.waive_fee ?? null),
  });
  const passed = { account_id: to.id, id: ctx.newId(), parent_id };
  const successor = await passOn(ctx, { from: ending, to: passed, segments, contract: input.contract, today });
  await followPriceChanges(ctx, successor);
  return successor;
};

/** Those that go: the subscription and its add-ons, which must all go on beyond the day. */
const movingOf = async (ctx: Ctx, known: Known): Promise<Known[]> => {
  const addOns: Known[] = [];
  for (const each of await addOnsOf(ctx.tx, known)) addOns.push(await getSubscription(ctx, each));
  const unfit = addOns.find((each) => misfit(each) !== undefined);
  if (unfit) throw TransferUnfit({ why: `of one of its add-ons, ${misfit(unfit)}` });
  return [known, ...addOns];
};

const askedFor = async (ctx: Ctx, known: Known, input: TransferSubscription): Promise<Asked> => {
  const [from, to] = [
    await getAccount(ctx, { id: known.account_id }),
    await getAccount(ctx, { id: input.to_account_id }),
  ];
  checkAccounts(from, to);
  const today = dayIn(ctx.now, from.zone);
  return { input, from, to, today, on: await dayOf(ctx, known, input, today) };
};

/**
 * Transfers a subscription to another account, with its add-ons: on the day the one ends, as of the day before, and another of that account goes on with all it has. What was paid for later days comes back. A day
 * to come is planned, and `beginDay` hands over.
 */
export const transfer = async (ctx: Ctx, input: TransferSubscription): Promise<Transfer> => {
  if (input.waive_fee !== undefined && !permits(ctx.actor, WAIVES)) throw NotPermitted({ permission: WAIVES });
  const { account_id } = await getSubscription(ctx, input);
  await holdAccounts(ctx.tx, [account_id, input.to_account_id]);
  await lockSubscription(ctx.tx, input.id);
  const known = await getSubscription(ctx, input);
  checkAlone(known);
  checkStays(known);
  const why = misfit(known);
  if (why !== undefined) throw TransferUnfit({ why });
  const asked = await askedFor(ctx, known, input);
  const moving = await movingOf(ctx, known);
  for (const each of moving) await checkDay(ctx, each, asked);
  const { from, to, today, on } = asked;
  const successor = await pass(ctx, known, asked, null);
  const successors = [successor];
  for (const addOn of moving.slice(1)) successors.push(await pass(ctx, addOn, asked, successor.id));
  const noted = await noteTransfer(ctx, {
    account_id: from.id,
    subscription_id: known.id,
    to_account_id: to.id,
    to_subscription_id: successor.id,
    on_day: on,
    contract: input.contract,
    own_price: input.own_price,
    reason: input.reason ?? null,
  });
  if (on <= today) return handOver(ctx, noted, from.zone);
  for (const each of successors) await grantAccess(ctx, { ...each, zone: from.zone }, 'to be transferred');
  for (const each of moving) await planNextBill(ctx, each, today);
  return noted;
};
