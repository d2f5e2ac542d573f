/** For tests: accounts that pay for one another from a day on, and runs over all of them. */
import type { Day, Id } from '@isp/values';
import { afterDraft } from './after-draft.ts';
import { account, CATALOGUE } from './billable.fixture.ts';
import type { BillableAccount, BillableSubscription, WaitingCharge } from './billable.ts';
import type { GivenDiscount } from './discount.ts';
import { type Drafted, draftInvoice, linesWanted } from './draft-invoice.ts';
import type { GivenExemption } from './exemption.ts';

/** One account by itself. */
export interface Alone {
  readonly id: Id;
  readonly subscriptions: readonly BillableSubscription[];
  readonly discounts?: readonly GivenDiscount[];
  readonly charges?: readonly WaitingCharge[];
  readonly exemptions?: readonly GivenExemption[];
  readonly country?: string;
}

/** An account whose number is its id. */
export const alone = ({ id, subscriptions, discounts = [], charges = [], exemptions = [], country = 'DE' }: Alone) => {
  const first = account(...subscriptions.map((each) => ({ ...each, account_id: id })));
  const recipient = { ...first.recipient, account_number: id, country };
  const mine = <T>(all: readonly T[]) => all.map((each) => ({ ...each, account_id: id }));
  return { ...first, id, recipient, discounts: mine(discounts), charges: mine(charges), exemptions };
};

/** A payer with those it pays for, as a run reads them. */
export const paying = (payer: BillableAccount, others: readonly BillableAccount[]): BillableAccount => ({
  ...payer,
  pays_for: others,
  discounts: [payer, ...others].flatMap((each) => each.discounts),
  charges: [payer, ...others].flatMap((each) => each.charges),
  subscriptions: [payer, ...others].flatMap((each) => each.subscriptions),
});

/** With no more lines than a run reads, and those that they were invoiced to. */
const asRead = (of: BillableAccount, as_of: Day, all: readonly BillableAccount[]): BillableAccount => {
  const wanted = new Map(linesWanted(of, CATALOGUE, as_of).map((want) => [want.subscription_id, want]));
  const subscriptions = of.subscriptions.map((each) => {
    const want = wanted.get(each.id);
    const isRead = (to: Day) => want !== undefined && (want.beyond === null || to > want.beyond);
    return { ...each, lines: each.lines.filter(({ period_to }) => isRead(period_to)) };
  });
  return { ...of, subscriptions, billed_before: all };
};

/** Who pays for whom, from a run on. */
export interface PayerChange {
  readonly id: Id;
  readonly payer_id: Id | null;
}

/** Lets all accounts be billed on each of the days, each by who pays for it then. */
export const runsOf = (
  first: readonly BillableAccount[],
  days: readonly { readonly on: Day; readonly changes: readonly PayerChange[] }[],
): readonly Drafted[] => {
  const now = new Map(first.map((each) => [each.id, each]));
  const payer = new Map<Id, Id>();
  const drafts: Drafted[] = [];
  for (const { on, changes } of days) {
    for (const { id, payer_id } of changes)
      if (payer_id === null) payer.delete(id);
      else payer.set(id, payer_id);
    const all = [...now.values()];
    for (const each of all) {
      if (payer.has(each.id)) continue;
      const unit = paying(
        each,
        all.filter(({ id }) => payer.get(id) === each.id),
      );
      const drafted = draftInvoice(asRead(unit, on, all), CATALOGUE, on);
      drafts.push(drafted);
      const after = afterDraft(unit, drafted);
      for (const one of [each, ...unit.pays_for]) {
        const mine = <T extends { readonly account_id: Id }>(of: readonly T[]) =>
          of.filter((x) => x.account_id === one.id);
        const before = now.get(one.id) ?? each;
        now.set(one.id, {
          ...before,
          discounts: mine(after.discounts),
          charges: mine(after.charges),
          subscriptions: mine(after.subscriptions),
        });
      }
    }
  }
  return drafts;
};
