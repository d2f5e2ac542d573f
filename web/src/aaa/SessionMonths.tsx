import type { GetRetention } from '@isp/server/contract/aaa';
import { Table } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { Bytes } from '../kit/Bytes.tsx';
import { countText, monthText } from '../kit/format.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';

interface SessionMonthsProps {
  readonly months: Reply<typeof GetRetention>['session_months'];
}

/** Sessions that are over, by the month they ended in: how many, and what they take. */
export const SessionMonths = ({ months }: SessionMonthsProps) => (
  <Panel title="Closed sessions by month" padded={false}>
    {months.length === 0 ? (
      <NothingHere title="No session has been put away yet">
        A session goes to the month it ended in, an hour after its end.
      </NothingHere>
    ) : (
      <Table aria-label="Closed sessions by month">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Month (UTC)</Table.Th>
            <Table.Th ta="right">Sessions, about</Table.Th>
            <Table.Th ta="right">On disk</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.map(({ month_on, sessions, octets }) => (
            <Table.Tr key={month_on}>
              <Table.Td>{monthText(month_on)}</Table.Td>
              <Table.Td ta="right">{countText(sessions)}</Table.Td>
              <Table.Td ta="right">
                <Bytes octets={octets} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    )}
  </Panel>
);
