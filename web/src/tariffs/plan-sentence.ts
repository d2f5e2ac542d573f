import type { GetPlan, PublishVersion } from '@isp/server/contract/tariffs';
import { type Decimal, decimalRatio, parseDecimal, roundRatio } from '@isp/values';
import type { Input, Reply } from '../api/contract.ts';
import { moneyText } from '../kit/format.ts';
import { phasesText } from './billing-words.ts';
import { contractText, earlyFeeText } from './contract-words.ts';
import { hoursText, limitText, stepText } from './limit-words.ts';
import { type MeterChoice, meterText } from './meter-words.ts';
import { begunText, volumeText } from './overage-words.ts';
import { rolloverText } from './rollover-form.ts';
import { speedText } from './speed-text.ts';

/** What a version of a plan costs and gives. */
export type Terms = Omit<
  Required<Input<typeof PublishVersion>>,
  'id' | 'effective_from' | 'running' | 'parts' | Lists
> &
  Pick<Reply<typeof GetPlan>['current'], Lists> & { readonly parts: TypedPart[] };
/** A part of a bundle as it is written, and as a version keeps it. */
export type TypedPart = NonNullable<Input<typeof PublishVersion>['parts']>[number];
type Lists = 'limits' | 'fair_use' | 'hours' | 'rollover' | 'meter_charges';

export type Kind = Reply<typeof GetPlan>['kind'];

/** A tax as one chooses it for a plan. */
export interface TaxChoice {
  readonly code: string;
  readonly name: string;
  /** Null: of a group of taxes, which depend on the account. */
  readonly percent: string | null;
  readonly inclusive: boolean;
}

/** A pool of addresses as one chooses it for a plan. */
export interface PoolChoice {
  readonly code: string;
  readonly name: string;
  readonly kind: 'ipv4' | 'ipv6-prefix' | 'ipv6-delegated';
}

/** How often, in words: `a month`, `every 3 months`. */
export const cycleText = (unit: string, count: number): string =>
  count === 1 ? `a ${unit}` : `every ${count} ${unit}s`;

/** What a pause costs: `€5.00 a month`; `nothing` without a fee. */
export const holdFeeText = (terms: Terms): string =>
  terms.hold_fee_minor === null || terms.hold_fee_minor === 0
    ? 'nothing'
    : `${moneyText(terms.hold_fee_minor, terms.currency)} ${cycleText(terms.cycle_unit, terms.cycle_count)}`;

const HUNDRED = 100n;

const withTax = (price_minor: number, percent: Decimal): number => {
  const { numerator, denominator } = decimalRatio(percent);
  return price_minor + Number(roundRatio(BigInt(price_minor) * numerator, denominator * HUNDRED, 'half-up'));
};

const percentText = (percent: string): string => (percent.includes('.') ? percent.replace(/\.?0+$/, '') : percent);

const taxText = (terms: Terms, taxes: readonly TaxChoice[]): string => {
  if (terms.tax_code === null) return ', no tax';
  const tax = taxes.find((each) => each.code === terms.tax_code);
  if (!tax) return ` plus tax ${terms.tax_code}`;
  if (tax.percent === null) return tax.inclusive ? `, taxes of ${tax.name} included` : ` plus taxes of ${tax.name}`;
  const percent = parseDecimal(tax.percent);
  if (percent === undefined) return ` plus tax ${terms.tax_code}`;
  const rate = `${percentText(tax.percent)} %`;
  const name = tax.name.includes(rate) ? tax.name : `${rate} ${tax.name}`;
  return tax.inclusive
    ? `, ${name} included`
    : ` plus ${name}, that is ${moneyText(withTax(terms.price_minor, percent), terms.currency)}`;
};

const isVolumeLimited = ({ limits, fair_use }: Terms): boolean =>
  fair_use.length > 0 || limits.some((limit) => limit.what === 'data');

/** What of it may be used: the volume, unless limits say more of it, and then those. */
const usable = (terms: Terms): string[] => [
  ...(terms.included_bytes === null && isVolumeLimited(terms) ? [] : [`${volumeText(terms)}${begunText(terms)}`]),
  ...terms.limits.map((limit) => limitText(limit, terms.currency)),
  ...terms.fair_use.map(stepText),
  ...(terms.rollover === null ? [] : [rolloverText(terms)]),
  ...terms.hours.map(hoursText),
];

/** What a subscriber pays and gets, as one would say it to them. */
export const planSentence = (
  kind: Kind,
  terms: Terms,
  taxes: readonly TaxChoice[] = [],
  meters: readonly MeterChoice[] = [],
): string => {
  if (kind === 'one-time')
    return `It costs ${moneyText(terms.price_minor, terms.currency)} once${taxText(terms, taxes)}.`;
  const price = `${moneyText(terms.price_minor, terms.currency)} ${cycleText(terms.cycle_unit, terms.cycle_count)}`;
  const when = terms.timing === 'advance' ? 'in advance' : 'in arrears';
  const setup = terms.setup_fee_minor > 0 ? [`${moneyText(terms.setup_fee_minor, terms.currency)} once to begin`] : [];
  const first = terms.phases.length > 0 ? [phasesText(terms)] : [];
  const paused = (terms.hold_fee_minor ?? 0) > 0 ? [`paused for ${holdFeeText(terms)}`] : [];
  const bound =
    terms.contract_months > 0
      ? [
          `bound for ${contractText(terms)}${terms.early_fee === 'none' ? '' : `; leaving earlier costs ${earlyFeeText(terms)}`}`,
        ]
      : [];
  const gives = kind === 'internet' ? [speedText(terms), ...usable(terms)] : [];
  const metered = terms.meter_charges.map((charge) => meterText(charge, terms.currency, meters));
  const rest = [...first, ...gives, ...metered, ...setup, ...paused, ...bound].map((part) => `; ${part}`).join('');
  const tax = kind === 'bundle' ? ' plus the taxes of its parts' : taxText(terms, taxes);
  return `A subscriber pays ${price} ${when}${tax}${rest}.`;
};
