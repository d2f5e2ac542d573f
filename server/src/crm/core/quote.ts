import type { Day } from '@isp/values';

export type QuoteState = 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/** What a state can become: what is closed stays so. */
const NEXT: Readonly<Record<QuoteState, readonly QuoteState[]>> = {
  draft: ['sent'],
  sent: ['accepted', 'declined', 'expired', 'withdrawn'],
  accepted: [],
  declined: [],
  expired: [],
  withdrawn: [],
};

/** Whether a quote can become another. */
export const canBecome = (from: QuoteState, to: QuoteState): boolean => NEXT[from].includes(to);

/** Whether a quote’s last day is over. */
export const isOver = ({ valid_until }: { readonly valid_until: Day }, today: Day): boolean => valid_until < today;
