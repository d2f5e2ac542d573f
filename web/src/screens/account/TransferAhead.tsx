import type { ForeseeTransfer } from '@isp/server/contract/flows';
import { Box, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { Input } from '../../api/contract.ts';
import { useLookAhead } from '../../api/look-ahead.ts';
import { asProblem } from '../../api/problem.ts';
import { dayText } from '../../kit/format.ts';
import { Note } from '../../kit/Note.tsx';
import { ProblemText } from '../../kit/ProblemText.tsx';
import { ForeseenDays } from './ForeseenDays.tsx';
import { type Documents, foreseenDays } from './foreseen-words.ts';

interface SideProps {
  readonly title: string;
  readonly documents: Documents;
  readonly currency: string;
  readonly today: string;
}

/** What one of the two accounts would be billed, and get back. */
const Side = ({ title, documents, currency, today }: SideProps) => (
  <Box component="section" aria-label={title}>
    <Text size="sm" fw={560} mb={4}>
      {title}
    </Text>
    {documents.length === 0 && (
      <Text size="sm" c="dimmed">
        Nothing more is billed or given back.
      </Text>
    )}
    <ForeseenDays days={foreseenDays(documents)} currency={currency} today={today} />
  </Box>
);

interface TransferAheadProps {
  /** What is typed; `undefined` while that says nothing yet. */
  readonly asked: Input<typeof ForeseeTransfer> | undefined;
  readonly toName: string;
  readonly currency: string;
  readonly today: string;
}

const STALE = 0.5;

/** In the dialog: what a transfer would bring both accounts, and what stays behind. */
export const TransferAhead = ({ asked, toName, currency, today }: TransferAheadProps) => {
  const { answer, error, isStale } = useLookAhead<typeof ForeseeTransfer>('/subscriptions/:id/transfer/foresee', asked);
  if (asked === undefined) return null;
  if (error)
    return (
      <Note tone="warn" title="This cannot be done">
        <ProblemText problem={asProblem(error)} />
      </Note>
    );
  if (answer === undefined) return <Skeleton h={120} />;
  const { on_day, add_ons, discounts, suspended, from, to } = answer;
  return (
    <Stack
      gap="sm"
      component="section"
      aria-label="What would come of it"
      aria-busy={isStale}
      style={{ opacity: isStale ? STALE : 1 }}
    >
      <Text size="sm">
        {toName} pays from {dayText(on_day)} on.
        {add_ons.length > 0 && ` ${add_ons.join(', ')} ${add_ons.length > 1 ? 'go' : 'goes'} along.`}
      </Text>
      {discounts.length > 0 && (
        <Note tone="info" title="Discounts stay behind">
          {discounts.join(', ')}: {toName} pays without.
        </Note>
      )}
      {suspended && (
        <Note tone="warn" title={`${toName} is suspended for unpaid invoices`}>
          So will be this, as soon as it is theirs.
        </Note>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <Side title="The account that has it" documents={from.documents} currency={currency} today={today} />
        <Side title={toName} documents={to.documents} currency={currency} today={today} />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        The next documents of both, with tax. What is used is not foreseen.
      </Text>
    </Stack>
  );
};
