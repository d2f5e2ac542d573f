import type { TakeBackAddress } from '@isp/server/contract/aaa';
import type { ListAssignments } from '@isp/server/contract/views';
import { useMemo } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import type { Pool } from './PoolPage.tsx';

type Assignment = Row<typeof ListAssignments>;

/** An IPv4 address stands without its length. */
const addressText = ({ address }: Assignment): string => address.replace(/\/32$/, '');

const TakeBack = ({ one }: { readonly one: Assignment }) => {
  const take = useCommand<typeof TakeBackAddress>('POST', '/assignments/take-back', {
    onDone: ({ address }) => notifyDone(`${address} is taken back.`),
    onProblem: notifyProblem,
  });
  if (one.fixed) return null;
  return (
    <ConfirmButton
      variant="subtle"
      color="gray"
      size="compact-xs"
      danger
      question={`Take ${addressText(one)} back?`}
      consequence={
        one.online
          ? `${one.account_name} is online: the session is ended now. The next log-in gets another address; this one is free once the NAS has let it go.`
          : `${one.account_name} gets another address at the next log-in.`
      }
      confirm={one.online ? 'Take back and disconnect now' : 'Take back'}
      isSending={take.isSending}
      onConfirm={() => take.send({ address: one.address, disconnect: one.online })}
    >
      Take back
    </ConfirmButton>
  );
};

const used = (one: Assignment) => (one.online ? <StateBadge state="online" /> : <Instant at={one.used_at} />);

const columnsFor = (mayWrite: boolean): readonly TableColumn<Assignment>[] => [
  {
    id: 'address',
    header: 'Address',
    sort: 'address',
    cell: (row) => <span className="mono">{addressText(row)}</span>,
  },
  {
    id: 'account',
    header: 'Account',
    cell: (row) => (
      <TextLink to={`/accounts/${row.account_id}`} inherit>
        {row.account_name}
      </TextLink>
    ),
  },
  { id: 'username', header: 'Username', cell: (row) => <span className="mono">{row.username ?? '–'}</span> },
  { id: 'used', header: 'Last used', sort: 'used_at', cell: used },
  { id: 'since', header: 'Since', cell: (row) => <Instant at={row.assigned_at} /> },
  {
    id: 'fixed',
    header: 'How',
    phone: 'aside',
    cell: (row) => (row.fixed ? 'fixed' : 'assigned'),
  },
  ...(mayWrite
    ? [{ id: 'actions', header: '', align: 'right', cell: (row: Assignment) => <TakeBack one={row} /> } as const]
    : []),
];

/** Who has what of a pool. */
export const PoolAssignments = ({ pool }: { readonly pool: Pool }) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const mayWrite = useMe().may('aaa.write');
  const columns = useMemo(() => columnsFor(mayWrite), [mayWrite]);
  const list = useList<typeof ListAssignments>('/pools/:pool_id/assignments', {
    pool_id: pool.id,
    sort,
    q: search.q,
    fixed: search.fixed === 'true' ? 'true' : undefined,
  });
  return (
    <Panel title="Who has what" padded={false}>
      <DataTable
        name={`assignments-${pool.code}`}
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <SearchFilter label="Address, account or username" value={search.q} onChange={(q) => set({ q })} />
            <ToggleFilter
              label="Fixed"
              isOn={search.fixed === 'true'}
              onChange={(isOn) => set({ fixed: isOn ? 'true' : undefined })}
            />
          </>
        }
        empty={
          <NoMatch isFiltered={Boolean(search.q || search.fixed)} onClear={() => clear('q', 'fixed')}>
            <NothingHere title="Nobody has an address of it">
              One is assigned when a subscription gets a plan whose terms name this pool.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
