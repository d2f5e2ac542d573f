import type { ResumeSubscription } from '@isp/server/contract/flows';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconDots,
  IconKey,
  IconNetwork,
  IconPlayerPause,
  IconPlayerStop,
  IconUnlink,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import { useMe } from '../../api/me.ts';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { AddressesForm } from './AddressesForm.tsx';
import type { Service } from './account-types.ts';
import { isRequiredPart } from './bundle-words.ts';
import { ChangePlanForm } from './ChangePlanForm.tsx';
import { CredentialForm } from './CredentialForm.tsx';
import { DissolveForm } from './DissolveForm.tsx';
import { EndForm } from './EndForm.tsx';
import { PauseForm } from './PauseForm.tsx';
import { SuspendForm } from './SuspendForm.tsx';
import { TransferForm } from './TransferForm.tsx';

type Asked = 'change' | 'pause' | 'login' | 'addresses' | 'suspend' | 'transfer' | 'end' | 'dissolve';

const useResume = () =>
  useCommand<typeof ResumeSubscription>('POST', '/subscriptions/:id/resume', {
    onDone: ({ state }) =>
      notifyDone(
        state === 'active'
          ? 'The service is back.'
          : 'The suspension by hand is taken back; something else still holds the service.',
      ),
    onProblem: notifyProblem,
  });

interface SubscriptionActionsProps {
  readonly service: Service;
  readonly accountId: string;
  /** Buttons as large as a page's head has them. */
  readonly isLarge?: boolean;
}

interface MoreProps {
  readonly service: Service;
  readonly ask: (what: Asked) => void;
  readonly isLarge: boolean;
}

const More = ({ service, ask, isLarge }: MoreProps) => {
  const { may } = useMe();
  const hasLogIn = service.access_mode !== null && may('aaa.write');
  const mayMove = service.parent_id === null && service.state !== 'pending' && service.ended_on === null;
  if (isRequiredPart(service) && !hasLogIn) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          aria-label={`More to do with ${service.plan_name}`}
          {...(isLarge ? { size: 34, variant: 'default' } : {})}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {service.parent_id === null && (
          <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => ask('pause')}>
            Pause
          </Menu.Item>
        )}
        {hasLogIn && (
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => ask('login')}>
            Change log-in
          </Menu.Item>
        )}
        {hasLogIn && (
          <Menu.Item leftSection={<IconNetwork size={16} />} onClick={() => ask('addresses')}>
            Fix addresses
          </Menu.Item>
        )}
        {mayMove && (
          <Menu.Item leftSection={<IconArrowsLeftRight size={16} />} onClick={() => ask('transfer')}>
            Transfer to another account
          </Menu.Item>
        )}
        {service.plan_kind === 'bundle' && (
          <Menu.Item leftSection={<IconUnlink size={16} />} onClick={() => ask('dissolve')}>
            Dissolve into its parts
          </Menu.Item>
        )}
        {!isRequiredPart(service) && (
          <Menu.Item color="red" leftSection={<IconPlayerStop size={16} />} onClick={() => ask('end')}>
            {service.ended_on === null ? 'End' : 'End on another day'}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};

/** What one can do with a subscription. */
export const SubscriptionActions = ({ service, accountId, isLarge = false }: SubscriptionActionsProps) => {
  const { may } = useMe();
  const [asked, ask] = useState<Asked>();
  const resume = useResume();
  if (service.state === 'ended' || !may('subscriptions.write')) return null;
  const of = { service, accountId, onClose: () => ask(undefined) };
  const size = isLarge ? {} : { size: 'compact-xs' };
  return (
    <>
      {!service.is_part && (
        <Button variant="default" {...size} onClick={() => ask('change')}>
          Change plan
        </Button>
      )}
      {service.parent_id === null && service.suspended_for.includes('manual') && (
        <Button {...size} loading={resume.isSending} onClick={() => resume.send({ id: service.id })}>
          Resume
        </Button>
      )}
      {service.parent_id === null && !service.suspended_for.includes('manual') && (
        <Button variant="default" {...size} onClick={() => ask('suspend')}>
          Suspend
        </Button>
      )}
      <More service={service} ask={ask} isLarge={isLarge} />
      {asked === 'change' && <ChangePlanForm {...of} />}
      {asked === 'pause' && <PauseForm {...of} />}
      {asked === 'login' && <CredentialForm accountId={accountId} subscriptionId={service.id} onClose={of.onClose} />}
      {asked === 'addresses' && <AddressesForm service={service} onClose={of.onClose} />}
      {asked === 'suspend' && <SuspendForm service={service} onClose={of.onClose} />}
      {asked === 'transfer' && <TransferForm {...of} />}
      {asked === 'end' && <EndForm {...of} />}
      {asked === 'dissolve' && <DissolveForm {...of} />}
    </>
  );
};
