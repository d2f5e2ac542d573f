import type { Day, Id } from '@isp/values';
import type { BillableAccount, BillableSubscription, PastUse } from './billable.ts';
import type { GivenDiscount } from './discount.ts';
import type { CreditLineDraft } from './draft-credit.ts';
import type { Drafted, InvoiceDraft } from './draft-invoice.ts';
import { chargedTaxes } from './draft-line.ts';
import type { StoredCredit, StoredLine } from './lines.ts';

/** Stands for the id of an invoice that was only drafted. */
const draftId = ({ issued_on }: Pick<InvoiceDraft, 'issued_on'>): Id => `draft of ${issued_on}`;

const storedCredit = ({
  kind,
  period_from,
  period_to,
  from_second,
  to_second,
  net_minor,
  tax_minor,
  gross_minor,
  taxes,
}: CreditLineDraft): StoredCredit => ({
  kind,
  period_from,
  period_to,
  from_second,
  to_second,
  net_minor,
  tax_minor,
  gross_minor,
  taxes,
});

const storedLines = (invoice: InvoiceDraft, subscriptionId: Id): StoredLine[] =>
  invoice.lines.flatMap((line, i): StoredLine[] => {
    const {
      subscription_id,
      plan_id,
      plan_version,
      cycle_from,
      cycle_to,
      days,
      unit_price_minor,
      trace: _,
      ...rest
    } = line;
    if (subscription_id !== subscriptionId || plan_id === null || plan_version === null) return [];
    if (cycle_from === null || cycle_to === null || days === null) return [];
    const of = { account_id: invoice.account_id, invoice_id: draftId(invoice), line_no: i + 1 };
    const taxes = chargedTaxes(line.taxes, invoice.taxes);
    return [
      {
        ...rest,
        ...of,
        plan_id,
        plan_version,
        cycle_from,
        cycle_to,
        days,
        unit_price_minor: BigInt(unit_price_minor),
        taxes,
        credits: [],
      },
    ];
  });

const creditsOf = (line: StoredLine, drafted: Drafted): StoredCredit[] =>
  [...drafted.credits.flatMap(({ lines }) => lines), ...drafted.freed]
    .filter(({ of }) => (of.invoice_id ?? (drafted.invoice && draftId(drafted.invoice))) === line.invoice_id)
    .filter(({ of }) => of.account_id === line.account_id && of.line_no === line.line_no)
    .map(storedCredit);

/** What was used in billed periods: what was read of them last is known since. */
const pastAfter = ({ past_use, usage }: BillableSubscription, usage_to: Day): PastUse[] => {
  const read = usage.filter(({ period_to }) => period_to <= usage_to);
  const isRead = (of: PastUse) => read.some(({ period_from }) => period_from === of.period_from);
  return [...past_use.filter((of) => !isRead(of)), ...read.map(({ period_from, octets }) => ({ period_from, octets }))];
};

const afterwards = (subscription: BillableSubscription, drafted: Drafted): BillableSubscription => {
  const next = drafted.next.find(({ id }) => id === subscription.id);
  if (next === undefined) return subscription;
  const { billed_on, settled_to, recurring_to, usage_to, setup_fee_billed } = next;
  const lines = [...subscription.lines, ...(drafted.invoice ? storedLines(drafted.invoice, subscription.id) : [])];
  return {
    ...subscription,
    end_fee_minor: next.end_fee_billed ? null : subscription.end_fee_minor,
    billed: { billed_on, settled_to, recurring_to, usage_to, setup_fee_billed },
    recount_from: null,
    billed_usage: null,
    past_use: usage_to === null ? [] : pastAfter(subscription, usage_to),
    lines: lines.map((line) => ({ ...line, credits: [...line.credits, ...creditsOf(line, drafted)] })),
  };
};

const isUsed = (discount: GivenDiscount, { invoice }: Drafted): boolean =>
  invoice?.lines.some(({ discounts }) => discounts.some(({ discount_id }) => discount_id === discount.id)) ?? false;

const discountAfter = (discount: GivenDiscount, drafted: Drafted): GivenDiscount =>
  discount.bills_left === null || !isUsed(discount, drafted)
    ? discount
    : { ...discount, bills_left: discount.bills_left - 1 };

/** The account as it is once a draft of it is issued: so one looks further ahead without writing anything. */
export const afterDraft = (account: BillableAccount, drafted: Drafted): BillableAccount => ({
  ...account,
  discounts: account.discounts.map((discount) => discountAfter(discount, drafted)),
  charges: account.charges.filter(({ id }) => !drafted.invoice?.charges.some((taken) => taken.id === id)),
  subscriptions: account.subscriptions.map((subscription) => afterwards(subscription, drafted)),
});
