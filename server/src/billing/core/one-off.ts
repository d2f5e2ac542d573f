import { addDays, type Day, decimalFromScaled, type Id, later, ok, type Result, refused } from '@isp/values';
import type { BillableAccount, BillingCatalogue, WaitingCharge } from './billable.ts';
import { lineDiscounts } from './discount.ts';
import { servedBy } from './document-parts.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import { type Liability, lineTaxes, unknownTax } from './liability.ts';
import { ROUNDING } from './terms.ts';

const dueOn = ({ due_on, known_on }: WaitingCharge): Day => later(due_on, known_on);

const chargeLine = (charge: WaitingCharge, on: Liability): InvoiceLineDraft => {
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
    ...lineTaxes(tax_code, on),
    trace: {},
  };
};

/** A one-off charge that a bill takes, and its line. */
export interface TakenCharge {
  readonly account_id: Id;
  readonly id: Id;
  readonly line: InvoiceLineDraft;
}

/** The one-off charges that a bill of the day `as_of` takes, with the discounts of the subscription they are of. */
export const takenCharges = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<readonly TakenCharge[], string> => {
  const { charges, discounts } = account;
  if (charges.length === 0) return ok([]);
  const taken = charges.filter((charge) => dueOn(charge) <= as_of);
  const lacking = unknownTax(
    taken.map(({ tax_code }) => tax_code),
    catalogue,
  );
  if (lacking !== undefined) return refused(`there is no tax ${lacking}`);
  const whose = servedBy(account);
  return ok(
    taken.map((charge) => {
      const { account_id, id, subscription_id } = charge;
      const line = chargeLine(charge, { account: whose(account_id), catalogue, on: as_of });
      const own = discounts.filter(({ subscription_id: of }) => of !== null && of === subscription_id);
      const discounted = own.length === 0 ? line : { ...line, discounts: lineDiscounts(line, own, ROUNDING) };
      return { account_id, id, line: discounted };
    }),
  );
};
