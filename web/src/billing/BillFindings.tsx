import type { HoldBills } from '@isp/server/contract/flows';
import type { ListBillFindings } from '@isp/server/contract/views';
import { Button, Group, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { BillCompared } from './BillCompared.tsx';
import { type BillRunPage, CLASS_LABELS, CLASSES, changeText, type Finding, holdableOf } from './review-words.ts';

const CHOICES = CLASSES.filter((name) => name !== 'same').map((value) => ({ value, label: CLASS_LABELS[value] }));
const FILTERS = ['class', 'q'] as const;

const HoldOne = ({ run, finding }: { readonly run: BillRunPage; readonly finding: Finding }) => {
  const hold = useCommand<typeof HoldBills>('POST', '/bill-runs/:id/hold', {
    onDone: ({ held }) =>
      notifyDone(held === 1 ? `The bill of ${finding.account_name} is held.` : 'It was billed meanwhile.'),
    onProblem: notifyProblem,
  });
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={hold.isSending}
      onClick={() => hold.send({ id: run.id, account_ids: [finding.account_id] })}
    >
      Hold
    </Button>
  );
};

interface ActionsProps {
  readonly run: BillRunPage;
  readonly finding: Finding;
  readonly onLook: (finding: Finding) => void;
}

const Actions = ({ run, finding, onLook }: ActionsProps) => {
  const { may } = useMe();
  const mayHold = may('billing.issue') && run.kind === 'dry' && run.state === 'done';
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {may('billing.read') && (
        <Button variant="subtle" size="compact-xs" onClick={() => onLook(finding)}>
          Compare
        </Button>
      )}
      {finding.hold_id !== null ? (
        <StateBadge state="held" />
      ) : (
        mayHold && holdableOf(finding.class) && <HoldOne run={run} finding={finding} />
      )}
    </Group>
  );
};

const Before = ({ finding }: { readonly finding: Finding }) =>
  finding.before_on === null ? (
    '–'
  ) : (
    <>
      <Money minor={finding.before_minor} currency={finding.currency} />
      <Text size="xs" c="dimmed">
        <Day day={finding.before_on} />
      </Text>
    </>
  );

const Account = ({ finding }: { readonly finding: Finding }) => (
  <>
    <TextLink to={`/accounts/${finding.account_id}`} inherit>
      {finding.account_name}
    </TextLink>
    <Text size="xs" c="dimmed">
      {finding.account_number}
    </Text>
  </>
);

const Class = ({ finding }: { readonly finding: Finding }) => (
  <>
    {CLASS_LABELS[finding.class]}
    {finding.reason && (
      <Text size="xs" c="dimmed">
        {finding.reason}
      </Text>
    )}
  </>
);

const columnsOf = (run: BillRunPage, onLook: (finding: Finding) => void): readonly TableColumn<Finding>[] => [
  { id: 'account', header: 'Account', sort: 'account_name', cell: (row) => <Account finding={row} /> },
  { id: 'class', header: 'Class', cell: (row) => <Class finding={row} /> },
  {
    id: 'before',
    header: 'Before',
    align: 'right',
    sort: 'before_minor',
    cell: (row) => <Before finding={row} />,
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
    sort: 'change_minor',
    cell: (row) => (
      <>
        <Money minor={row.change_minor} currency={row.currency} />
        <Text size="xs" c="dimmed">
          {changeText(row.now_minor, row.before_minor)}
        </Text>
      </>
    ),
  },
  {
    id: 'actions',
    header: '',
    align: 'right',
    cell: (row) => <Actions run={run} finding={row} onLook={onLook} />,
  },
];

const FindingFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Account" value={search.q} onChange={(q) => set({ q })} />
      <ChoiceFilter label="Class" value={search.class} choices={CHOICES} onChange={(name) => set({ class: name })} />
    </>
  );
};

/** The accounts whose bill is not the same as a period before, side by side with that one; each can be held. */
export const BillFindings = ({ run }: { readonly run: BillRunPage }) => {
  const { search, sort, setSort, clear } = useListSearch();
  const [looked, look] = useState<Finding>();
  const list = useList<typeof ListBillFindings>('/bill-runs/:bill_run_id/findings', {
    bill_run_id: run.id,
    sort,
    class: oneOf(
      search.class,
      CLASSES.filter((name) => name !== 'same'),
    ),
    q: search.q,
  });
  const columns = useMemo(() => columnsOf(run, look), [run]);
  return (
    <Panel title="Accounts" padded={false}>
      <DataTable
        name="bill-findings"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={<FindingFilters />}
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Every bill is as before">
              Nobody is new, gone, or pays much more or less than a period before.
            </NothingHere>
          </NoMatch>
        }
      />
      {looked && <BillCompared run={run} finding={looked} onClose={() => look(undefined)} />}
    </Panel>
  );
};
