import { addDays, type Day, type Id } from '@isp/values';
import {
  type ActiveHold,
  activeHolds,
  type BillClassSum,
  type BillDrafted,
  type BillingCatalogue,
  type BillRun,
  billedBefore,
  billWanted,
  DEFAULT_POLICY,
  type Drafted,
  HOLDABLE,
  type HoldableClass,
  type HoldPolicy,
  insertFindings,
  insertHolds,
  type Reviewed,
  releasedBills,
  reviewBill,
} from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Tx } from '../kernel/db.ts';

/** What bills are held by: of each legal entity, where it says something. */
export type HoldPolicies = ReadonlyMap<Id, HoldPolicy>;

/** What a run reviews its bills by. */
interface Reviewing {
  readonly run: Pick<BillRun, 'id' | 'kind' | 'as_of'>;
  readonly catalogue: BillingCatalogue;
  readonly policies: HoldPolicies;
}

/** Days that a released bill of an amount is let through: its next one is another bill. */
const LET_THROUGH_DAYS = 27;

const policyOf = ({ policies }: Reviewing, { account }: BillDrafted): HoldPolicy =>
  policies.get(account.legal_entity_id) ?? DEFAULT_POLICY;

const compare = async (tx: Tx, reviewing: Reviewing, bills: readonly BillDrafted[]): Promise<Reviewed[]> => {
  const { catalogue, run } = reviewing;
  const wanted = bills.map((bill) => billWanted(bill, catalogue, run.as_of));
  const before = new Map((await billedBefore(tx, wanted)).map((each) => [each.account_id, each]));
  return bills.flatMap((bill) => {
    const terms = { policy: policyOf(reviewing, bill), catalogue, as_of: run.as_of };
    return reviewBill(bill, before.get(bill.account.id), terms) ?? [];
  });
};

const holdable = (name: Reviewed['class']): HoldableClass | undefined => HOLDABLE.find((each) => each === name);

type ToHold = Reviewed & { readonly class: HoldableClass };

const isToHold = (classes: ReadonlySet<string>, found: Reviewed): found is ToHold =>
  holdable(found.class) !== undefined && classes.has(found.class);

const billKey = ({ account_id, currency, now_minor }: Pick<Reviewed, 'account_id' | 'currency' | 'now_minor'>) =>
  `${account_id} ${currency} ${now_minor}`;

/** What the policies hold of what was found, but for bills that somebody released. */
const toHold = async (
  tx: Tx,
  reviewing: Reviewing,
  bills: readonly BillDrafted[],
  found: readonly Reviewed[],
): Promise<ToHold[]> => {
  const classes = new Map(bills.map((bill) => [bill.account.id, new Set<string>(policyOf(reviewing, bill).classes)]));
  const caught = found.filter((each): each is ToHold => isToHold(classes.get(each.account_id) ?? new Set(), each));
  if (caught.length === 0) return [];
  const ids = caught.map(({ account_id }) => account_id);
  const { as_of } = reviewing.run;
  const released = new Set((await releasedBills(tx, ids, addDays(as_of, -LET_THROUGH_DAYS))).map(billKey));
  return caught.filter((each) => !released.has(billKey(each)));
};

const without = (drafted: Drafted, held: string): Drafted => ({
  account_id: drafted.account_id,
  invoice: null,
  credits: [],
  freed: [],
  next: [],
  held,
});

const holdText = ({ class: name, as_of, held_by }: ActiveHold): string =>
  `its bill is held since the run of ${as_of} (${name}), by ${held_by}`;

/** What becomes of a chunk's drafts, and what was found of them. */
export interface ReviewedChunk {
  readonly drafts: readonly Drafted[];
  readonly found: readonly Reviewed[];
  /** What of it is to be kept, and what the policies hold. */
  readonly kept: readonly Reviewed[];
  readonly caught: readonly ToHold[];
}

/** Those that a run looks at: a dry one at all, another at what somebody may want held. */
const lookedAt = (reviewing: Reviewing, bills: readonly BillDrafted[], held: ReadonlySet<Id>) =>
  reviewing.run.kind === 'dry'
    ? bills
    : bills.filter(
        (bill) =>
          !held.has(bill.account.id) && (bill.drafted.held !== null || policyOf(reviewing, bill).classes.length > 0),
      );

/** What is kept of what was found: of a dry run all that is not the same, of another what is held. */
const kept = ({ run }: Reviewing, found: readonly Reviewed[], caught: ReadonlySet<Id>) =>
  found.filter((each) =>
    run.kind === 'dry' ? each.class !== 'same' : each.class === 'unbillable' || caught.has(each.account_id),
  );

/** Compares a chunk's bills with those before, and leaves out what is held: by somebody, or by what the policies say. Nothing is written. */
export const reviewBills = async (
  ctx: Ctx,
  reviewing: Reviewing,
  bills: readonly BillDrafted[],
): Promise<ReviewedChunk> => {
  const holds = await activeHolds(
    ctx.tx,
    bills.map(({ account }) => account.id),
  );
  const held = new Map(holds.map((hold) => [hold.account_id, holdText(hold)]));
  const looked = lookedAt(reviewing, bills, new Set(held.keys()));
  const found = await compare(ctx.tx, reviewing, looked);
  const caught = await toHold(ctx.tx, reviewing, looked, found);
  const ids = new Set(caught.map(({ account_id }) => account_id));
  for (const { account_id, class: name } of caught)
    if (!held.has(account_id)) held.set(account_id, `its bill is held: ${name}`);
  const drafts = bills.map(({ drafted }) => {
    const why = held.get(drafted.account_id);
    return why === undefined ? drafted : without(drafted, why);
  });
  return { drafts, found, caught, kept: kept(reviewing, found, ids) };
};

/** Keeps what was found that is worth a look, and, of a run that is not dry, holds what the policies hold. */
export const keepReview = async (
  ctx: Ctx,
  run: Pick<BillRun, 'id' | 'kind' | 'as_of'>,
  { kept: found, caught }: Pick<ReviewedChunk, 'kept' | 'caught'>,
): Promise<void> => {
  await insertFindings(ctx.tx, run.id, found);
  if (run.kind === 'dry') return;
  const holding = { bill_run_id: run.id, as_of: run.as_of, held_by: ctx.actor.name, held_at: ctx.now, note: null };
  await insertHolds(
    ctx.tx,
    caught.map((each) => ({ ...each, id: ctx.newId() })),
    holding,
  );
};

/** Counts bills that are the same as before, by currency. */
export const createTally = () => {
  const sums = new Map<
    string,
    { accounts: number; before_accounts: number; now_minor: bigint; before_minor: bigint }
  >();
  return {
    add: (found: readonly Reviewed[]): void => {
      for (const { class: name, currency, now_minor, before_minor } of found) {
        if (name !== 'same') continue;
        const sum = sums.get(currency) ?? { accounts: 0, before_accounts: 0, now_minor: 0n, before_minor: 0n };
        sum.accounts += 1;
        sum.before_accounts += 1;
        sum.now_minor += now_minor;
        sum.before_minor += before_minor;
        sums.set(currency, sum);
      }
    },
    rows: (): BillClassSum[] => [...sums].map(([currency, sum]) => ({ class: 'same', currency, ...sum })),
  };
};

interface EndedReview {
  readonly account_id: Id;
  readonly currency: string;
  readonly ended_on: Day;
}

/** Keeps those who had a bill a period before and are over: no run comes upon them. */
export const reviewEnded = async (
  tx: Tx,
  { id, as_of }: Pick<BillRun, 'id' | 'as_of'>,
  ended: readonly EndedReview[],
): Promise<void> => {
  const wanted = ended.map((each) => ({ ...each, near: as_of, until: as_of }));
  const before = new Map((await billedBefore(tx, wanted)).map((each) => [each.account_id, each]));
  const found = ended.flatMap(({ account_id, currency, ended_on }): Reviewed[] => {
    const last = before.get(account_id);
    if (last === undefined || last.amount_minor <= 0n) return [];
    const { issued_on: before_on, amount_minor: before_minor } = last;
    const reason = `ended on ${ended_on}`;
    return [{ account_id, class: 'ended', currency, now_minor: 0n, before_minor, before_on, reason }];
  });
  await insertFindings(tx, id, found);
};
