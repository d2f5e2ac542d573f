import type { AddPoolRange, UpdatePoolRange } from '@isp/server/contract/aaa';
import { Button, Group, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { Pool } from './PoolPage.tsx';
import { PoolUse } from './PoolUse.tsx';
import { RangeFields, type RangeValues, rangeInput, rangeProblem } from './RangeFields.tsx';

type Range = Pool['ranges'][number];
type Values = RangeValues & { note: string };

interface RangeAddProps {
  readonly pool: Pool;
  readonly onClose: () => void;
}

const RangeAdd = ({ pool, onClose }: RangeAddProps) => {
  const { form, frame } = useCommandForm<typeof AddPoolRange, Values>({
    verb: 'POST',
    path: '/pools/:id/ranges',
    initial: { range: '', length: pool.ranges[0]?.length ?? '', whole: false, note: '' },
    toInput: (values) => ({ id: pool.id, note: values.note.trim(), ...rangeInput(values) }),
    validate: { range: (range) => rangeProblem(range, pool.kind) },
    onDone: () => {
      notifyDone('The range is added.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Add a range to ${pool.name}`} onClose={onClose} {...frame} submit="Add range">
      <RangeFields form={form} kind={pool.kind} />
      <TextInput label="Note" maxLength={120} placeholder="Where it is routed" {...form.getInputProps('note')} />
    </FormDrawer>
  );
};

const RangeState = ({ pool, range }: { readonly pool: Pool; readonly range: Range }) => {
  const change = useCommand<typeof UpdatePoolRange>('PATCH', '/pools/:id/ranges/:range_id', {
    onDone: () => notifyDone(`${range.range} is changed.`),
    onProblem: notifyProblem,
  });
  const key = { id: pool.id, range_id: range.id };
  const button = { variant: 'subtle', size: 'compact-xs', isSending: change.isSending } as const;
  return range.state === 'active' ? (
    <ConfirmButton
      {...button}
      color="gray"
      danger
      question={`Retire ${range.range}?`}
      consequence="Nobody new gets an address of it. Who has one keeps it, until it is taken back by hand."
      onConfirm={() => change.send({ ...key, state: 'retired' })}
    >
      Retire
    </ConfirmButton>
  ) : (
    <Button
      variant="subtle"
      size="compact-xs"
      loading={change.isSending}
      onClick={() => change.send({ ...key, state: 'active' })}
    >
      Bring back
    </Button>
  );
};

const RangeRow = ({
  pool,
  range,
  mayWrite,
}: {
  readonly pool: Pool;
  readonly range: Range;
  readonly mayWrite: boolean;
}) => (
  <Table.Tr>
    <Table.Td>
      <span className="mono">{range.range}</span>
      {range.note && (
        <Text size="xs" c="dimmed">
          {range.note}
        </Text>
      )}
    </Table.Td>
    {pool.kind !== 'ipv4' && <Table.Td>/{range.length}</Table.Td>}
    <Table.Td>
      <PoolUse of={range} name={range.range} />
    </Table.Td>
    <Table.Td>
      <Group gap={4} justify="space-between">
        <StateBadge state={range.state} />
        {mayWrite && <RangeState pool={pool} range={range} />}
      </Group>
    </Table.Td>
  </Table.Tr>
);

const Head = ({ children }: { readonly children: string }) => (
  <Table.Th c="dimmed" fz="xs">
    {children}
  </Table.Th>
);

/** The ranges of a pool: how full each is, and whether it is in use. */
export const PoolRanges = ({ pool }: { readonly pool: Pool }) => {
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const mayWrite = may('aaa.write');
  const add = mayWrite && (
    <Button variant="default" size="compact-sm" onClick={() => setAdding(true)}>
      Add a range
    </Button>
  );
  return (
    <Panel title="Ranges" actions={add} padded={false}>
      {pool.ranges.length === 0 ? (
        <NothingHere title="No range yet" action={add}>
          Until it has one, whoever’s plan names this pool finds it full.
        </NothingHere>
      ) : (
        <Table.ScrollContainer minWidth={330}>
          <Table fz="sm" verticalSpacing="xs" aria-label="ranges">
            <Table.Thead>
              <Table.Tr>
                <Head>Range</Head>
                {pool.kind !== 'ipv4' && <Head>Each gets</Head>}
                <Head>Assigned</Head>
                <Head>State</Head>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pool.ranges.map((range) => (
                <RangeRow key={range.id} pool={pool} range={range} mayWrite={mayWrite} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {isAdding && <RangeAdd pool={pool} onClose={() => setAdding(false)} />}
    </Panel>
  );
};
