import { Alert, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { type Kind, planSentence, type TaxChoice } from './plan-sentence.ts';
import { type TermsValues, termsOf } from './terms-form.ts';

interface PlanSummaryProps {
  readonly kind: Kind;
  readonly values: TermsValues;
  readonly taxes: readonly TaxChoice[];
}

/** What was typed so far, in one sentence. */
export const PlanSummary = ({ kind, values, taxes }: PlanSummaryProps) => {
  const terms = termsOf(kind, values);
  return (
    <Alert variant="light" icon={<IconReceipt />} py="xs" role="status">
      <Text size="sm">
        {terms ? planSentence(kind, terms, taxes) : 'Write a price to see what a subscriber will pay.'}
      </Text>
    </Alert>
  );
};
