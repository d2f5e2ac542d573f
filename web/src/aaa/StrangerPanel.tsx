import type { ListStrangers } from '@isp/server/contract/aaa';
import { Box, Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';

type Stranger = Row<typeof ListStrangers>;

const LOOK_AGAIN_MS = 10_000;
const KINDS: Readonly<Record<number, string>> = { 1: 'a log-in', 4: 'accounting', 12: 'Status-Server' };

interface StrangerPanelProps {
  /** Opens the form of a new NAS with what is known of it. */
  readonly onAdd: (known: {
    readonly name: string;
    readonly address: string;
    readonly range_id: string;
    readonly range_name: string;
    readonly identifier: string;
  }) => void;
}

const knownOf = ({ address, nas_identifier, range_id, range_name }: Stranger) => {
  const name = nas_identifier ?? '';
  return { name, address, range_id: range_id ?? '', range_name: range_name ?? '', identifier: range_id ? name : '' };
};

const columnsWith = (mayAdd: boolean, onAdd: StrangerPanelProps['onAdd']): readonly TableColumn<Stranger>[] => [
  { id: 'address', header: 'Address', cell: (row) => <span className="mono">{row.address}</span> },
  { id: 'identifier', header: 'Calls itself', cell: (row) => row.nas_identifier ?? '–' },
  { id: 'range', header: 'In range', cell: (row) => row.range_name ?? '–' },
  { id: 'kind', header: 'Sent last', cell: (row) => KINDS[row.code] ?? `code ${row.code}` },
  { id: 'count', header: 'Packets', align: 'right', phone: 'aside', cell: (row) => countText(row.count) },
  { id: 'first', header: 'First seen', optional: true, cell: (row) => <Instant at={row.first_at} as="full" /> },
  { id: 'last', header: 'Last seen', cell: (row) => <Instant at={row.last_at} /> },
  {
    id: 'actions',
    header: '',
    align: 'right',
    cell: (row) =>
      mayAdd && (
        <Button variant="subtle" size="compact-xs" onClick={() => onAdd(knownOf(row))}>
          Add this NAS
        </Button>
      ),
  },
];

/** Who asked lately and is no NAS of ours: a router that is not entered yet, or one whose address is mistyped. */
export const StrangerPanel = ({ onAdd }: StrangerPanelProps) => {
  const { may } = useMe();
  const mayAdd = may('aaa.write');
  const columns = useMemo(() => columnsWith(mayAdd, onAdd), [mayAdd, onAdd]);
  const list = useList<typeof ListStrangers>('/strangers', { limit: 10 }, { every: LOOK_AGAIN_MS });
  return (
    <Box mt="md">
      <Panel title="Strangers" padded={false}>
        <DataTable
          name="strangers"
          list={list}
          columns={columns}
          rowKey={(row) => `${row.address} ${row.range_id} ${row.nas_identifier}`}
          empty={
            <NothingHere title="Nobody unknown has asked">
              A router whose address is not listed above gets no answer. It appears here within seconds, to be added by
              a click.
            </NothingHere>
          }
        />
      </Panel>
    </Box>
  );
};
