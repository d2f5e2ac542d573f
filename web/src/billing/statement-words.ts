import type { AccountStatement } from '@isp/server/contract/views';
import type { Reply } from '../api/contract.ts';
import { moneyText } from '../kit/format.ts';

export type Statement = Reply<typeof AccountStatement>;
export type StatementItem = Statement['items'][number];

const KIND_WORDS: Readonly<Record<StatementItem['kind'], string>> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  payment: 'Payment',
  'payment-reversed': 'Payment taken back',
  refund: 'Paid out',
  'refund-reversed': 'Refund that came back',
  'write-off': 'Written off: invoice',
  'write-off-undone': 'Owed again: invoice',
};

/** What moved: `Invoice INV-2026-000001`, `Payment taken back`. */
export const movementText = ({ kind, number }: Pick<StatementItem, 'kind' | 'number'>): string => {
  if (kind === 'refund' && number !== null) return `Paid out of credit note ${number}`;
  return [KIND_WORDS[kind], kind === 'refund-reversed' ? null : number].filter(Boolean).join(' ');
};

/** How an account stands, to whom it is sent: `€36.00 is to be paid.` */
export const standingText = ({ closing_minor, currency }: Pick<Statement, 'closing_minor' | 'currency'>): string => {
  if (closing_minor === 0) return 'Nothing is owed on either side.';
  return closing_minor > 0
    ? `${moneyText(closing_minor, currency)} is to be paid.`
    : `${moneyText(-closing_minor, currency)} stands to your credit.`;
};

/** What is open, by how long it has been due, in order. */
export const agesOf = ({ ageing }: Pick<Statement, 'ageing'>): readonly (readonly [label: string, minor: number])[] => [
  ['not due yet', ageing.not_due_minor],
  ['1–30 days late', ageing.to_30_minor],
  ['31–60 days late', ageing.to_60_minor],
  ['61–90 days late', ageing.to_90_minor],
  ['over 90 days late', ageing.over_90_minor],
];
