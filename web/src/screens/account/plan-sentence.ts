import type { ListPlans } from '@isp/server/contract/tariffs';
import type { Row } from '../../api/contract.ts';
import { bytesText, moneyText, rateText, unitPriceText } from '../../kit/format.ts';

type Plan = Row<typeof ListPlans>;
type Terms = Plan['current'];

/** How often, in words: `a month`, `every 3 months`. */
export const cycleText = (unit: string, count: number): string =>
  count === 1 ? `a ${unit}` : `every ${count} ${unit}s`;

const speedText = (terms: Terms): string | undefined => {
  if (terms.rate_down_kbps === null && terms.rate_up_kbps === null) return undefined;
  const side = (kbps: number | null) => (kbps === null ? 'unlimited' : rateText(kbps));
  return `${side(terms.rate_down_kbps)} down, ${side(terms.rate_up_kbps)} up`;
};

const quotaText = (terms: Terms): string => {
  if (terms.included_bytes === null) return 'no limit on use';
  const included = `${bytesText(terms.included_bytes)} included`;
  if (terms.overage_unit_bytes === null || terms.overage_unit_price_minor === null) return included;
  return `${included}, then ${unitPriceText(terms.overage_unit_price_minor, terms.currency)} per ${bytesText(terms.overage_unit_bytes)}`;
};

/** What a plan costs and gives, as one would say it to a customer; `price_minor` when it is not the plan's own. */
export const planSentence = (plan: Plan, price_minor = plan.current.price_minor): string => {
  const terms = plan.current;
  const tax = terms.tax_code === null ? '' : ` plus tax ${terms.tax_code}`;
  const cycle = cycleText(terms.cycle_unit, terms.cycle_count);
  const price = `${moneyText(price_minor, terms.currency)}${tax} ${cycle}, billed in ${terms.timing}`;
  const setup =
    terms.setup_fee_minor > 0 ? `${moneyText(terms.setup_fee_minor, terms.currency)} once to begin` : undefined;
  const parts = plan.kind === 'internet' ? [speedText(terms), quotaText(terms), setup] : [setup];
  const rest = parts.filter((part) => part !== undefined);
  return `${price}${rest.length > 0 ? `; ${rest.join('; ')}` : ''}.`;
};
