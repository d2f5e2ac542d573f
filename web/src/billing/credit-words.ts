import type { GetCreditNote, ListCreditNotes } from '@isp/server/contract/billing';
import type { Reply, Row } from '../api/contract.ts';
import { countText } from '../kit/format.ts';
import { partUnit, periodText } from './line-words.ts';

export type CreditNote = Reply<typeof GetCreditNote>;
export type CreditNoteRow = Row<typeof ListCreditNotes>;
type CreditLine = CreditNote['lines'][number];
type Given = Pick<CreditLine, 'days' | 'of_days' | 'period_from' | 'period_to'> & { readonly trace?: unknown };

/** Days of a line that were given back before count with those that are given back now. */
const hadSome = (trace: unknown): boolean =>
  typeof trace === 'object' && trace !== null && 'carried_minor' in trace && trace.carried_minor !== '0';

/** The days a line gives back: `29 of 31 days not used, 3 Mar – 31 Mar 2026`; empty for an amount by hand. */
export const unusedText = ({ days, of_days, trace, ...period }: Given): string => {
  const part =
    days === null || of_days === null
      ? ''
      : `${countText(days)} of ${countText(of_days)} ${partUnit(of_days)} not used${hadSome(trace) ? ' in all' : ''}`;
  return [part, periodText({ ...period, kind: 'unused' })].filter(Boolean).join(', ');
};

type Settled = Pick<CreditNote, 'state' | 'to_refund' | 'open_minor' | 'gross_minor'>;

/** How a credit note stands, in words. */
export const creditStateText = ({ state, to_refund, open_minor, gross_minor }: Settled): string => {
  if (state === 'used') return to_refund ? 'paid out' : 'used';
  if (to_refund) return 'to be paid out';
  return open_minor < gross_minor ? 'used in part' : 'open';
};

/** What a credit note means for its recipient. */
export const promiseText = ({ state, to_refund }: Pick<Settled, 'state' | 'to_refund'>): string => {
  if (!to_refund) return 'It is taken off what is open; what is left goes to the next invoices.';
  return state === 'used' ? 'It was paid out.' : 'It will be paid out.';
};

/** The invoices a credit note is of, each once. */
export const invoicesOf = ({
  lines,
}: Pick<CreditNote, 'lines'>): { readonly id: string; readonly number: string }[] => [
  ...new Map(lines.map((line) => [line.invoice_id, { id: line.invoice_id, number: line.invoice_number }])).values(),
];
