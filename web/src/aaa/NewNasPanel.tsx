import type { DecideNas, ListNas } from '@isp/server/contract/aaa';
import { Box, Group } from '@mantine/core';
import { useMemo } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';

type NewNas = Row<typeof ListNas>;

const LOOK_AGAIN_MS = 10_000;

const useDecision = (decision: 'accept' | 'refuse') =>
  useCommand<typeof DecideNas>('POST', '/nas/decide', {
    onDone: ({ decided }) => notifyDone(`${decided} ${decision === 'accept' ? 'accepted' : 'refused'}.`),
    onProblem: notifyProblem,
  });

const Decide = ({ ids, whom }: { readonly ids: readonly string[]; readonly whom?: string }) => {
  const [accept, refuse] = [useDecision('accept'), useDecision('refuse')];
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <ConfirmButton
        size="xs"
        question={`Accept ${whom ?? 'all that are shown'}?`}
        consequence="It stays a NAS as it is now: its log-ins and accounting go on being answered."
        isSending={accept.isSending}
        onConfirm={() => accept.send({ ids: [...ids], decision: 'accept' })}
      >
        {whom ? 'Accept' : 'Accept all shown'}
      </ConfirmButton>
      <ConfirmButton
        size="xs"
        question={`Refuse ${whom ?? 'all that are shown'}?`}
        consequence="It is disabled: nobody behind it can log in, and its accounting is not taken. It can be enabled again on its page."
        isSending={refuse.isSending}
        onConfirm={() => refuse.send({ ids: [...ids], decision: 'refuse' })}
      >
        {whom ? 'Refuse' : 'Refuse all shown'}
      </ConfirmButton>
    </Group>
  );
};

const columnsWith = (mayDecide: boolean): readonly TableColumn<NewNas>[] => [
  { id: 'name', header: 'Calls itself', cell: (row) => row.identifier },
  { id: 'range', header: 'In range', cell: (row) => row.range_name },
  { id: 'from', header: 'Seen first from', cell: (row) => <span className="mono">{row.seen_first_from}</span> },
  { id: 'at', header: 'Seen first', cell: (row) => row.seen_first_at && <Instant at={row.seen_first_at} /> },
  {
    id: 'actions',
    header: '',
    align: 'right',
    cell: (row) => mayDecide && <Decide ids={[row.id]} whom={row.identifier ?? row.name} />,
  },
];

/** NASes that registered themselves and wait to be looked at; nothing while there are none. */
export const NewNasPanel = () => {
  const { may } = useMe();
  const mayDecide = may('aaa.write');
  const columns = useMemo(() => columnsWith(mayDecide), [mayDecide]);
  const list = useList<typeof ListNas>(
    '/nas',
    { is_new: 'true', sort: '-seen_first_at', limit: 10 },
    { every: LOOK_AGAIN_MS },
  );
  if (list.rows.length === 0) return null;
  return (
    <Box mb="md">
      <Panel
        title="New, to be looked at"
        padded={false}
        actions={mayDecide && list.rows.length > 1 && <Decide ids={list.rows.map(({ id }) => id)} />}
      >
        <DataTable
          name="new-nas"
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/nas/${row.id}` })}
          empty={null}
        />
      </Panel>
    </Box>
  );
};
