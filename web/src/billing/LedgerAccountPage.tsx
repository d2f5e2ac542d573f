import type { LedgerMovements } from '@isp/server/contract/billing';
import type { ListLedgerTransactions } from '@isp/server/contract/views';
import { Group, Stack, Table, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { useGet, useList } from '../api/query.ts';
import { CsvButton } from '../kit/CsvButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { dayText, fullMonthText } from '../kit/format.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { journalColumns } from './JournalColumns.tsx';
import { ledgerText, monthSpan } from './ledger-words.ts';
import { type LegalEntity, OfEntity } from './OfEntity.tsx';

type Movements = Reply<typeof LedgerMovements>;

interface MovementTableProps {
  readonly movements: Movements;
  readonly currency: string;
  readonly label: string;
  /** What a row is called, and where in the address it is kept when chosen. */
  readonly by: 'month' | 'day';
  readonly chosen: string | undefined;
}

const nameOf = (by: 'month' | 'day', from: string): string => (by === 'month' ? fullMonthText(from) : dayText(from));
const keyOf = (by: 'month' | 'day', from: string): string => (by === 'month' ? from.slice(0, 7) : from);

const MovementTable = ({ movements, currency, label, by, chosen }: MovementTableProps) => {
  const { search } = useListSearch();
  const { month, day: _, ...kept } = search;
  return (
    <Table.ScrollContainer minWidth={460} mah={420}>
      <Table fz="sm" aria-label={label} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{by === 'month' ? 'Month' : 'Day'}</Table.Th>
            <Table.Th ta="right">Debit</Table.Th>
            <Table.Th ta="right">Credit</Table.Th>
            <Table.Th ta="right">Balance after</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {movements.rows.toReversed().map(({ from_on, debit_minor, credit_minor, balance_minor }) => (
            <Table.Tr key={from_on} {...(keyOf(by, from_on) === chosen ? { bg: 'var(--chosen-fill)' } : {})}>
              <Table.Td>
                <TextLink
                  to="."
                  search={{ ...kept, ...(by === 'day' ? { month } : {}), [by]: keyOf(by, from_on) }}
                  inherit
                >
                  {nameOf(by, from_on)}
                </TextLink>
              </Table.Td>
              <Table.Td ta="right">{debit_minor ? <Money minor={debit_minor} currency={currency} /> : '–'}</Table.Td>
              <Table.Td ta="right">{credit_minor ? <Money minor={credit_minor} currency={currency} /> : '–'}</Table.Td>
              <Table.Td ta="right">
                <Money minor={balance_minor} currency={currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

interface PartProps {
  readonly entity: LegalEntity;
  readonly account: string;
  readonly currency: string;
}

/** The first and the last day that a month or day in the address means. */
const spanOf = (month: string | undefined, day: string | undefined) => {
  if (day) return { from: day, to: day };
  return month ? monthSpan(month) : {};
};

const Months = ({ entity, account, currency }: PartProps) => {
  const { search } = useListSearch();
  const of = { legal_entity_id: entity.id, currency, ledger_account: account };
  const months = useGet<typeof LedgerMovements>('/ledger-movements', { ...of, by: 'month' }, { keep: true });
  return (
    <Panel padded={false} title="By month">
      <Loaded of={months}>
        {(movements) =>
          movements.rows.length === 0 ? (
            <NothingHere title="Nothing was posted to this account" />
          ) : (
            <MovementTable {...{ movements, currency }} label="By month" by="month" chosen={search.month} />
          )
        }
      </Loaded>
    </Panel>
  );
};

const Days = ({ entity, account, currency, month }: PartProps & { readonly month: string }) => {
  const { search } = useListSearch();
  const of = { legal_entity_id: entity.id, currency, ledger_account: account, ...spanOf(month, undefined) };
  const days = useGet<typeof LedgerMovements>('/ledger-movements', { ...of, by: 'day' }, { keep: true });
  return (
    <Panel padded={false} title={`Days of ${fullMonthText(month)}`}>
      <Loaded of={days}>
        {(movements) => <MovementTable {...{ movements, currency }} label="By day" by="day" chosen={search.day} />}
      </Loaded>
    </Panel>
  );
};

const Transactions = ({ entity, account, currency }: PartProps) => {
  const { search, sort, setSort } = useListSearch();
  const { from, to } = spanOf(search.month, search.day);
  const list = useList<typeof ListLedgerTransactions>('/ledger-transactions', {
    legal_entity_id: entity.id,
    ledger_account: account,
    currency,
    sort,
    posted_from: from,
    posted_to: to,
  });
  const when = search.day ? ` of ${dayText(search.day)}` : search.month ? ` of ${fullMonthText(search.month)}` : '';
  return (
    <Panel padded={false} title={`Transactions${when}`}>
      <DataTable
        name="journal"
        isMain
        list={list}
        columns={journalColumns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        empty={<NothingHere title="Nothing was posted to this account then" />}
      />
    </Panel>
  );
};

const AccountOf = ({ entity, account }: Omit<PartProps, 'currency'>) => {
  const { search } = useListSearch();
  const currency = search.currency ?? entity.currency;
  const part = { entity, account, currency };
  return (
    <>
      <PageHeader
        title={ledgerText(account)}
        back={{ to: '/ledger', label: 'Ledger' }}
        subtitle={
          <Group gap="xs">
            <span className="mono">{account}</span>
            <Text inherit>
              {entity.name}, {currency}
            </Text>
          </Group>
        }
        actions={
          <CsvButton
            path="/ledger-movements"
            input={{ legal_entity_id: entity.id, currency, ledger_account: account, by: 'day' }}
            name={`ledger ${account.replace(':', ' ')}`}
          />
        }
      />
      <Stack gap="md">
        <Months {...part} />
        {search.month && <Days {...part} month={search.month} />}
        <Transactions {...part} />
      </Stack>
    </>
  );
};

/** One ledger account: how it moved by month and day, down to its transactions. */
export const LedgerAccountPage = () => {
  const account = useId();
  return <OfEntity>{(entity) => <AccountOf entity={entity} account={account} />}</OfEntity>;
};
