import type { ListUsageRecords } from '@isp/server/contract/metering';
import { Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { inUnits, type Meter } from './meter-words.ts';

type UsageRecord = Row<typeof ListUsageRecords>;

const quantityText = (record: UsageRecord, meters: readonly Meter[]): string => {
  const meter = meters.find(({ code }) => code === record.meter);
  return meter === undefined ? String(record.quantity) : inUnits(record.quantity, meter);
};

const USED: TableColumn<UsageRecord> = {
  id: 'used',
  header: 'Used',
  sort: 'used_at',
  cell: (row) => <Instant at={row.used_at} as="full" />,
};
const ABOUT: readonly TableColumn<UsageRecord>[] = [
  { id: 'external', header: 'Record', cell: (row) => <span className="mono">{row.external_id}</span> },
  {
    id: 'attributes',
    header: 'About it',
    phone: 'hide',
    cell: ({ attributes }) =>
      Object.entries(attributes ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
  },
  {
    id: 'counted',
    header: 'Billed by',
    cell: (row) => (
      <>
        <Day day={row.counted_on} />
        {row.late && (
          <Text span size="xs" c="dimmed">
            {' '}
            late
          </Text>
        )}
      </>
    ),
  },
];

const columnsOf = (meters: readonly Meter[], isOfMeter: boolean): readonly TableColumn<UsageRecord>[] => [
  USED,
  isOfMeter
    ? { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> }
    : {
        id: 'meter',
        header: 'Meter',
        cell: (row) => meters.find(({ code }) => code === row.meter)?.name ?? row.meter,
      },
  { id: 'quantity', header: 'Quantity', align: 'right', cell: (row) => quantityText(row, meters) },
  ...ABOUT,
];

interface UsageRecordListProps {
  readonly of: { readonly meter: string } | { readonly subscription_id: string };
  readonly meters: readonly Meter[];
  readonly isMain?: boolean;
}

/** What was recorded by a meter or of a subscription, newest use first. */
export const UsageRecordList = ({ of, meters, isMain = false }: UsageRecordListProps) => {
  const [sort, setSort] = useState<string>();
  const isOfMeter = 'meter' in of;
  const columns = useMemo(() => columnsOf(meters, isOfMeter), [meters, isOfMeter]);
  useLiveRefresh(['metering.records'], ['/usage-records']);
  return (
    <DataTable
      name="usage-records"
      isMain={isMain}
      list={useList<typeof ListUsageRecords>('/usage-records', { ...of, sort })}
      columns={columns}
      rowKey={(row) => row.id}
      {...(isOfMeter ? { rowLink: (row: UsageRecord) => ({ to: `/subscriptions/${row.subscription_id}` }) } : {})}
      sort={sort}
      onSort={setSort}
      empty={
        <NothingHere title="Nothing recorded yet">
          Records come by the API, or from a file with “Import use” on the page of meters.
        </NothingHere>
      }
    />
  );
};
