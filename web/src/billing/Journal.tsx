import type { TrialBalance } from '@isp/server/contract/billing';
import type { ListLedgerTransactions } from '@isp/server/contract/views';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet, useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { journalColumns } from './JournalColumns.tsx';
import { JournalExport } from './JournalExport.tsx';
import { ledgerText, TRANSACTION_KINDS } from './ledger-words.ts';
import { type LegalEntity, OfEntity } from './OfEntity.tsx';

const KINDS = TRANSACTION_KINDS.map(({ value }) => value);
const FILTERS = ['posted_from', 'posted_to', 'ledger_account', 'kind'] as const;

const ExportButton = ({ entity }: { readonly entity: LegalEntity }) => {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        Export for the accountant
      </Button>
      {opened && <JournalExport entity={entity} onClose={close} />}
    </>
  );
};

const JournalFilters = ({ entity, choice }: { readonly entity: LegalEntity; readonly choice: ReactNode }) => {
  const { search, set } = useListSearch();
  const { data } = useGet<typeof TrialBalance>('/trial-balance', {});
  const names = new Set(data?.rows.filter((row) => row.legal_entity_id === entity.id).map((row) => row.ledger_account));
  return (
    <>
      {choice}
      <DayFilter label="From" value={search.posted_from} onChange={(posted_from) => set({ posted_from })} />
      <DayFilter label="Up to" value={search.posted_to} onChange={(posted_to) => set({ posted_to })} />
      <ChoiceFilter
        label="Ledger account"
        value={search.ledger_account}
        choices={[...names].map((name) => ({ value: name, label: ledgerText(name) }))}
        onChange={(ledger_account) => set({ ledger_account })}
      />
      <ChoiceFilter label="Kind" value={search.kind} choices={TRANSACTION_KINDS} onChange={(kind) => set({ kind })} />
      <ExportButton entity={entity} />
    </>
  );
};

const JournalOf = ({ entity, choice }: { readonly entity: LegalEntity; readonly choice: ReactNode }) => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListLedgerTransactions>('/ledger-transactions', {
    legal_entity_id: entity.id,
    sort,
    posted_from: search.posted_from,
    posted_to: search.posted_to,
    ledger_account: search.ledger_account,
    kind: oneOf(search.kind, KINDS),
  });
  useLiveRefresh(['billing.invoices', 'billing.credit_notes', 'billing.closings'], ['/ledger-transactions']);
  return (
    <Panel padded={false}>
      <DataTable
        name="journal"
        isMain
        list={list}
        columns={journalColumns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={<JournalFilters entity={entity} choice={choice} />}
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Nothing was posted yet">
              Invoices, credit notes and payments are posted to the ledger as they come.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};

/** Every ledger transaction of a legal entity, the latest day first. */
export const Journal = () => <OfEntity>{(entity, choice) => <JournalOf entity={entity} choice={choice} />}</OfEntity>;
