import type { ListBillHolds } from '@isp/server/contract/views';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { BillHoldRelease, type ToRelease } from './BillHoldRelease.tsx';
import { starterText } from './bill-run-words.ts';
import { CLASS_LABELS, changeText, HOLDABLE_CHOICES, holdableOf } from './review-words.ts';
import { useBeginRuns } from './use-begin-runs.ts';

type Hold = Row<typeof ListBillHolds>;

const By = ({ name, at, note }: { readonly name: string; readonly at: string; readonly note: string | null }) => (
  <>
    {starterText(name)}, <Instant at={at} />
    {note && (
      <Text size="xs" c="dimmed">
        {note}
      </Text>
    )}
  </>
);

const columnsOf = (onRelease: ((hold: Hold) => void) | undefined): readonly TableColumn<Hold>[] => [
  { id: 'account', header: 'Account', sort: 'account_name', cell: (row) => row.account_name },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'class',
    header: 'Class',
    cell: (row) => (
      <>
        {CLASS_LABELS[row.class]}
        {row.reason && (
          <Text size="xs" c="dimmed">
            {row.reason}
          </Text>
        )}
      </>
    ),
  },
  { id: 'as_of', header: 'Bill of', cell: (row) => <Day day={row.as_of} /> },
  {
    id: 'before',
    header: 'Before',
    align: 'right',
    cell: (row) => (row.before_on === null ? '–' : <Money minor={row.before_minor} currency={row.currency} />),
  },
  {
    id: 'now',
    header: 'Now',
    align: 'right',
    sort: 'now_minor',
    cell: (row) => <Money minor={row.now_minor} currency={row.currency} />,
  },
  {
    id: 'change',
    header: 'Change',
    align: 'right',
    optional: true,
    cell: (row) => changeText(row.now_minor, row.before_minor),
  },
  {
    id: 'held',
    header: 'Held by',
    sort: 'held_at',
    cell: (row) => <By name={row.held_by} at={row.held_at} note={row.note} />,
  },
  {
    id: 'released',
    header: 'Released by',
    cell: (row) => {
      if (row.released_by !== null && row.released_at !== null)
        return <By name={row.released_by} at={row.released_at} note={row.release_note} />;
      if (!onRelease) return '–';
      return (
        <Button variant="default" size="compact-xs" onClick={() => onRelease(row)}>
          Release
        </Button>
      );
    },
  },
];

const FILTERS = ['class', 'q', 'all'] as const;

const HoldFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Account" value={search.q} onChange={(q) => set({ q })} />
      <ChoiceFilter
        label="Class"
        value={search.class}
        choices={HOLDABLE_CHOICES}
        onChange={(name) => set({ class: name })}
      />
      <ToggleFilter
        label="Released too"
        isOn={search.all === 'true'}
        onChange={(on) => set({ all: on ? 'true' : undefined })}
      />
    </>
  );
};

const MakeNow = () => {
  const begin = useBeginRuns();
  return (
    <ConfirmButton
      isSending={begin.isSending}
      question="Make what is due and not held?"
      consequence="A bill run for today makes every bill that was released, and whatever else is due."
      confirm="Make them"
      onConfirm={() => begin.send({ dry_run: false })}
    >
      Make what is released
    </ConfirmButton>
  );
};

/** What one press releases: all of the chosen class, or else the rows in sight. */
const inSight = (rows: readonly Hold[], name: string | undefined, q: string | undefined): ToRelease | undefined => {
  const held = rows.filter(({ state }) => state === 'held');
  const holdable = holdableOf(name);
  if (held.length === 0) return undefined;
  if (holdable && !q) return { title: `all of “${CLASS_LABELS[holdable]}”`, wanted: { class: holdable } };
  const title = held.length === 1 ? `the bill of ${held[0]?.account_name}` : `these ${countText(held.length)} bills`;
  return { title, wanted: { ids: held.map(({ id }) => id) } };
};

const releaseOne = ({ account_name, id }: Hold): ToRelease => ({
  title: `the bill of ${account_name}`,
  wanted: { ids: [id] },
});

/** Bills that no run makes until somebody releases them; one by one, or all of a class. */
export const BillHoldList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const mayIssue = useMe().may('billing.issue');
  const [releasing, release] = useState<ToRelease>();
  const list = useList<typeof ListBillHolds>('/bill-holds', {
    sort,
    class: holdableOf(search.class),
    q: search.q,
    state: oneOf(search.all, ['true']) ? undefined : 'held',
  });
  const columns = useMemo(() => columnsOf(mayIssue ? (hold) => release(releaseOne(hold)) : undefined), [mayIssue]);
  const all = inSight(list.rows, search.class, search.q);
  useLiveRefresh(['billing.bill_runs'], ['/bill-holds']);
  return (
    <>
      <PageHeader
        title="Held bills"
        back={{ to: '/bill-runs', label: 'Bill runs' }}
        actions={
          mayIssue && (
            <>
              <MakeNow />
              {all && <Button onClick={() => release(all)}>Release {all.title}</Button>}
            </>
          )
        }
      />
      <Panel padded={false}>
        <DataTable
          name="bill-holds"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/accounts/${row.account_id}` })}
          sort={sort}
          onSort={setSort}
          filters={<HoldFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere title="No bill is held">
                Bills are held from a dry run, or by themselves where the settings say so.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      {releasing && <BillHoldRelease of={releasing} onClose={() => release(undefined)} />}
    </>
  );
};
