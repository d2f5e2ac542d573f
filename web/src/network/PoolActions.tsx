import type { ListPools, UpdatePool } from '@isp/server/contract/network';
import { Button, Group } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

type Pool = Row<typeof ListPools>;

interface PoolActionsProps {
  readonly pool: Pool;
  readonly onRename: (pool: Pool) => void;
}

/** What one can do with a pool. */
export const PoolActions = ({ pool, onRename }: PoolActionsProps) => {
  const { may } = useMe();
  const change = useCommand<typeof UpdatePool>('PATCH', '/pools/:id', {
    onDone: ({ name, state }) => notifyDone(state === 'active' ? `${name} is used again.` : `${name} is retired.`),
    onProblem: notifyProblem,
  });
  if (!may('network.write')) return null;
  return (
    <Group gap={4} justify="flex-end">
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onRename(pool)}>
        Rename
      </Button>
      {pool.state === 'active' ? (
        <ConfirmButton
          variant="subtle"
          color="gray"
          size="compact-xs"
          danger
          question={`Retire ${pool.name}?`}
          consequence="No new address is given out of it. Subscriptions that have one keep it."
          isSending={change.isSending}
          onConfirm={() => change.send({ id: pool.id, state: 'retired' })}
        >
          Retire
        </ConfirmButton>
      ) : (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={change.isSending}
          onClick={() => change.send({ id: pool.id, state: 'active' })}
        >
          Bring back
        </Button>
      )}
    </Group>
  );
};
