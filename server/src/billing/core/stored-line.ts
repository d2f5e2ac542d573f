import { type Currency, type Day, minorToDecimal } from '@isp/values';
import { billingTermsOf, type PlanTerms } from './billable.ts';
import { priceKey } from './bundle-part.ts';
import { type CreditableLine, sumCredits } from './credit-note.ts';
import { type BilledLine, type LineCredit, lineKeyOf, type StoredCredit, type StoredLine } from './lines.ts';
import type { ChargedTax, TaxedLine } from './tax.ts';

type Amounts = Omit<TaxedLine, 'taxes'>;

/** What a credit of an issued line depends on. */
type Creditable = TaxedLine<ChargedTax> &
  Pick<StoredLine, 'tax_inclusive'> & { readonly credits: readonly TaxedLine[] };

/** An issued line as a credit of it is reckoned. */
export const creditable = ({ credits, ...line }: Creditable): CreditableLine<ChargedTax> => ({
  ...line,
  credited: sumCredits(credits),
});

const isOfDays = (credit: StoredCredit): credit is StoredCredit & { period_from: Day; period_to: Day } =>
  credit.kind === 'unused' && credit.period_from !== null && credit.period_to !== null;

/** An issued line as a run looks at it. */
export const billedLine = (line: StoredLine, plan: PlanTerms, currency: Currency): BilledLine => {
  const own = (of: Amounts): bigint => (line.tax_inclusive ? of.gross_minor : of.net_minor);
  const byHand = line.credits.filter(({ kind }) => kind === 'by-hand');
  return {
    kind: line.kind,
    price_id: priceKey(line),
    line_key: lineKeyOf(line),
    period_from: line.period_from,
    period_to: line.period_to,
    from_second: line.from_second,
    to_second: line.to_second,
    cycle_from: line.cycle_from,
    cycle_to: line.cycle_to,
    quantity: line.quantity,
    unit_price: minorToDecimal(line.unit_price_minor, currency),
    days: line.days,
    amount_minor: own(line) + line.discount_minor,
    terms: billingTermsOf(plan),
    ...(line.part ? { part: line.part } : {}),
    invoiced_minor: own(line),
    adjusted_minor: byHand.reduce((sum, credit) => sum + own(credit), 0n),
    credits: line.credits.filter(isOfDays).map(
      (credit): LineCredit => ({
        period_from: credit.period_from,
        period_to: credit.period_to,
        from_second: credit.from_second,
        to_second: credit.to_second,
        amount_minor: own(credit),
      }),
    ),
  };
};
