import type { ListBillRuns } from '@isp/server/contract/billing';
import type { Row } from '../api/contract.ts';

export type BillRun = Row<typeof ListBillRuns>;

const WHOLE = 100;

/** How much of a run is done, 0–100: of the accounts that were due, those that have their invoice or were held. */
export const runShare = ({ due, invoices, held }: BillRun): number =>
  due === 0 ? WHOLE : Math.min(WHOLE, Math.round(((invoices + held) / due) * WHOLE));

/** Who started a run, in words: the nightly schedule signs with its own name. */
export const starterText = (started_by: string): string => (started_by === 'bill-period' ? 'the schedule' : started_by);
