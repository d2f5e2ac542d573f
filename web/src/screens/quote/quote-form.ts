import type { CreateQuote, RewriteQuote } from '@isp/server/contract/flows';
import type { Input } from '../../api/contract.ts';
import { amountProblem, minorOf, typedMoney } from '../../kit/money-text.ts';
import { percentOf, percentProblem } from '../../kit/reduction-text.ts';
import type { Quote } from './quote-words.ts';

export type LineValues = {
  plan_id: string;
  quantity: number | string;
  price: string;
  /** `line:2`, or the id of a subscription. */
  under: string | null;
  username: string;
  discount: 'none' | 'percent' | 'amount';
  discount_name: string;
  discount_value: string;
  /** Left empty: for good. */
  discount_times: number | string;
};

export type ChargeValues = {
  way: 'plan' | 'hand';
  plan_id: string;
  description: string;
  price: string;
  tax_code: string | null;
  quantity: number | string;
};

export type QuoteValues = {
  start_on: string | null;
  anchor_day: number | string;
  valid_until: string;
  words: string;
  lines: LineValues[];
  charges: ChargeValues[];
};

export const newLine = (): LineValues => ({
  plan_id: '',
  quantity: 1,
  price: '',
  under: null,
  username: '',
  discount: 'none',
  discount_name: '',
  discount_value: '',
  discount_times: '',
});

export const newCharge = (way: ChargeValues['way']): ChargeValues => ({
  way,
  plan_id: '',
  description: '',
  price: '',
  tax_code: null,
  quantity: 1,
});

const onLine = /^line:(\d+)$/;

const discountOf = (line: LineValues, currency: string) => {
  if (line.discount === 'none') return null;
  return {
    name: line.discount_name.trim(),
    ...(line.discount === 'percent'
      ? { percent: percentOf(line.discount_value) }
      : { amount_minor: minorOf(line.discount_value, currency) ?? 0 }),
    ...(line.discount_times === '' ? {} : { times: Number(line.discount_times) }),
  };
};

const lineInput = (line: LineValues, currency: string) => {
  const at = onLine.exec(line.under ?? '')?.[1];
  return {
    plan_id: line.plan_id,
    quantity: Number(line.quantity),
    price_override_minor: line.price.trim() === '' ? null : (minorOf(line.price, currency) ?? null),
    on_line: at === undefined ? null : Number(at),
    parent_id: at === undefined ? line.under : null,
    username: line.username.trim() || null,
    discount: discountOf(line, currency),
  };
};

const chargeInput = (charge: ChargeValues, currency: string) => ({
  quantity: Number(charge.quantity),
  unit_price_minor: charge.price.trim() === '' ? null : (minorOf(charge.price, currency) ?? null),
  ...(charge.way === 'plan'
    ? { plan_id: charge.plan_id }
    : { description: charge.description.trim(), tax_code: charge.tax_code }),
});

/** What a filled form says. */
export const quoteInput = (
  values: QuoteValues,
  currency: string,
): Omit<Input<typeof RewriteQuote>, 'id'> & Omit<Input<typeof CreateQuote>, 'account_id'> => ({
  start_on: values.start_on || null,
  anchor_day: values.anchor_day === '' ? null : Number(values.anchor_day),
  valid_until: values.valid_until,
  words: values.words.trim() || null,
  lines: values.lines.map((line) => lineInput(line, currency)),
  charges: values.charges.map((charge) => chargeInput(charge, currency)),
});

const typed = (minor: number | null, currency: string): string => (minor === null ? '' : typedMoney(minor, currency));

const discountValues = ({ discount }: Quote['drafts'][number], currency: string) => {
  if (discount === null) return {};
  const { name, percent, amount_minor, times } = discount;
  return {
    discount: percent === undefined ? ('amount' as const) : ('percent' as const),
    discount_name: name,
    discount_value: percent ?? typed(amount_minor ?? null, currency),
    discount_times: times ?? '',
  };
};

/** A quote as the form has it: to change it, or to write another in its place. */
export const valuesOf = (quote: Quote): QuoteValues => {
  const { currency, drafts, charges } = quote;
  const lineOf = new Map(drafts.map(({ id, line_no }) => [id, `line:${line_no}`]));
  return {
    start_on: quote.start_on,
    anchor_day: quote.anchor_day ?? '',
    valid_until: quote.valid_until,
    words: quote.words ?? '',
    lines: drafts.map((draft) => ({
      ...newLine(),
      plan_id: draft.plan_id,
      quantity: draft.quantity,
      price: typed(draft.price_override_minor, currency),
      under: draft.parent_id && (lineOf.get(draft.parent_id) ?? draft.parent_id),
      username: draft.username ?? '',
      ...discountValues(draft, currency),
    })),
    charges: charges.map((charge) => ({
      ...newCharge(charge.plan_id === null ? 'hand' : 'plan'),
      plan_id: charge.plan_id ?? '',
      description: charge.description ?? '',
      price: typed(charge.unit_price_minor, currency),
      tax_code: charge.tax_code ?? null,
      quantity: charge.quantity,
    })),
  };
};

const many = (count: number | string): string | null => (Number(count) >= 1 ? null : 'write how many, at least 1');

/** The checks of each line, by the names of its fields. */
export const lineChecks = (currency: string) => ({
  plan_id: (id: string) => (id ? null : 'choose a plan'),
  quantity: many,
  price: (text: string) => (text.trim() === '' ? null : amountProblem(text, currency)),
  discount_name: (name: string, { lines }: QuoteValues, path: string) =>
    lines[indexIn(path)]?.discount === 'none' || name.trim() ? null : 'write what it is called; the invoice says it',
  discount_value: (text: string, { lines }: QuoteValues, path: string) => {
    const kind = lines[indexIn(path)]?.discount;
    if (kind === undefined || kind === 'none') return null;
    return kind === 'percent' ? percentProblem(text) : amountProblem(text, currency);
  },
});

/** The checks of each charge. */
export const chargeChecks = (currency: string) => ({
  plan_id: (id: string, { charges }: QuoteValues, path: string) =>
    charges[indexIn(path)]?.way === 'hand' || id ? null : 'choose what is sold',
  description: (text: string, { charges }: QuoteValues, path: string) =>
    charges[indexIn(path)]?.way === 'plan' || text.trim() ? null : 'write what it is for; the invoice says it',
  price: (text: string, { charges }: QuoteValues, path: string) =>
    charges[indexIn(path)]?.way === 'plan' && text.trim() === '' ? null : amountProblem(text, currency),
  quantity: many,
});

const indexIn = (path: string): number => Number(/\.(\d+)\./.exec(path)?.[1]);

/** The values without a line; what went on it goes on nothing, and the lines after it move up. */
export const withoutLine = (lines: readonly LineValues[], index: number): LineValues[] =>
  lines
    .filter((_, at) => at !== index)
    .map((line) => {
      const on = Number(onLine.exec(line.under ?? '')?.[1]) - 1;
      if (Number.isNaN(on) || on < index) return line;
      return { ...line, under: on === index ? null : `line:${on}` };
    });
