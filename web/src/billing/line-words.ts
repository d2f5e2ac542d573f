import type { GetInvoice } from '@isp/server/contract/billing';
import { addDays, parseDay, parseDecimal } from '@isp/values';
import type { Reply } from '../api/contract.ts';
import { bytesText, dayText, unitPriceText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';

export type Invoice = Reply<typeof GetInvoice>;
export type Line = Invoice['lines'][number];

type Billed = Pick<Line, 'period_from' | 'period_to'> & { readonly kind: string };

/** The days a line is for, the last one included: `1 Nov – 30 Nov 2026`. */
export const periodText = ({ period_from, period_to, kind }: Billed): string | undefined => {
  const [from, to] = [parseDay(period_from ?? ''), parseDay(period_to ?? '')];
  if (from === undefined || to === undefined || kind === 'one_time') return undefined;
  const last = addDays(to, -1);
  return last <= from ? dayText(from) : `${dayText(from)} – ${dayText(last)}`;
};

const trimmed = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

const quantityFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });

/** A quantity in the reader's notation, without needless zeros. */
const quantityText = (quantity: string): string => {
  const exact = parseDecimal(trimmed(quantity));
  return exact === undefined ? quantity : quantityFormat.format(exact as string as Intl.StringNumericLiteral);
};

const unitOf = (line: Line): string => {
  const { trace } = line;
  const unit = typeof trace === 'object' && trace !== null && 'unit_bytes' in trace ? trace.unit_bytes : undefined;
  return typeof unit === 'string' ? bytesText(Number(unit)).replace(/^1 /, '') : '';
};

/** How much of its unit a line is for: `3.25 GB`. */
export const amountOfText = (line: Line): string => `${quantityText(line.quantity)} ${unitOf(line)}`.trim();

/** The part of a period a line is for: `29/31 days × €19.99`; empty when it is whole. */
export const partText = (line: Line, currency: string): string =>
  line.days === null || line.of_days === null
    ? ''
    : `${line.days}/${line.of_days} days × ${unitPriceText(trimmed(line.unit_price_minor), currency)}`;

/** The product a line is, when it is more than one of its unit: `3.25 GB × €0.50`. */
export const productText = (line: Line, currency: string): string =>
  trimmed(line.quantity) === '1'
    ? ''
    : `${amountOfText(line)} × ${unitPriceText(trimmed(line.unit_price_minor), currency)}`;

/** A percentage without needless zeros: `20 %`. */
export const percentText = (percent: string): string => `${quantityText(percent)} %`;
