import { moneyText } from '../kit/format.ts';
import type { Terms } from './plan-sentence.ts';

/** The choices of a contract, as one reads and chooses them. */
export const CONTRACT_WORDS = {
  contract_renewal: { none: 'nothing', same: 'the same term again', monthly: 'month by month' },
  early_fee: {
    none: 'nothing',
    fixed: 'an amount',
    declining: 'an amount that gets less each month',
    remaining: 'a part of the periods left',
  },
} as const;

const monthsText = (count: number): string => (count === 1 ? '1 month' : `${count} months`);

type Bound = Pick<
  Terms,
  'contract_months' | 'contract_renewal' | 'price_guarantee' | 'early_fee' | 'early_fee_minor' | 'early_fee_percent'
>;

/** How long a subscription is bound: `24 months, then month by month, price guaranteed`; `none` when it is not. */
export const contractText = ({ contract_months: count, contract_renewal, price_guarantee }: Bound): string => {
  if (count === 0) return 'none';
  const then = { none: '', same: `, then ${count} more`, monthly: ', then month by month' }[contract_renewal];
  return `${monthsText(count)}${then}${price_guarantee ? ', price guaranteed' : ''}`;
};

/** What leaving earlier costs: `€120.00`; `nothing` without a fee. */
export const earlyFeeText = ({
  early_fee,
  early_fee_minor,
  early_fee_percent,
  currency,
}: Bound & { readonly currency: string }): string => {
  if (early_fee === 'remaining') return `${(early_fee_percent ?? '').replace(/\.0+$/, '')} % of the periods left`;
  if (early_fee === 'none' || early_fee_minor === null) return 'nothing';
  const amount = moneyText(early_fee_minor, currency);
  return early_fee === 'fixed' ? amount : `${amount}, less for each month that is over`;
};
