import { addDays, type Day, decimalFromScaled, type Id, later, ok, type Result, refused } from '@isp/values';
import type { BillableAccount, BillingCatalogue, WaitingCharge } from './billable.ts';
import { lineDiscounts } from './discount.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import { ROUNDING } from './terms.ts';

const dueOn = ({ due_on, known_on }: WaitingCharge): Day => later(due_on, known_on);

const chargeLine = (charge: WaitingCharge, { taxes }: BillingCatalogue): InvoiceLineDraft => {
  const { id, subscription_id, plan_id, plan_version, description, quantity, unit_price_minor, tax_code } = charge;
  return {
    kind: 'one_time',
    subscription_id,
    charge_code: id,
    revision: 0,
    plan_id,
    plan_version,
    description,
    due_on: dueOn(charge),
    period_from: charge.due_on,
    period_to: addDays(charge.due_on, 1),
    from_second: 0,
    to_second: 0,
    cycle_from: null,
    cycle_to: null,
    quantity: decimalFromScaled(BigInt(quantity), 0),
    unit_price_minor: decimalFromScaled(unit_price_minor, 0),
    days: null,
    of_days: null,
    amount_minor: unit_price_minor * BigInt(quantity),
    tax_code,
    tax_inclusive: taxes.get(tax_code ?? '')?.inclusive ?? false,
    tax_codes: tax_code === null ? [] : [tax_code],
    trace: {},
  };
};

/** One-off charges that a bill takes: a line of each, in the same order. */
export interface TakenCharges {
  readonly ids: readonly Id[];
  readonly lines: readonly InvoiceLineDraft[];
}

const NONE: TakenCharges = { ids: [], lines: [] };

/** The one-off charges that a bill of the day `as_of` takes, with the discounts of the subscription they are of. */
export const takenCharges = (
  { charges, discounts }: BillableAccount,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<TakenCharges, string> => {
  if (charges.length === 0) return ok(NONE);
  const taken = charges.filter((charge) => dueOn(charge) <= as_of);
  const lacking = taken.find(({ tax_code }) => tax_code !== null && !catalogue.taxes.has(tax_code));
  if (lacking !== undefined) return refused(`there is no tax ${lacking.tax_code}`);
  const lines = taken.map((charge) => {
    const line = chargeLine(charge, catalogue);
    const own = discounts.filter(({ subscription_id: of }) => of !== null && of === charge.subscription_id);
    return own.length === 0 ? line : { ...line, discounts: lineDiscounts(line, own, ROUNDING) };
  });
  return ok({ ids: taken.map(({ id }) => id), lines });
};
