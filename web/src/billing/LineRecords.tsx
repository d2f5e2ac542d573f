import type { LineRecords as LineRecordsContract } from '@isp/server/contract/views';
import { Button, Skeleton, Table, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { useGet, useList } from '../api/query.ts';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import classes from './LineSources.module.css';

type Records = Reply<typeof LineRecordsContract>;
const PATH = '/invoices/:invoice_id/lines/:line_no/records';

const recordsText = (n: number) => (n === 1 ? '1 record' : `${countText(n)} records`);

const MADE = {
  sum: 'sum to',
  count: 'are',
  max: 'reach',
  p95: 'have their 95th percentile at',
} as const;

/** Counted things, in units too where one is many of them: `7,410 (123.5 min)`. */
const amountText = (count: number, { unit_code, unit_size }: Records['meter']): string =>
  unit_size === 1
    ? `${countText(count)} ${unit_code}`
    : `${countText(count)} (${Number((count / unit_size).toFixed(3))} ${unit_code})`;

const Proof = ({ found }: { readonly found: Records }) => (
  <div className={classes.proof}>
    <StateBadge state={found.proven ? 'proven' : 'failed'} tone={found.proven ? 'good' : 'bad'}>
      {found.proven ? 'the sum is right' : 'the records differ'}
    </StateBadge>
    <Text size="xs" c="dimmed">
      {recordsText(found.records)} {MADE[found.meter.aggregation]} {amountText(found.total, found.meter)};{' '}
      {amountText(found.billed_total, found.meter)} of {recordsText(found.billed_records)}{' '}
      {found.billed_records === 1 ? 'was' : 'were'} rated.
    </Text>
  </div>
);

const Row = ({ record, meter }: { readonly record: Records['items'][number]; readonly meter: Records['meter'] }) => (
  <Table.Tr>
    <Table.Td>
      <Instant at={record.used_at} as="full" />
      {record.late && (
        <Text size="xs" c="dimmed">
          came late
        </Text>
      )}
    </Table.Td>
    <Table.Td className={classes.checksum}>{record.external_id}</Table.Td>
    <Table.Td className={classes.wide}>
      {Object.entries(record.attributes ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ')}
    </Table.Td>
    <Table.Td ta="right">{amountText(record.quantity, meter)}</Table.Td>
  </Table.Tr>
);

interface LineRecordsProps {
  readonly invoiceId: string;
  readonly lineNo: number;
}

/** The records that a line of a meter was rated from, and whether they are still those. */
export const LineRecords = ({ invoiceId, lineNo }: LineRecordsProps) => {
  const of = { invoice_id: invoiceId, line_no: lineNo };
  const first = useGet<typeof LineRecordsContract>(PATH, { ...of, limit: 1 });
  const list = useList<typeof LineRecordsContract>(PATH, { ...of, limit: 100 });
  return (
    <Loaded of={first} waiting={<Skeleton h={80} />}>
      {(found) => (
        <div className={classes.box}>
          <Proof found={found} />
          {list.rows.length > 0 && (
            <div className={classes.scroll}>
              <Table fz="xs" verticalSpacing={4} aria-label="Records this line was rated from">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Used</Table.Th>
                    <Table.Th>Record</Table.Th>
                    <Table.Th className={classes.wide}>About it</Table.Th>
                    <Table.Th ta="right">Quantity</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.rows.map((record) => (
                    <Row key={record.id} record={record} meter={found.meter} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )}
          {list.hasMore && (
            <Button variant="default" size="compact-xs" mt={8} loading={list.isLoadingMore} onClick={list.loadMore}>
              Show more
            </Button>
          )}
        </div>
      )}
    </Loaded>
  );
};
