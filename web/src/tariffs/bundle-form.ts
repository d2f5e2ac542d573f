import { minorOf, typedMoney } from '../kit/money-text.ts';
import type { Terms, TypedPart } from './plan-sentence.ts';
import { trimmedDecimal } from './unit-price.ts';

/** A part as it is typed. */
export type PartValues = { plan_id: string; quantity: number | string; optional: boolean; price_minor: string };

/** What a bundle sells and how it is priced, as it is typed. */
export type BundleValues = {
  parts: PartValues[];
  /** One price, or the parts’ prices less a percentage or an amount. */
  priced: 'whole' | 'percent' | 'amount';
  parts_less_percent: string;
  parts_less_minor: string;
};

export const MOST_PARTS = 20;

export const newPart = (): PartValues => ({ plan_id: '', quantity: 1, optional: false, price_minor: '' });

/** Nothing is typed of a bundle. */
export const noBundle = (): BundleValues => ({
  parts: [newPart(), newPart()],
  priced: 'whole',
  parts_less_percent: '',
  parts_less_minor: '',
});

type BundleTerms = Pick<Terms, 'parts' | 'parts_less_percent' | 'parts_less_minor'>;

/** Of a plan that is none. */
export const NO_BUNDLE: BundleTerms = { parts: [], parts_less_percent: null, parts_less_minor: null };

const partOf = ({ plan_id, quantity, optional, price_minor }: PartValues, currency: string): TypedPart => ({
  plan_id,
  quantity: Number(quantity) || 1,
  optional,
  price_minor: optional && price_minor.trim() !== '' ? (minorOf(price_minor, currency) ?? null) : null,
});

const normal = (text: string): string => text.trim().replace(',', '.');

/** What was typed of a bundle, as terms. Parts that name no plan yet are left out. */
export const bundleOf = (values: BundleValues, currency: string): BundleTerms => ({
  parts: values.parts.filter(({ plan_id }) => plan_id !== '').map((part) => partOf(part, currency)),
  parts_less_percent:
    values.priced === 'percent' && values.parts_less_percent.trim() !== '' ? normal(values.parts_less_percent) : null,
  parts_less_minor: values.priced === 'amount' ? (minorOf(values.parts_less_minor, currency) ?? null) : null,
});

const typedPart = (part: TypedPart, currency: string): PartValues => ({
  plan_id: part.plan_id,
  quantity: part.quantity ?? 1,
  optional: part.optional ?? false,
  price_minor: part.optional && typeof part.price_minor === 'number' ? typedMoney(part.price_minor, currency) : '',
});

/** What a version sells together, to be typed over. */
export const typedBundle = (terms: BundleTerms & Pick<Terms, 'currency'>): BundleValues => {
  const { parts, parts_less_percent: percent, parts_less_minor: minor, currency } = terms;
  return {
    parts: parts.map((part) => typedPart(part, currency)),
    priced: percent !== null ? 'percent' : minor !== null ? 'amount' : 'whole',
    parts_less_percent: percent === null ? '' : trimmedDecimal(percent),
    parts_less_minor: minor === null ? '' : typedMoney(minor, currency),
  };
};

type All = BundleValues & { currency: string };

/** What is wrong with what was typed of a bundle, by field. Of what is none the parts name no plan. */
export const bundleProblems = {
  parts: {
    price_minor: (text: string, { currency }: All) =>
      text.trim() !== '' && minorOf(text, currency) === undefined ? 'write an amount' : null,
    plan_id: (id: string, { parts }: All) =>
      id !== '' && parts.filter(({ plan_id }) => plan_id === id).length > 1 ? 'stands here twice' : null,
  },
  parts_less_percent: (text: string, { priced }: All) =>
    priced === 'percent' && !/^(100|\d{1,2}([.,]\d{1,4})?)$/.test(text.trim()) ? 'write a percentage such as 10' : null,
  parts_less_minor: (text: string, { priced, currency }: All) =>
    priced === 'amount' && !((minorOf(text, currency) ?? 0) > 0) ? 'write an amount' : null,
};
