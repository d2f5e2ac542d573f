import type { PreviewTerms } from '@isp/server/contract/flows';
import { Box, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import type { Input } from '../api/contract.ts';
import { useLookAhead } from '../api/look-ahead.ts';
import { asProblem } from '../api/problem.ts';
import { CsvButton } from '../kit/CsvButton.tsx';
import { Day } from '../kit/Day.tsx';
import { moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { Note } from '../kit/Note.tsx';
import { ProblemText } from '../kit/ProblemText.tsx';
import { ShareBars } from '../kit/ShareBars.tsx';
import { changeText, exceptText, hitText, type Preview, STEP_WORDS } from './price-change-words.ts';

const STALE = 0.5;

/** The same question for the list of all of them. */
const listInput = ({
  id,
  effective_from,
  price_minor,
  cycle_unit,
  cycle_count,
  running,
}: Input<typeof PreviewTerms>) => ({
  plan_id: id,
  effective_from,
  price_minor,
  cycle_unit,
  cycle_count,
  up_to_version: running?.up_to_version,
  own_prices: running?.own_prices,
});

const Most = ({ preview }: { readonly preview: Preview }) => (
  <Table.ScrollContainer minWidth={360}>
    <Table fz="sm" aria-label="The greatest rises">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>The greatest rises</Table.Th>
          <Table.Th ta="right">Before</Table.Th>
          <Table.Th ta="right">After</Table.Th>
          <Table.Th>From</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {preview.most.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>{row.account_name}</Table.Td>
            <Table.Td ta="right">
              <Money minor={row.before_minor} currency={row.currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={row.after_minor} currency={row.currency} />
            </Table.Td>
            <Table.Td>
              <Day day={row.from_on} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

const Hit = ({ preview, input }: { readonly preview: Preview; readonly input: Input<typeof PreviewTerms> }) => {
  const { before_month_minor: before, after_month_minor: after, currency } = preview;
  return (
    <Stack gap="xs">
      <Text size="sm">{hitText(preview)}</Text>
      {exceptText(preview) !== '' && <Text size="sm">{exceptText(preview)}</Text>}
      {preview.subscriptions > 0 && (
        <>
          <Text size="sm">
            Recurring revenue of a month: {moneyText(before, currency)} before, {moneyText(after, currency)} after (
            {changeText(before, after, currency)}).
          </Text>
          <ShareBars
            items={preview.steps.map(({ step, subscriptions, difference_minor }) => ({
              label: STEP_WORDS[step],
              count: subscriptions,
              note: `${changeText(0, difference_minor, currency)} in a period`,
            }))}
          />
          <Most preview={preview} />
          <Group gap={4}>
            <Text size="sm">All of them as a file</Text>
            <CsvButton path="/plans/:plan_id/affected" input={listInput(input)} name="price-change" />
          </Group>
        </>
      )}
    </Stack>
  );
};

/** In the form of new terms: whom they would hit, and by how much, before they are published. */
export const TermsPreview = ({ input }: { readonly input: Input<typeof PreviewTerms> | undefined }) => {
  const { answer: preview, error, isStale } = useLookAhead<typeof PreviewTerms>('/plans/:id/versions/preview', input);
  if (input === undefined) return null;
  if (error)
    return (
      <Note tone="warn" title="This cannot be published">
        <ProblemText problem={asProblem(error)} />
      </Note>
    );
  return (
    <Box component="section" aria-label="Whom it hits" aria-busy={isStale}>
      <Text fw={620} size="sm" mb={6}>
        Whom it hits
      </Text>
      {preview === undefined ? (
        <Skeleton h={90} />
      ) : (
        <div style={{ opacity: isStale ? STALE : 1 }}>
          <Hit preview={preview} input={input} />
        </div>
      )}
    </Box>
  );
};
