import type { StartBillRun } from '@isp/server/contract/flows';
import { Button, Stack, Table, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, dayText, moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { periodText } from './line-words.ts';

type Outcome = Reply<typeof StartBillRun>;
type Previewed = Outcome['preview'][number];

const Held = ({ held }: { readonly held: Outcome['held'] }) => (
  <Note
    tone="warn"
    title={`${countText(held.length)} held for a person to look at`}
    icon={<IconHandStop size={18} stroke={1.8} />}
  >
    {held.map(({ account_id, reason }) => (
      <div key={account_id}>
        <AccountLink id={account_id} />: {reason}
      </div>
    ))}
  </Note>
);

const PreviewRows = ({ row }: { readonly row: Previewed }) => {
  const [opened, setOpened] = useState(false);
  const money = (minor: number) => <Money minor={minor} currency={row.currency} />;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <TextLink to={`/accounts/${row.account_id}`}>{row.account_name}</TextLink>
        </Table.Td>
        <Table.Td>
          <Button variant="subtle" size="compact-xs" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {countText(row.lines.length)} {row.lines.length === 1 ? 'line' : 'lines'}
          </Button>
        </Table.Td>
        <Table.Td ta="right">{money(row.net_minor)}</Table.Td>
        <Table.Td ta="right">{money(row.tax_minor)}</Table.Td>
        <Table.Td ta="right">{money(row.gross_minor)}</Table.Td>
      </Table.Tr>
      {opened &&
        row.lines.map((line) => (
          <Table.Tr key={`${line.kind}${line.description}${line.period_from}`} c="dimmed" fz="xs">
            <Table.Td colSpan={2} pl="lg">
              {[line.description, periodText(line)].filter(Boolean).join(', ')}
            </Table.Td>
            <Table.Td ta="right">{money(line.net_minor)}</Table.Td>
            <Table.Td ta="right">{money(line.tax_minor)}</Table.Td>
            <Table.Td ta="right">{money(line.gross_minor)}</Table.Td>
          </Table.Tr>
        ))}
    </>
  );
};

const PreviewTable = ({ outcome }: { readonly outcome: Outcome }) => (
  <Table.ScrollContainer minWidth={520}>
    <Table fz="sm" verticalSpacing={5} aria-label="Invoices the run would make">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Account</Table.Th>
          <Table.Th>Lines</Table.Th>
          <Table.Th ta="right">Net</Table.Th>
          <Table.Th ta="right">Tax</Table.Th>
          <Table.Th ta="right">Total</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {outcome.preview.map((row) => (
          <PreviewRows key={row.account_id} row={row} />
        ))}
      </Table.Tbody>
    </Table>
    {outcome.invoices > outcome.preview.length && (
      <Text size="xs" c="dimmed" mt={6}>
        The first {countText(outcome.preview.length)} of {countText(outcome.invoices)}.
      </Text>
    )}
  </Table.ScrollContainer>
);

interface BillRunOutcomeProps {
  readonly outcome: Outcome;
  /** What the total is in; empty when accounts have several currencies. */
  readonly currency: string;
}

/** What a dry run would make: totals, invoices, how much is given back, and accounts it would hold. */
export const BillRunOutcome = ({ outcome, currency }: BillRunOutcomeProps) => (
  <Stack gap="md">
    <Figures>
      <Figure label="Invoices" value={countText(outcome.invoices)} note={`as of ${dayText(outcome.as_of)}`} />
      {currency !== '' && <Figure label="Total with tax" value={moneyText(outcome.gross_minor, currency)} />}
      <Figure
        label="Credit notes"
        value={countText(outcome.credit_notes)}
        {...(currency === '' || outcome.credit_notes === 0
          ? {}
          : { note: `${moneyText(outcome.credited_minor, currency)} given back` })}
      />
      <Figure
        label="Held"
        value={countText(outcome.held.length)}
        {...(outcome.held.length > 0 ? { tone: 'warn' as const } : {})}
      />
    </Figures>
    {outcome.held.length > 0 && <Held held={outcome.held} />}
    {outcome.invoices > 0 && <PreviewTable outcome={outcome} />}
    {outcome.invoices + outcome.credit_notes === 0 && (
      <NothingHere title="Nothing is due">Choose a later day, or wait for the next period.</NothingHere>
    )}
  </Stack>
);
