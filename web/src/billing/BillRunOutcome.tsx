import type { StartBillRun } from '@isp/server/contract/flows';
import { Alert, Stack, Table, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { Reply } from '../api/contract.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, dayText, moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { TextLink } from '../kit/TextLink.tsx';

type Outcome = Reply<typeof StartBillRun>;

const Held = ({ held }: { readonly held: Outcome['held'] }) => (
  <Alert
    variant="light"
    color="orange"
    icon={<IconHandStop />}
    title={`${countText(held.length)} held for a person to look at`}
  >
    <Stack gap={2}>
      {held.map(({ account_id, reason }) => (
        <Text key={account_id} size="sm">
          <AccountLink id={account_id} />: {reason}
        </Text>
      ))}
    </Stack>
  </Alert>
);

const PreviewTable = ({ outcome }: { readonly outcome: Outcome }) => (
  <div style={{ overflowX: 'auto' }}>
    <Table fz="sm" verticalSpacing={5} aria-label="Invoices the run would make">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Account</Table.Th>
          <Table.Th ta="right">Lines</Table.Th>
          <Table.Th ta="right">Net</Table.Th>
          <Table.Th ta="right">Tax</Table.Th>
          <Table.Th ta="right">Total</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {outcome.preview.map((row) => (
          <Table.Tr key={row.account_id}>
            <Table.Td>
              <TextLink to={`/accounts/${row.account_id}`}>{row.account_name}</TextLink>
            </Table.Td>
            <Table.Td ta="right">{row.lines}</Table.Td>
            <Table.Td ta="right">
              <Money minor={row.net_minor} currency={row.currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={row.tax_minor} currency={row.currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={row.gross_minor} currency={row.currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
    {outcome.invoices > outcome.preview.length && (
      <Text size="xs" c="dimmed" mt={6}>
        The first {countText(outcome.preview.length)} of {countText(outcome.invoices)}.
      </Text>
    )}
  </div>
);

interface BillRunOutcomeProps {
  readonly outcome: Outcome;
  /** What the total is in; empty when accounts have several currencies. */
  readonly currency: string;
}

/** What a dry run would make: totals, invoices, and accounts it would hold. */
export const BillRunOutcome = ({ outcome, currency }: BillRunOutcomeProps) => (
  <Stack gap="md">
    <Figures>
      <Figure label="Invoices" value={countText(outcome.invoices)} note={`as of ${dayText(outcome.as_of)}`} />
      {currency !== '' && <Figure label="Total with tax" value={moneyText(outcome.gross_minor, currency)} />}
      <Figure
        label="Held"
        value={countText(outcome.held.length)}
        {...(outcome.held.length > 0 ? { tone: 'warn' as const } : {})}
      />
    </Figures>
    {outcome.held.length > 0 && <Held held={outcome.held} />}
    {outcome.invoices === 0 ? (
      <NothingHere title="Nothing is due">Choose a later day, or wait for the next period.</NothingHere>
    ) : (
      <PreviewTable outcome={outcome} />
    )}
  </Stack>
);
