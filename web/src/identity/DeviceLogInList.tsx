import type { ListDeviceLogIns } from '@isp/server/contract/views';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { levelText } from './device-words.ts';

type LogIn = Row<typeof ListDeviceLogIns>;

const columns: readonly TableColumn<LogIn>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  {
    id: 'username',
    header: 'Name on the routers',
    sort: 'username',
    cell: (row) => <span className="mono">{row.username}</span>,
  },
  { id: 'level', header: 'May there', phone: 'aside', cell: (row) => levelText(row.level) },
  { id: 'changed', header: 'Since', sort: 'changed_at', cell: (row) => <Instant at={row.changed_at} /> },
];

/** Who of the staff may log in to the routers, and as what. */
export const DeviceLogInList = () => {
  const { sort, setSort } = useListSearch();
  return (
    <Panel padded={false}>
      <DataTable
        name="device-log-ins"
        isMain
        list={useList<typeof ListDeviceLogIns>('/device-log-ins', { sort })}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        empty={
          <NothingHere title="Nobody logs in to the routers by RADIUS yet">
            Say under Roles what a role may do there; its staff then choose a password for the routers under My account.
          </NothingHere>
        }
      />
    </Panel>
  );
};
