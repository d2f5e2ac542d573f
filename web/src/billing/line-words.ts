import type { GetInvoice } from '@isp/server/contract/billing';
import { addDays, parseDay, parseDecimal } from '@isp/values';
import type { Reply } from '../api/contract.ts';
import { bytesText, dayText, moneyText, unitPriceText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';

export type Invoice = Reply<typeof GetInvoice>;
export type Line = Invoice['lines'][number];
export type Part = Invoice['parts'][number];

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

/** What a line is for, and how many of it: `10 × Telephone`; what was used says that itself. */
export const lineName = ({
  kind,
  quantity,
  description,
}: {
  readonly kind: string;
  readonly quantity: string;
  readonly description: string;
}): string =>
  kind === 'usage' || trimmed(quantity) === '1' ? description : `${quantityText(quantity)} × ${description}`;

/** Whether a line is of a meter, and not of octets. */
export const isMetered = ({ trace }: Pick<Line, 'trace'>): boolean =>
  typeof trace === 'object' && trace !== null && 'meter' in trace;

const unitOf = (line: Line): string => {
  const { trace } = line;
  if (typeof trace === 'object' && trace !== null && 'unit' in trace && typeof trace.unit === 'string')
    return trace.unit;
  const unit = typeof trace === 'object' && trace !== null && 'unit_bytes' in trace ? trace.unit_bytes : undefined;
  return typeof unit === 'string' ? bytesText(Number(unit)).replace(/^1 /, '') : '';
};

/** How much of its unit a line is for: `3.25 GB`. */
export const amountOfText = (line: Line): string => `${quantityText(line.quantity)} ${unitOf(line)}`.trim();

const DAY_SECONDS = 86_400;

/** What the parts of a period are counted in: days, or seconds where a plan counts those (a day has more than any period has days). */
export const partUnit = (of_days: number): 'days' | 'seconds' => (of_days >= DAY_SECONDS ? 'seconds' : 'days');

/** The part of a period a line is for: `29/31 days × €19.99`, of several `10 × 29/31 days × €19.99`; empty when it is whole. */
export const partText = (line: Line, currency: string): string =>
  line.days === null || line.of_days === null || line.days === line.of_days
    ? ''
    : `${trimmed(line.quantity) === '1' ? '' : `${quantityText(line.quantity)} × `}${line.days}/${line.of_days} ${partUnit(line.of_days)} × ${unitPriceText(trimmed(line.unit_price_minor), currency)}`;

/** The product a line is, when it is more than one of its unit: `3.25 GB × €0.50`. */
export const productText = (line: Line, currency: string): string =>
  trimmed(line.quantity) === '1'
    ? ''
    : `${amountOfText(line)} × ${unitPriceText(trimmed(line.unit_price_minor), currency)}`;

/** What a line was before its discounts, and what each of them took off: `€31.00 before discount`, `Winter offer −€3.10`; nothing without one. */
export const discountNotes = (
  line: Pick<Line, 'discounts' | 'discount_minor' | 'net_minor' | 'gross_minor' | 'tax_inclusive'>,
  currency: string,
): { readonly key: string; readonly text: string }[] => {
  if (line.discount_minor === 0) return [];
  const charged = line.tax_inclusive ? line.gross_minor : line.net_minor;
  const before = `${moneyText(charged + line.discount_minor, currency)} before discount`;
  return [
    { key: 'before', text: line.tax_inclusive ? `${before}, with tax` : before },
    ...line.discounts.map(({ discount_id, name, amount_minor }) => ({
      key: discount_id,
      text: `${name} ${moneyText(-amount_minor, currency)}`,
    })),
  ];
};

/** What credit notes gave back of a line since: `−€12.00 credited, with tax`; empty when nothing was. */
export const creditedText = (line: Pick<Line, 'credited_minor' | 'tax_minor'>, currency: string): string => {
  if (line.credited_minor === 0) return '';
  return `${moneyText(-line.credited_minor, currency)} credited${line.tax_minor === 0 ? '' : ', with tax'}`;
};

/** Whether something of an invoice was given back by a credit note. */
export const isCredited = ({ lines }: Pick<Invoice, 'lines'>): boolean => lines.some((line) => line.credited_minor > 0);

/** What was not given back of an invoice yet, with tax. */
export const leftToCredit = ({ lines }: Pick<Invoice, 'lines'>): number =>
  lines.reduce((sum, line) => sum + Math.max(0, line.gross_minor - line.credited_minor), 0);

/** What an invoice asks of its recipient. */
export const askText = (invoice: Invoice): string => {
  if (invoice.state === 'void') return 'This invoice is void. Nothing is to be paid on it.';
  if (invoice.state === 'written-off') return 'Nothing is left to pay.';
  if (invoice.state === 'paid') return isCredited(invoice) ? 'Nothing is left to pay.' : 'Paid in full. Thank you.';
  const open = moneyText(invoice.open_minor, invoice.currency);
  const due = dayText(invoice.due_on);
  return invoice.state === 'overdue'
    ? `${open} was due on ${due}. Please pay it now.`
    : `Please pay ${open} by ${due}.`;
};

/** A percentage without needless zeros: `20 %`. */
export const percentText = (percent: string): string => `${quantityText(percent)} %`;

/** Which of several accounts a part is of: `A100023 · Kiel`. */
export const placeText = ({ account_number, city }: Pick<Part['recipient'], 'account_number' | 'city'>): string =>
  [account_number, city].filter(Boolean).join(' · ');

/** What stands before the net sum of a part: `Sum of North, €36.00 with tax`. */
export const partSum = (
  { recipient, net_minor, gross_minor }: Pick<Part, 'recipient' | 'net_minor' | 'gross_minor'>,
  currency: string,
): string => {
  const gross = gross_minor === net_minor ? '' : `, ${moneyText(gross_minor, currency)} with tax`;
  return `Sum of ${recipient.name}${gross}`;
};

/** Lines account by account; of an invoice for one account as one group without a part. */
export const groupsOf = <L, P extends Pick<Part, 'first_line' | 'last_line'>>({
  lines,
  parts,
}: {
  readonly lines: readonly L[];
  readonly parts: readonly P[];
}): { readonly key: number; readonly part: P | null; readonly lines: readonly L[] }[] =>
  parts.length === 0
    ? [{ key: 0, part: null, lines }]
    : parts.map((part) => ({
        key: part.first_line,
        part,
        lines: lines.slice(part.first_line - 1, part.last_line),
      }));
