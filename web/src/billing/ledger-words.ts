import type { CheckClosing } from '@isp/server/contract/flows';
import type { ListLedgerTransactions } from '@isp/server/contract/views';
import { addDays, type Day, day, dayFrom, monthOf, yearOf } from '@isp/values';
import type { Reply, Row } from '../api/contract.ts';
import { countText, dayText, moneyText } from '../kit/format.ts';
import type { Tone } from '../kit/StateBadge.tsx';
import type { RowTarget } from '../kit/table-column.ts';

export type LedgerTransaction = Row<typeof ListLedgerTransactions>;
export type ClosingCheck = Reply<typeof CheckClosing>;

const NAMES: Readonly<Record<string, string>> = {
  receivable: 'Receivables',
  customer_credit: 'Customers’ credit',
  revenue: 'Revenue',
  deferred_revenue: 'Deferred revenue',
  tax_payable: 'Tax to pay',
  cash: 'Money received',
  write_off: 'Written off',
};

const DETAILS: Readonly<Record<string, string>> = {
  recurring: 'recurring',
  usage: 'usage',
  one_time: 'one-time',
  hold_fee: 'hold fees',
  late_fee: 'late fees',
  transfer: 'by transfer',
  cash: 'in cash',
  card: 'by card',
  cheque: 'by cheque',
  other: 'otherwise',
};

/** A kind of invoice line, of which revenue is kept: `hold_fee` is “hold fees”. */
export const kindText = (kind: string): string => DETAILS[kind] ?? kind;

/** A ledger account's name for people: `revenue:usage` is “Revenue: usage”. */
export const ledgerText = (name: string): string => {
  const [head = '', ...detail] = name.split(':');
  const rest = detail.join(':');
  return rest === '' ? (NAMES[head] ?? head) : `${NAMES[head] ?? head}: ${kindText(rest)}`;
};

export const TRANSACTION_KINDS = [
  { value: 'invoice', label: 'Invoices' },
  { value: 'credit-note', label: 'Credit notes' },
  { value: 'payment', label: 'Payments' },
  { value: 'allocation', label: 'Put to invoices' },
  { value: 'reversal', label: 'Taken back' },
  { value: 'refund', label: 'Refunds' },
  { value: 'write-off', label: 'Write-offs' },
  { value: 'closing', label: 'Closings' },
] as const;

const DOCUMENTS = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  payment: 'Payment',
  refund: 'Refund',
  closing: 'Closing',
} as const;

/** What a ledger transaction was posted for: `Invoice INV-2026-000001`, `Put to invoice INV-2026-000001`. */
export const transactionText = ({ kind, document }: Pick<LedgerTransaction, 'kind' | 'document'>): string => {
  const number = document.kind === 'closing' && document.number ? dayText(document.number) : document.number;
  const name = [DOCUMENTS[document.kind], number].filter(Boolean).join(' ');
  if (kind === 'allocation') return `Put to ${name.toLowerCase().replace(`${number}`.toLowerCase(), `${number}`)}`;
  if (kind === 'write-off') return `${name}, written off`;
  return kind === 'reversal' ? `${name}, taken back` : name;
};

/** Where the document of a ledger transaction is shown. */
export const documentTarget = ({ document }: Pick<LedgerTransaction, 'document'>): RowTarget => {
  if (document.kind === 'closing') return { to: '/ledger', search: { tab: 'periods' } };
  if (document.kind === 'refund') return { to: '/refunds' };
  if (document.kind === 'payment') return { to: '/payments', search: { payment: document.id } };
  return { to: `/${document.kind === 'invoice' ? 'invoices' : 'credit-notes'}/${document.id}` };
};

/** One line of the check list before a closing. */
export interface CheckItem {
  readonly tone: Tone;
  readonly text: string;
}

const many = (n: number, one: string, more: string): string => `${countText(n)} ${n === 1 ? one : more}`;
const item = (tone: Tone, text: string): CheckItem => ({ tone, text });

const runItems = ({ runs }: ClosingCheck): CheckItem[] =>
  runs.flatMap(({ zone, as_of, state, held }) => {
    if (state === 'failed') return item('warn', `The bill run of ${dayText(as_of)} in ${zone} failed.`);
    if (state === 'running') return item('warn', `The bill run of ${dayText(as_of)} in ${zone} is not done.`);
    if (held === 0) return [];
    return item('warn', `The last bill run in ${zone} held ${many(held, 'account', 'accounts')} for a person.`);
  });

const balanceItem = ({ balance }: ClosingCheck): CheckItem => {
  const odd = balance.find(({ difference_minor }) => difference_minor !== 0);
  if (!odd) return item('good', 'Debits equal credits.');
  return item('bad', `Debits and credits differ by ${moneyText(odd.difference_minor, odd.currency)}.`);
};

const dayItem = ({ through, not_over_in }: ClosingCheck): CheckItem =>
  not_over_in.length > 0
    ? item('bad', `${dayText(through)} is not over in ${not_over_in.join(', ')}.`)
    : item('good', `${dayText(through)} is over wherever there are accounts.`);

const dueItem = ({ due }: ClosingCheck): CheckItem =>
  due.count > 0
    ? item('warn', `${many(due.count, 'account has', 'accounts have')} something to bill up to that day.`)
    : item('good', 'All that was due up to that day is billed.');

const paymentItems = ({ unallocated }: ClosingCheck): CheckItem[] =>
  unallocated.length === 0
    ? [item('good', 'Every payment up to that day is put to invoices.')]
    : unallocated.map(({ currency, payments, unallocated_minor }) => {
        const left = moneyText(unallocated_minor, currency);
        return item('warn', `${left} of ${many(payments, 'payment', 'payments')} is put to no invoice.`);
      });

const deferralItems = ({ deferral }: ClosingCheck): CheckItem[] =>
  deferral
    .filter(({ deferred_minor, change_minor }) => deferred_minor !== 0 || change_minor !== 0)
    .map(({ currency, kind, deferred_minor, change_minor }) => {
      const [billed, moved] = [moneyText(deferred_minor, currency), moneyText(Math.abs(change_minor), currency)];
      const does = change_minor < 0 ? `earns ${moved} that was deferred before` : `defers ${moved} more`;
      return item('info', `Revenue, ${kindText(kind)}: ${billed} is billed for later days. Closing ${does}.`);
    });

/** The check list before a closing: what stands in its way first, then what to look at, then what it will do. */
export const checkItems = (check: ClosingCheck): CheckItem[] => [
  dayItem(check),
  balanceItem(check),
  dueItem(check),
  ...runItems(check),
  ...paymentItems(check),
  ...deferralItems(check),
];

const endOfMonth = (first: Day): Day => dayFrom(yearOf(first), monthOf(first), 31);
const firstOfMonth = (text: string): Day => day(`${text.slice(0, 7)}-01`);

/** The first and the last day of a month, `'2026-02'` or a day in it. */
export const monthSpan = (text: string): { readonly from: Day; readonly to: Day } => ({
  from: firstOfMonth(text),
  to: endOfMonth(firstOfMonth(text)),
});

/** The last day of the month before the one that a day is in. */
export const monthEndBefore = (text: string): Day => addDays(firstOfMonth(text), -1);

/** The day to close the books through next: the end of the month that the day after the last closed one is in. */
export const nextToClose = (closedThrough: string): Day => endOfMonth(addDays(day(closedThrough), 1));
