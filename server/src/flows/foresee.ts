import type { Day, Id } from '@isp/values';
import { afterDraft, type BillableAccount, type BillingCatalogue, type Drafted } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { billedLines } from '../views/billable.ts';
import { catalogueOf, draftOrHold, knownAccounts, withBilledBefore, withUse } from './draft-bills.ts';

/** What would be made of an account on a day. */
export interface Foreseen {
  readonly as_of: Day;
  readonly drafted: Drafted;
}

/** Days looked at for a document, at most: one may be long in coming, or never come. */
const LOOKS = 60;

const onlyCharges = ({ invoice, credits }: Drafted): boolean =>
  invoice !== null && credits.length === 0 && invoice.charges.length === invoice.lines.length;

/** What is due at once. Charges do not make a bill of their own where one of something else is to come: they wait for it. */
const draftToday = (account: BillableAccount, catalogue: BillingCatalogue, today: Day): Drafted => {
  const drafted = draftOrHold(account, catalogue, today);
  const waits = onlyCharges(drafted) && drafted.next.some(({ next_bill_on }) => next_bill_on !== null);
  return waits ? draftOrHold({ ...account, charges: [] }, catalogue, today) : drafted;
};

/** The next day a run looks at an account: by its subscriptions, and without any by its charges. */
const nextLook = ({ charges }: BillableAccount, { next }: Drafted): Day | undefined => {
  const days = next.flatMap(({ next_bill_on }) => next_bill_on ?? []);
  return (days.length > 0 ? days : charges.map(({ due_on }) => due_on)).sort()[0];
};

/** The documents an account gets next, from a day on, up to so many; nothing is written. Use that is yet to come is not in them. */
export const foresee = async (ctx: Ctx, accountId: Id, from: Day, count: number): Promise<Foreseen[]> => {
  const catalogue = await catalogueOf(ctx.tx);
  const [read] = await knownAccounts(ctx.tx, [accountId], catalogue);
  if (read === undefined) return [];
  const all = read.subscriptions.map(({ account_id, id }) => ({ account_id, subscription_id: id, beyond: null }));
  const lines = Map.groupBy(await billedLines(ctx.tx, all), (l) => l.subscription_id);
  const lined = {
    ...read,
    subscriptions: read.subscriptions.map((each) => ({ ...each, lines: lines.get(each.id) ?? [] })),
  };
  let [account = lined] = await withBilledBefore(ctx.tx, [lined]);
  const foreseen: Foreseen[] = [];
  let as_of: Day | undefined = from;
  for (let looks = 0; looks < LOOKS && as_of !== undefined && foreseen.length < count; looks++) {
    const [used] = await withUse(ctx.tx, [account], catalogue, as_of);
    account = used ?? account;
    const drafted = looks === 0 ? draftToday(account, catalogue, as_of) : draftOrHold(account, catalogue, as_of);
    if (drafted.invoice !== null || drafted.credits.length > 0 || drafted.held !== null)
      foreseen.push({ as_of, drafted });
    if (drafted.held !== null) break;
    account = afterDraft(account, drafted);
    as_of = nextLook(account, drafted);
  }
  return foreseen;
};
