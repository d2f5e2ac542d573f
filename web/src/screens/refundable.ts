import type { CreditNoteRow } from '../billing/credit-words.ts';
import type { Refundable } from '../payments/RefundForm.tsx';

type Note = Pick<CreditNoteRow, 'id' | 'number' | 'open_minor' | 'currency' | 'zone'>;

/** A credit note as paying out sees it. */
export const refundableNote = ({ id, number, open_minor, currency, zone }: Note): Refundable => ({
  kind: 'credit note',
  id,
  left_minor: open_minor,
  currency,
  reference: number,
  zone,
});
