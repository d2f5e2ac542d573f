import type { Period } from '@isp/values';
import type { PlanTerms, UsageTotal } from './billable.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import type { KnownSubscription } from './known-subscription.ts';
import { type Liability, lineTaxes } from './liability.ts';
import { rolledOctets, rolledTrace, rolledUse } from './rolled-usage.ts';
import { PLAN_CHARGE } from './subscription-charge.ts';
import { octetsText, type RatedOverage, rateOverage, type UsagePeriod } from './usage-charge.ts';

/** Of a line that is not charged by its days. */
export const WHOLE_DAYS = { revision: 0, from_second: 0, to_second: 0, cycle_from: null, cycle_to: null };

/** What a line of a subscription has of its plan. */
export const planFields = (
  known: KnownSubscription,
  { plan_id, plan_version, tax_code }: PlanTerms,
  on: Liability,
) => ({
  subscription_id: known.subscription.id,
  charge_code: PLAN_CHARGE,
  plan_id,
  plan_version,
  ...lineTaxes(tax_code, on),
});

/** What every line of use of a period has. */
export const usageFields = (
  known: KnownSubscription,
  { terms, from, to }: Period & Pick<UsagePeriod, 'terms'>,
  on: Liability,
) => ({
  kind: 'usage' as const,
  ...planFields(known, terms, on),
  ...WHOLE_DAYS,
  due_on: to,
  period_from: from,
  period_to: to,
  days: null,
  of_days: null,
});

/** `above 20 up to 120 units`, of a step of prices. */
const stepText = ({ from, to }: RatedOverage): string => `above ${from}${to === null ? '' : ` up to ${to}`} units`;

/** `100 GB included, 30 GB rolled over`. */
export const includedText = (
  { included_bytes }: Pick<UsagePeriod['terms'], 'included_bytes'>,
  rolled: bigint,
): string => `${octetsText(included_bytes)} included${rolled === 0n ? '' : `, ${octetsText(rolled)} rolled over`}`;

/** The use of a period as one line, or one for each step of prices that it reached into. */
export const linesOfUse = (
  known: KnownSubscription,
  period: Omit<UsagePeriod, 'segment'>,
  total: UsageTotal,
  on: Liability,
): InvoiceLineDraft[] => {
  const { terms } = period;
  const use = rolledUse(known, period, total.octets);
  const rolled = rolledOctets(use);
  const used = `${octetsText(total.octets)} used, ${includedText(terms, rolled)}`;
  const isStepped = terms.overage_model === 'graduated';
  return rateOverage(terms, total, known.currency, rolled).map((overage) => ({
    ...usageFields(known, period, on),
    revision: overage.tier,
    description: `${terms.plan_name}: ${used}${isStepped ? `, ${stepText(overage)}` : ''}`,
    quantity: overage.quantity,
    unit_price_minor: overage.unit_price_minor,
    amount_minor: overage.amount_minor,
    trace: {
      total_bytes: `${total.octets}`,
      included_bytes: `${terms.included_bytes}`,
      ...rolledTrace(use, terms),
      billed_bytes: `${overage.octets}`,
      unit_bytes: `${terms.overage_unit_bytes}`,
      sessions: total.sessions,
      checksum: total.checksum,
      ...(terms.overage_model === 'flat' ? {} : { model: terms.overage_model, tier: overage.tier }),
    },
  }));
};
