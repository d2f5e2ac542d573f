import type { FormValidateInput } from '@mantine/form';
import { minorOf, typedMoney } from '../kit/money-text.ts';
import {
  type BillingValues,
  billingOf,
  billingProblems,
  notNegative,
  typedBilling,
  usualBilling,
} from './billing-form.ts';
import { type BundleValues, bundleOf, bundleProblems, NO_BUNDLE, noBundle, typedBundle } from './bundle-form.ts';
import { type ContractValues, contractOf, contractProblems, noContract, typedContract } from './contract-form.ts';
import { type LimitsValues, limitsOf, limitsProblems, typedLimits } from './limits-form.ts';
import { type MetersValues, metersOf, metersProblems, typedMeters } from './meters-form.ts';
import {
  NO_OVERAGE,
  type OverageValues,
  overageOf,
  overageProblems,
  typedOverage,
  usualOverage,
} from './overage-form.ts';
import type { Kind, Terms } from './plan-sentence.ts';
import { NO_ROLLOVER, type RolloverValues, rolloverOf, rolloverProblems, typedRollover } from './rollover-form.ts';

/** A plan's terms as they are typed: amounts in major units, speeds in Mbit/s, volume in GB; an empty box is nothing. */
export type TermsValues = LimitsValues &
  MetersValues &
  BundleValues &
  BillingValues &
  ContractValues &
  RolloverValues &
  OverageValues & {
    currency: string;
    price_minor: string;
    cycle_unit: Terms['cycle_unit'];
    cycle_count: number | string;
    timing: Terms['timing'];
    tax_code: string | null;
    setup_fee_minor: string;
    rate_down_kbps: number | string;
    rate_up_kbps: number | string;
    session_timeout_s: number | string;
    simultaneous: number | string;
    ipv4_pool: string | null;
    ipv6_prefix_pool: string | null;
    ipv6_delegated_pool: string | null;
  };

const KBPS = 1000;
const GB = 1_000_000_000;
const HOUR = 3600;

const NO_POOLS = { ipv4_pool: null, ipv6_prefix_pool: null, ipv6_delegated_pool: null };

/** Terms nobody has typed anything of. */
export const emptyTerms = (currency: string): TermsValues => ({
  currency,
  price_minor: '',
  cycle_unit: 'month',
  cycle_count: 1,
  timing: 'advance',
  tax_code: null,
  setup_fee_minor: '',
  rate_down_kbps: '',
  rate_up_kbps: '',
  included_bytes: '',
  ...usualOverage(),
  session_timeout_s: '',
  simultaneous: 1,
  ...NO_POOLS,
  ...usualBilling(),
  ...noContract(currency),
  ...NO_ROLLOVER,
  limits: [],
  fair_use: [],
  hours: [],
  meter_charges: [],
  ...noBundle(),
});

const poolsOf = (terms: Pick<Terms, keyof typeof NO_POOLS>): Pick<Terms, keyof typeof NO_POOLS> => ({
  ipv4_pool: terms.ipv4_pool,
  ipv6_prefix_pool: terms.ipv6_prefix_pool,
  ipv6_delegated_pool: terms.ipv6_delegated_pool,
});

const typed = (value: number | null, unit: number): number | string => (value === null ? '' : value / unit);

/** A version's terms, to be typed over. */
export const typedTerms = (terms: Terms): TermsValues => ({
  currency: terms.currency,
  price_minor: typedMoney(terms.price_minor, terms.currency),
  cycle_unit: terms.cycle_unit,
  cycle_count: terms.cycle_count,
  timing: terms.timing,
  tax_code: terms.tax_code,
  setup_fee_minor: terms.setup_fee_minor === 0 ? '' : typedMoney(terms.setup_fee_minor, terms.currency),
  rate_down_kbps: typed(terms.rate_down_kbps, KBPS),
  rate_up_kbps: typed(terms.rate_up_kbps, KBPS),
  included_bytes: typed(terms.included_bytes, GB),
  ...typedOverage(terms),
  session_timeout_s: typed(terms.session_timeout_s, HOUR),
  simultaneous: terms.simultaneous,
  ...poolsOf(terms),
  ...typedBilling(terms),
  ...typedContract(terms),
  ...typedLimits(terms),
  ...typedRollover(terms),
  ...typedMeters(terms),
  ...typedBundle(terms),
});

const isGiven = (value: number | string): boolean => String(value).trim() !== '';

const measured = (value: number | string, unit: number): number | null =>
  isGiven(value) ? Math.round(Number(value) * unit) : null;

const NOTHING_GIVEN = {
  rate_down_kbps: null,
  rate_up_kbps: null,
  included_bytes: null,
  ...NO_OVERAGE,
  session_timeout_s: null,
  simultaneous: 1,
  ...NO_POOLS,
};

const NO_LIMITS: LimitsValues = { limits: [], fair_use: [], hours: [] };

const network = (values: TermsValues) => ({
  rate_down_kbps: measured(values.rate_down_kbps, KBPS),
  rate_up_kbps: measured(values.rate_up_kbps, KBPS),
  included_bytes: measured(values.included_bytes, GB),
  ...overageOf(values, values.currency),
  session_timeout_s: measured(values.session_timeout_s, HOUR),
  simultaneous: Number(values.simultaneous) || 1,
  ...poolsOf(values),
});

/** What was typed as terms; `undefined` while there is no price. What is not for the kind of plan is left out. */
export const termsOf = (kind: Kind, values: TermsValues): Terms | undefined => {
  const price_minor = minorOf(values.price_minor, values.currency);
  if (price_minor === undefined) return undefined;
  return {
    price_minor,
    currency: values.currency,
    cycle_unit: values.cycle_unit,
    cycle_count: Number(values.cycle_count) || 1,
    timing: values.timing,
    tax_code: values.tax_code,
    setup_fee_minor: minorOf(values.setup_fee_minor, values.currency) ?? 0,
    ...billingOf(values, values.currency),
    ...contractOf(values, values.currency),
    ...(kind === 'internet' ? network(values) : NOTHING_GIVEN),
    ...(kind === 'bundle' ? { meter_charges: [] } : metersOf(values, values.currency)),
    ...(kind === 'bundle' ? bundleOf(values, values.currency) : NO_BUNDLE),
    ...limitsOf(kind === 'internet' ? values : NO_LIMITS, values.currency),
    ...rolloverOf(kind === 'internet' ? values : NO_ROLLOVER),
  };
};

/** What is wrong with typed terms, by field. */
export const termsProblems = {
  ...limitsProblems,
  ...rolloverProblems,
  ...metersProblems,
  ...bundleProblems,
  ...billingProblems,
  ...contractProblems,
  ...overageProblems,
  price_minor: (text: string, values: TermsValues) => notNegative(text, values.currency),
  setup_fee_minor: (text: string, values: TermsValues) => (text.trim() ? notNegative(text, values.currency) : null),
} satisfies FormValidateInput<TermsValues>;
