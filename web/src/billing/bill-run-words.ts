import type { ListBillRuns } from '@isp/server/contract/billing';
import type { Row } from '../api/contract.ts';
import { countText } from '../kit/format.ts';

export type BillRun = Row<typeof ListBillRuns>;

const WHOLE = 100;

/** How much of a run is done, 0–100: of the accounts that were due, those that were looked at. */
export const runShare = ({ due, done }: Pick<BillRun, 'due' | 'done'>): number =>
  due === 0 ? WHOLE : Math.min(WHOLE, Math.round((done / due) * WHOLE));

/** Who started a run, in words: the nightly schedule signs with its own name. */
export const starterText = (started_by: string): string => (started_by === 'bill-period' ? 'the schedule' : started_by);

const counted = (n: number, word: string): string[] =>
  n === 0 ? [] : [`${countText(n)} ${word}${n === 1 ? '' : 's'}`];

/** What a run makes, in words: `3 invoices and 1 credit note`; `nothing` when neither. */
export const madeText = ({ invoices, credit_notes }: Pick<BillRun, 'invoices' | 'credit_notes'>): string =>
  [...counted(invoices, 'invoice'), ...counted(credit_notes, 'credit note')].join(' and ') || 'nothing';
