import { StateBadge } from '../kit/StateBadge.tsx';
import { type CreditNoteRow, creditStateText } from './credit-words.ts';

interface CreditNoteBadgeProps {
  readonly note: Pick<CreditNoteRow, 'state' | 'to_refund' | 'open_minor' | 'gross_minor'>;
}

/** How a credit note stands: open, used in part, used, or to be paid out. */
export const CreditNoteBadge = ({ note }: CreditNoteBadgeProps) => (
  <StateBadge
    state={note.state === 'used' ? 'done' : 'open'}
    {...(note.state === 'open' && note.to_refund ? { tone: 'warn' as const } : {})}
  >
    {creditStateText(note)}
  </StateBadge>
);
