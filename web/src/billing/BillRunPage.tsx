import type { ListBillRuns } from '@isp/server/contract/billing';
import { Button, Progress, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { countText, durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { BillRunStart } from './BillRunStart.tsx';
import { type BillRun, runShare, starterText } from './bill-run-words.ts';
import { useRunCurrency } from './use-run-currency.ts';

const KINDS = [
  { value: 'run', label: 'Runs' },
  { value: 'dry', label: 'Dry runs' },
];

const LOOK_AGAIN_MS = 2_000;
const LOOK_RARELY_MS = 30_000;
const SECOND_MS = 1000;

const RunState = ({ run }: { readonly run: BillRun }) =>
  run.state === 'running' ? (
    <Stack gap={2}>
      <StateBadge state="running" />
      <Progress value={runShare(run)} size="xs" animated aria-label={`${runShare(run)} % done`} />
    </Stack>
  ) : (
    <StateBadge state={run.state} />
  );

const tookText = ({ worked_ms, finished_at }: BillRun): string =>
  finished_at === null ? '–' : durationText(Math.ceil(worked_ms / SECOND_MS));

const moneyIn = (currency: string, minor: number) =>
  currency === '' ? countText(minor) : <Money minor={minor} currency={currency} />;

const countOrDash = (n: number): string => (n === 0 ? '–' : countText(n));

const Invoices = ({ run }: { readonly run: BillRun }) =>
  run.invoices === 0 || run.kind === 'dry' ? (
    countText(run.invoices)
  ) : (
    <TextLink to="/invoices" search={{ bill_run_id: run.id }} inherit>
      {countText(run.invoices)}
    </TextLink>
  );

const CreditNotes = ({ run }: { readonly run: BillRun }) =>
  run.credit_notes === 0 || run.kind === 'dry' ? (
    countOrDash(run.credit_notes)
  ) : (
    <TextLink to="/credit-notes" search={{ bill_run_id: run.id }} inherit>
      {countText(run.credit_notes)}
    </TextLink>
  );

const columnsIn = (currency: string): readonly TableColumn<BillRun>[] => [
  { id: 'as_of', header: 'As of', cell: (run) => <Day day={run.as_of} /> },
  { id: 'kind', header: 'Kind', cell: (run) => (run.kind === 'dry' ? 'dry run' : 'run') },
  { id: 'zone', header: 'Zone', cell: (run) => run.zone },
  { id: 'state', header: 'State', phone: 'aside', cell: (run) => <RunState run={run} /> },
  { id: 'due', header: 'Accounts due', align: 'right', cell: (run) => countText(run.due) },
  { id: 'invoices', header: 'Invoices', align: 'right', cell: (run) => <Invoices run={run} /> },
  {
    id: 'gross',
    header: 'Total',
    align: 'right',
    cell: (run) => moneyIn(currency, run.gross_minor),
  },
  { id: 'credit_notes', header: 'Credit notes', align: 'right', cell: (run) => <CreditNotes run={run} /> },
  {
    id: 'credited',
    header: 'Given back',
    align: 'right',
    cell: (run) => (run.credit_notes === 0 ? '–' : moneyIn(currency, run.credited_minor)),
  },
  {
    id: 'held',
    header: 'Held',
    align: 'right',
    cell: (run) => (run.held === 0 ? '–' : <Text c="var(--warn-text)">{countText(run.held)}</Text>),
  },
  { id: 'by', header: 'Started by', cell: (run) => starterText(run.started_by) },
  { id: 'started', header: 'Started', sort: 'started_at', cell: (run) => <Instant at={run.started_at} /> },
  { id: 'took', header: 'Took', align: 'right', optional: true, cell: tookText },
];

const WHY: TableColumn<BillRun> = { id: 'error', header: 'Why it failed', cell: (run) => run.error ?? '–' };

/** Bill runs: what was made when, and the way to start one, first dry. */
export const BillRunPage = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const currency = useRunCurrency();
  const [first] = useList<typeof ListBillRuns>('/bill-runs', { limit: 1 }, { every: LOOK_RARELY_MS }).rows;
  const every = opened || first?.state === 'running' ? LOOK_AGAIN_MS : LOOK_RARELY_MS;
  const list = useList<typeof ListBillRuns>(
    '/bill-runs',
    { sort, kind: oneOf(search.kind, ['run', 'dry']) },
    { every },
  );
  const hasFailed = list.rows.some((run) => run.error !== null);
  const columns = useMemo(() => [...columnsIn(currency), ...(hasFailed ? [WHY] : [])], [currency, hasFailed]);
  useLiveRefresh(['billing.bill_runs'], ['/bill-runs']);
  return (
    <>
      <PageHeader title="Bill runs" actions={may('billing.issue') && <Button onClick={open}>Start a run</Button>} />
      <Panel padded={false}>
        <DataTable
          name="bill-runs"
          isMain
          list={list}
          columns={columns}
          rowKey={(run) => run.id}
          rowLink={(run) => ({ to: `/bill-runs/${run.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<ChoiceFilter label="Kind" value={search.kind} choices={KINDS} onChange={(kind) => set({ kind })} />}
          empty={
            <NoMatch isFiltered={search.kind !== undefined} onClear={() => clear('kind')}>
              <NothingHere title="No bill run yet">
                Every night one runs by itself for what is due. One can be started by hand too, dry first.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      {opened && <BillRunStart onClose={close} />}
    </>
  );
};
