import type { ListLogins } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { NasFilter } from './NasFilter.tsx';

const LOOK_AGAIN_MS = 15_000;

type LoginRow = Row<typeof ListLogins>;

const WAYS = { password: 'password', mac: 'MAC', line: 'line', device: 'staff, to the device' } as const;
const WAY_CHOICES = Object.entries(WAYS).map(([value, label]) => ({ value, label }));

const Station = ({ text }: { readonly text: string | null }) => (
  <span className="mono" style={{ whiteSpace: 'nowrap' }}>
    {text ?? '–'}
  </span>
);

/** The reason, and the way to the whole of it for who may ask. */
const Reason = ({ row }: { readonly row: LoginRow }) => {
  const { may } = useMe();
  const said = row.detail === null ? row.reason : `${row.reason}: ${row.detail}`;
  if (row.outcome !== 'reject' || !may('aaa.write')) return said;
  const search = {
    tab: 'why',
    username: row.username,
    nas_id: row.nas_id,
    station: row.calling_station_id ?? undefined,
  };
  return (
    <>
      {said}{' '}
      <TextLink to="/logins" search={search} inherit>
        Why?
      </TextLink>
    </>
  );
};

const columns: readonly TableColumn<LoginRow>[] = [
  { id: 'username', header: 'Username', cell: (row) => <span className="mono">{row.username}</span> },
  { id: 'at', header: 'When', cell: (row) => <Instant at={row.at} /> },
  {
    id: 'outcome',
    header: 'Answer',
    phone: 'aside',
    cell: (row) => <StateBadge state={row.outcome} />,
  },
  { id: 'reason', header: 'Reason', cell: (row) => <Reason row={row} /> },
  { id: 'way', header: 'By', cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{WAYS[row.way]}</span> },
  { id: 'account', header: 'Account', cell: (row) => (row.account_id ? <AccountLink id={row.account_id} /> : '–') },
  { id: 'nas', header: 'NAS', cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{row.nas_name ?? '–'}</span> },
  {
    id: 'station',
    header: 'Station (MAC)',
    cell: (row) => <Station text={row.calling_station_id} />,
  },
];

const ofAccount = columns.filter((column) => column.id !== 'account');

/** How the log-ins of one account were answered, and why, newest first. */
export const AccountLogins = ({ accountId }: { readonly accountId: string }) => (
  <Panel title="Log-ins" padded={false}>
    <DataTable
      name="account-logins"
      list={useList<typeof ListLogins>('/logins', { account_id: accountId, limit: 10 }, { every: LOOK_AGAIN_MS })}
      columns={ofAccount}
      rowKey={(row) => row.id}
      empty={
        <NothingHere title="No log-in yet">
          A log-in with a mistyped username belongs to nobody; look for it under Log-ins.
        </NothingHere>
      }
    />
  </Panel>
);

const OUTCOMES = [
  { value: 'accept', label: 'Accepted' },
  { value: 'walled', label: 'Walled garden' },
  { value: 'reject', label: 'Rejected' },
  { value: 'silence', label: 'No answer' },
];

const FILTERS = ['username', 'outcome', 'way', 'nas_id'] as const;

/** Who tried to log in, how it was answered, and why. */
export const LoginList = () => {
  const { search, set, clear } = useListSearch();
  const list = useList<typeof ListLogins>(
    '/logins',
    {
      username: search.username,
      outcome: oneOf(search.outcome, ['accept', 'walled', 'reject', 'silence']),
      way: oneOf(search.way, ['password', 'mac', 'line', 'device']),
      nas_id: search.nas_id,
    },
    { every: LOOK_AGAIN_MS },
  );
  return (
    <Panel padded={false}>
      <DataTable
        name="logins"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={
          <>
            <SearchFilter
              label="Username begins with"
              value={search.username}
              onChange={(username) => set({ username })}
            />
            <ChoiceFilter
              label="Answer"
              value={search.outcome}
              choices={OUTCOMES}
              onChange={(outcome) => set({ outcome })}
            />
            <ChoiceFilter label="By" value={search.way} choices={WAY_CHOICES} onChange={(way) => set({ way })} />
            <NasFilter value={search.nas_id} onChange={(nas_id) => set({ nas_id })} />
          </>
        }
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Nobody has tried to log in yet">
              Point a NAS at this server; what it asks and how it is answered is listed here. If nothing comes, look
              under “No answer”.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
