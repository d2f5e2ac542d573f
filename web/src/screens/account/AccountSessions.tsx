import type { ListSessions } from '@isp/server/contract/aaa';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
import { Bytes } from '../../kit/Bytes.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { durationText } from '../../kit/format.ts';
import { Instant } from '../../kit/Instant.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import type { TableColumn } from '../../kit/table-column.ts';

type SessionRow = Row<typeof ListSessions>;

const columns: readonly TableColumn<SessionRow>[] = [
  { id: 'started', header: 'Started', cell: (row) => <Instant at={row.started_at} as="full" /> },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={row.stopped_at ? 'ended' : 'online'} />,
  },
  { id: 'length', header: 'Length', align: 'right', cell: (row) => durationText(row.session_s) },
  { id: 'down', header: 'Down', align: 'right', cell: (row) => <Bytes octets={row.output_octets} /> },
  { id: 'up', header: 'Up', align: 'right', cell: (row) => <Bytes octets={row.input_octets} /> },
  { id: 'address', header: 'Address', cell: (row) => row.framed_ip ?? '–' },
  { id: 'nas', header: 'NAS', cell: (row) => row.nas_name },
  { id: 'station', header: 'Station', optional: true, cell: (row) => row.calling_station_id ?? '–' },
  { id: 'username', header: 'Username', optional: true, cell: (row) => row.username },
];

/** The sessions of an account, newest first. */
export const AccountSessions = ({ accountId }: { readonly accountId: string }) => (
  <Panel title="Sessions" padded={false}>
    <DataTable
      name="account-sessions"
      isMain
      list={useList<typeof ListSessions>('/sessions', { account_id: accountId })}
      columns={columns}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/sessions/${row.id}` })}
      empty={<NothingHere title="Never online">Sessions appear when the subscriber logs in.</NothingHere>}
    />
  </Panel>
);
