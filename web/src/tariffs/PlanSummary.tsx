import { IconReceipt } from '@tabler/icons-react';
import { Note } from '../kit/Note.tsx';
import { billingSentence } from './billing-words.ts';
import { type Kind, planSentence, type TaxChoice } from './plan-sentence.ts';
import { type TermsValues, termsOf } from './terms-form.ts';

interface PlanSummaryProps {
  readonly kind: Kind;
  readonly values: TermsValues;
  readonly taxes: readonly TaxChoice[];
}

/** What was typed so far, in a sentence or two. */
export const PlanSummary = ({ kind, values, taxes }: PlanSummaryProps) => {
  const terms = termsOf(kind, values);
  return (
    <div role="status">
      <Note tone={terms ? 'good' : 'idle'} icon={<IconReceipt size={18} stroke={1.8} />}>
        {terms
          ? `${planSentence(kind, terms, taxes)}${kind === 'one-time' ? '' : ` ${billingSentence(terms)}`}`
          : 'Write a price to see what a customer will pay.'}
      </Note>
    </div>
  );
};
