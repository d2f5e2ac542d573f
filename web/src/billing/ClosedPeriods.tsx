import type { ListClosings } from '@isp/server/contract/billing';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useMemo, useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { CloseBooks } from './CloseBooks.tsx';
import { type LegalEntity, OfEntity } from './OfEntity.tsx';
import { ReopenForm } from './ReopenForm.tsx';

type Closing = Row<typeof ListClosings>;

const State = ({ row }: { readonly row: Closing }) =>
  row.reopened_at === null ? (
    <StateBadge state="closed" />
  ) : (
    <>
      <StateBadge state="reversed">open again</StateBadge>
      <Text size="xs" c="dimmed">
        by {row.reopened_by}, <Instant at={row.reopened_at} as="full" />: {row.reopened_reason}
      </Text>
    </>
  );

const columnsFor = (last: string | undefined, reopen: (row: Closing) => void): readonly TableColumn<Closing>[] => [
  { id: 'through', header: 'Closed through', sort: 'closed_through', cell: (row) => <Day day={row.closed_through} /> },
  { id: 'state', header: 'State', cell: (row) => <State row={row} /> },
  { id: 'by', header: 'Closed by', cell: (row) => row.closed_by },
  { id: 'at', header: 'When', cell: (row) => <Instant at={row.closed_at} as="full" /> },
  {
    id: 'act',
    header: '',
    align: 'right',
    cell: (row) =>
      row.id === last && (
        <Button size="compact-xs" variant="default" onClick={() => reopen(row)}>
          Open again
        </Button>
      ),
  },
];

const PeriodsOf = ({ entity, choice }: { readonly entity: LegalEntity; readonly choice: ReactNode }) => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const [reopening, setReopening] = useState<Closing>();
  const list = useList<typeof ListClosings>('/closings', { legal_entity_id: entity.id });
  useLiveRefresh(['billing.closings'], ['/closings']);
  const last = list.rows.find((row) => row.reopened_at === null);
  const mayClose = may('billing.close');
  const columns = useMemo(() => columnsFor(mayClose ? last?.id : undefined, setReopening), [mayClose, last]);
  const closeButton = mayClose && (
    <Button size="xs" onClick={open}>
      Close the books
    </Button>
  );
  return (
    <Panel padded={false}>
      <DataTable
        name="closings"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={
          <Group gap="md">
            {choice}
            {last && (
              <Text size="sm">
                Closed through <Day day={last.closed_through} />. What comes late is posted on the day after.
              </Text>
            )}
            {list.rows.length > 0 && closeButton}
          </Group>
        }
        empty={
          <NothingHere title="The books were never closed" action={closeButton}>
            Once a month is closed, nothing is posted to it any more, and its revenue is what was earned in it.
          </NothingHere>
        }
      />
      {opened && <CloseBooks entity={entity} closedThrough={last?.closed_through} onClose={close} />}
      {reopening && <ReopenForm closing={reopening} onClose={() => setReopening(undefined)} />}
    </Panel>
  );
};

/** When the books of a legal entity were closed, and closing them. */
export const ClosedPeriods = () => (
  <OfEntity>{(entity, choice) => <PeriodsOf entity={entity} choice={choice} />}</OfEntity>
);
