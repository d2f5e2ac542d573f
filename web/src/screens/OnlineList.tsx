import type { ListOnline } from '@isp/server/contract/views';
import { Text } from '@mantine/core';
import { DisconnectButton } from '../aaa/DisconnectButton.tsx';
import { NasFilter } from '../aaa/NasFilter.tsx';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { Bytes } from '../kit/Bytes.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { useAtMost } from '../kit/use-at-most.ts';

type OnlineRow = Row<typeof ListOnline>;

const Whose = ({ row }: { readonly row: OnlineRow }) =>
  row.account_id ? (
    <TextLink to={`/accounts/${row.account_id}`} inherit>
      {row.account_name ?? row.account_number ?? 'account'}
    </TextLink>
  ) : (
    'nobody’s'
  );

const mono = (text: string | null) =>
  text ? (
    <span className="mono" style={{ whiteSpace: 'nowrap' }}>
      {text}
    </span>
  ) : (
    '–'
  );

const Where = ({ row }: { readonly row: OnlineRow }) => (
  <>
    {mono(row.framed_ip)}
    {row.calling_station_id && (
      <Text component="div" size="xs" c="dimmed">
        {mono(row.calling_station_id)}
      </Text>
    )}
  </>
);

const columns: readonly TableColumn<OnlineRow>[] = [
  { id: 'username', header: 'Username', sort: 'username', cell: (row) => mono(row.username) },
  { id: 'account', header: 'Account', cell: (row) => <Whose row={row} /> },
  {
    id: 'access',
    header: 'Access',
    phone: 'aside',
    cell: (row) => (row.access_mode ? <StateBadge state={row.access_mode} /> : '–'),
  },
  { id: 'plan', header: 'Plan', optional: true, cell: (row) => mono(row.plan_code) },
  { id: 'address', header: 'Address, MAC', cell: (row) => <Where row={row} /> },
  { id: 'nas', header: 'NAS', cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{row.nas_name}</span> },
  { id: 'since', header: 'Since', sort: 'started_at', cell: (row) => <Instant at={row.started_at} /> },
  { id: 'heard', header: 'Heard', sort: 'heard_at', optional: true, cell: (row) => <Instant at={row.heard_at} /> },
  { id: 'down', header: 'Down', sort: 'octets', align: 'right', cell: (row) => <Bytes octets={row.output_octets} /> },
  { id: 'up', header: 'Up', align: 'right', cell: (row) => <Bytes octets={row.input_octets} /> },
  { id: 'port', header: 'Port', optional: true, cell: (row) => row.nas_port_id ?? '–' },
  {
    id: 'actions',
    header: '',
    align: 'right',
    cell: (row) => <DisconnectButton session={row} isSmall />,
  },
];

const MODES = ['allow', 'walled', 'deny'] as const;
const MODE_CHOICES = [
  { value: 'allow', label: 'Full access' },
  { value: 'walled', label: 'Walled garden' },
  { value: 'deny', label: 'No access' },
];

const FILTERS = ['q', 'nas_id', 'access_mode'] as const;
const LOOK_AGAIN_MS = 20_000;
const NEWS_PAUSE_MS = 3_000;

const OnlineFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Username, name, MAC, address" value={search.q} onChange={(q) => set({ q })} />
      <NasFilter value={search.nas_id} onChange={(nas_id) => set({ nas_id })} />
      <ChoiceFilter
        label="Access"
        value={search.access_mode}
        choices={MODE_CHOICES}
        onChange={(access_mode) => set({ access_mode })}
      />
    </>
  );
};

/** Who is online now; follows sessions as they come and go. */
export const OnlineList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListOnline>(
    '/online',
    { sort, q: search.q, nas_id: search.nas_id, access_mode: oneOf(search.access_mode, MODES) },
    { every: LOOK_AGAIN_MS },
  );
  useLiveRefresh(['aaa.sessions'], ['/online'], useAtMost(NEWS_PAUSE_MS));
  return (
    <>
      <PageHeader title="Online now" />
      <Panel padded={false}>
        <DataTable
          name="online"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/sessions/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<OnlineFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere
                title="Nobody is online"
                action={
                  <ButtonLink to="/logins" variant="default">
                    Look at the log-ins
                  </ButtonLink>
                }
              >
                A session appears when its NAS sends an Accounting Start.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
