import type { TrialBalance as TrialBalanceContract } from '@isp/server/contract/billing';
import { Group, Stack, Table, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { ledgerText } from './ledger-words.ts';
import { useEntityNames } from './use-entity-names.ts';

type Row = Reply<typeof TrialBalanceContract>['rows'][number];

const sum = (rows: readonly Row[], field: 'debit_minor' | 'credit_minor' | 'balance_minor') =>
  rows.reduce((total, row) => total + row[field], 0);

const Amount = ({ minor, currency }: { readonly minor: number; readonly currency: string }) => (
  <Table.Td ta="right">{minor === 0 ? '–' : <Money minor={minor} currency={currency} />}</Table.Td>
);

interface BalanceTableProps {
  readonly rows: readonly Row[];
  readonly currency: string;
}

const BalanceTable = ({ rows, currency }: BalanceTableProps) => (
  <Table.ScrollContainer minWidth={520}>
    <Table fz="sm" aria-label={`Trial balance in ${currency}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Ledger account</Table.Th>
          <Table.Th ta="right">Debit</Table.Th>
          <Table.Th ta="right">Credit</Table.Th>
          <Table.Th ta="right">Balance</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.ledger_account}>
            <Table.Td title={row.ledger_account}>
              <TextLink
                to={`/ledger/${row.ledger_account}`}
                search={{ legal_entity_id: row.legal_entity_id, currency }}
                inherit
              >
                {ledgerText(row.ledger_account)}
              </TextLink>
            </Table.Td>
            <Amount minor={row.debit_minor} currency={currency} />
            <Amount minor={row.credit_minor} currency={currency} />
            <Amount minor={row.balance_minor} currency={currency} />
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr fw={600}>
          <Table.Th>Sum</Table.Th>
          <Amount minor={sum(rows, 'debit_minor')} currency={currency} />
          <Amount minor={sum(rows, 'credit_minor')} currency={currency} />
          <Amount minor={sum(rows, 'balance_minor')} currency={currency} />
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  </Table.ScrollContainer>
);

const BalancePanel = ({ rows, name }: { readonly rows: readonly Row[]; readonly name: string }) => {
  const currency = rows[0]?.currency ?? '';
  const balances = sum(rows, 'balance_minor') === 0;
  return (
    <Panel
      padded={false}
      title={
        <Group gap="xs">
          {name}, {currency}
          <StateBadge state={balances ? 'balanced' : 'failed'} tone={balances ? 'good' : 'bad'}>
            {balances ? 'debits equal credits' : 'does not balance'}
          </StateBadge>
        </Group>
      }
    >
      <BalanceTable rows={rows} currency={currency} />
    </Panel>
  );
};

/** The ledger at the end of a day: what every account was debited and credited, and that both are equal. */
export const TrialBalance = () => {
  const { search, set } = useListSearch();
  const today = useToday();
  const on = search.on ?? today;
  const balance = useGet<typeof TrialBalanceContract>('/trial-balance', { on }, { keep: true });
  const nameOf = useEntityNames();
  return (
    <>
      <Group mb="md" gap="xs">
        <Text size="sm">At the end of</Text>
        <DayInput
          aria-label="At the end of"
          value={on}
          maxDate={today}
          description={undefined}
          onChange={(day) => set({ on: day ?? undefined })}
        />
      </Group>
      <Loaded of={balance}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Panel>
              <NothingHere title="Nothing was posted up to that day">
                Invoices and payments are posted to the ledger as they come.
              </NothingHere>
            </Panel>
          ) : (
            <Stack gap="md">
              {[...Map.groupBy(rows, (row) => `${row.legal_entity_id} ${row.currency}`)].map(([key, part]) => (
                <BalancePanel key={key} rows={part} name={nameOf(part[0]?.legal_entity_id ?? '')} />
              ))}
              <Text size="xs" c="dimmed">
                Debits are positive: what customers owe, money received. Credits are negative: revenue, tax to pay.
              </Text>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
};
