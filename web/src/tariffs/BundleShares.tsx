import { Box, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useEffect } from 'react';
import { asProblem } from '../api/problem.ts';
import { typedMoney } from '../kit/money-text.ts';
import { Note } from '../kit/Note.tsx';
import { ProblemText } from '../kit/ProblemText.tsx';
import { SharesTable } from './SharesTable.tsx';
import type { TermsValues } from './terms-form.ts';
import { usePricedBundle } from './use-priced-bundle.ts';

const STALE = 0.5;

/** How the price that is typed is divided among the parts; where it comes of the parts’ prices, it is filled in. */
export const BundleShares = <V extends TermsValues>({ form }: { readonly form: UseFormReturnType<V> }) => {
  const { answer, error, isStale } = usePricedBundle(form.values, true);
  const { priced, currency } = form.values;
  const comesTo = answer && priced !== 'whole' ? typedMoney(answer.price_minor, currency) : undefined;
  const { setFieldValue } = form;
  useEffect(() => {
    if (comesTo !== undefined) setFieldValue('price_minor', comesTo as never);
  }, [comesTo, setFieldValue]);
  if (error)
    return (
      <Note tone="warn">
        <ProblemText problem={asProblem(error)} />
      </Note>
    );
  if (!answer)
    return (
      <Text size="sm" c="dimmed">
        Choose parts and a price to see how it is divided.
      </Text>
    );
  return (
    <Box style={{ opacity: isStale ? STALE : 1 }}>
      <SharesTable
        currency={answer.currency}
        price_minor={answer.price_minor}
        parts={answer.parts.map((part) => ({ ...part, label: part.name }))}
      />
    </Box>
  );
};
