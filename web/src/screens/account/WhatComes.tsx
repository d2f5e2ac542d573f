import { Box, Skeleton, Text } from '@mantine/core';
import { asProblem } from '../../api/problem.ts';
import { Note } from '../../kit/Note.tsx';
import { ProblemText } from '../../kit/ProblemText.tsx';
import { ForeseenDays } from './ForeseenDays.tsx';
import { foreseenDays } from './foreseen-words.ts';
import { type Doing, useForeseen } from './use-foreseen.ts';

interface WhatComesProps {
  readonly id: string;
  readonly currency: string;
  readonly today: string;
  /** What is typed; `undefined` while that says nothing yet. */
  readonly doing: Doing | undefined;
}

const STALE = 0.5;

/** In a dialog: what would be billed and given back if it were done. */
export const WhatComes = ({ id, currency, today, doing }: WhatComesProps) => {
  const { documents, error, isAsked, isStale } = useForeseen(id, doing);
  if (!isAsked) return null;
  if (error)
    return (
      <Note tone="warn" title="This cannot be done">
        <ProblemText problem={asProblem(error)} />
      </Note>
    );
  return (
    <Box component="section" aria-label="What would come of it" aria-busy={isStale}>
      <Text fw={620} size="sm" mb={6}>
        What would come of it
      </Text>
      {documents === undefined && <Skeleton h={90} />}
      {documents && (
        <div style={{ opacity: isStale ? STALE : 1 }}>
          {documents.length === 0 && <Text size="sm">Nothing more would be billed or given back.</Text>}
          <ForeseenDays days={foreseenDays(documents)} currency={currency} today={today} />
          <Text size="xs" c="dimmed" mt={8}>
            The account’s next documents, with tax. What is used is not foreseen.
          </Text>
        </div>
      )}
    </Box>
  );
};
