import type { ListCoa } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { CoaText } from './CoaText.tsx';
import { NasFilter } from './NasFilter.tsx';
import { errorCauseText } from './radius-words.ts';

type CoaRow = Row<typeof ListCoa>;

const columns: readonly TableColumn<CoaRow>[] = [
  { id: 'what', header: 'Sent', cell: (row) => <CoaText packet={row} /> },
  { id: 'at', header: 'When', sort: 'sent_at', cell: (row) => <Instant at={row.sent_at} /> },
  { id: 'outcome', header: 'Answer', phone: 'aside', cell: (row) => <StateBadge state={row.outcome} /> },
  {
    id: 'error',
    header: 'Why refused',
    cell: (row) => (row.error_cause === null ? '–' : errorCauseText(row.error_cause)),
  },
  { id: 'cause', header: 'Because', cell: (row) => row.cause },
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'nas', header: 'NAS', cell: (row) => row.nas_name },
  { id: 'attempts', header: 'Times sent', align: 'right', optional: true, cell: (row) => row.attempts },
];

const OUTCOMES = ['ack', 'nak', 'timeout', 'unreachable', 'sent', 'superseded'] as const;
const OUTCOME_CHOICES = [
  { value: 'ack', label: 'Acknowledged' },
  { value: 'nak', label: 'Refused' },
  { value: 'timeout', label: 'No answer' },
  { value: 'unreachable', label: 'Unreachable' },
  { value: 'sent', label: 'Under way' },
  { value: 'superseded', label: 'Superseded' },
];
const FILTERS = ['coa_outcome', 'nas_id'] as const;

/** What NASes were sent to change or end sessions, and what they answered. */
export const CoaList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListCoa>('/coa', {
    sort,
    nas_id: search.nas_id,
    outcome: oneOf(search.coa_outcome, OUTCOMES),
  });
  return (
    <Panel padded={false}>
      <DataTable
        name="coa"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/sessions/${row.session_id}` })}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <ChoiceFilter
              label="Answer"
              value={search.coa_outcome}
              choices={OUTCOME_CHOICES}
              onChange={(coa_outcome) => set({ coa_outcome })}
            />
            <NasFilter value={search.nas_id} onChange={(nas_id) => set({ nas_id })} />
          </>
        }
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Nothing was sent yet">
              When an account is suspended, restored or changes its plan while it is online, its NAS is told at once.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
