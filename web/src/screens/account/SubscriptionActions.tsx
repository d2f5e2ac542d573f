import type { EndSubscription, ResumeSubscription } from '@isp/server/contract/flows';
import { ActionIcon, Button, Menu, Modal, Text } from '@mantine/core';
import { IconDots, IconKey, IconNetwork, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import { useMe } from '../../api/me.ts';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { AddressesForm } from './AddressesForm.tsx';
import type { Service } from './account-types.ts';
import { ChangePlanForm } from './ChangePlanForm.tsx';
import { CredentialForm } from './CredentialForm.tsx';
import { SuspendForm } from './SuspendForm.tsx';

type Asked = 'change' | 'login' | 'addresses' | 'suspend' | 'end';

const EndQuestion = ({ service, onClose }: { readonly service: Service; readonly onClose: () => void }) => {
  const end = useCommand<typeof EndSubscription>('POST', '/subscriptions/:id/end', {
    onDone: () => {
      notifyDone(`${service.plan_name} has ended.`);
      onClose();
    },
    onProblem: notifyProblem,
  });
  return (
    <Modal opened onClose={onClose} title={`End ${service.plan_name}?`}>
      <Text size="sm">
        It ends today. A live session is cut, the username and the address are given back, and what is left to bill
        falls due. This cannot be taken back.
      </Text>
      <Button mt="lg" fullWidth color="red" loading={end.isSending} onClick={() => end.send({ id: service.id })}>
        End the subscription
      </Button>
    </Modal>
  );
};

const useResume = () =>
  useCommand<typeof ResumeSubscription>('POST', '/subscriptions/:id/resume', {
    onDone: ({ state }) =>
      notifyDone(
        state === 'suspended'
          ? 'The suspension by hand is taken back; unpaid invoices still hold the service.'
          : 'The service is back.',
      ),
    onProblem: notifyProblem,
  });

interface SubscriptionActionsProps {
  readonly service: Service;
  readonly accountId: string;
}

/** What one can do with a subscription. */
export const SubscriptionActions = ({ service, accountId }: SubscriptionActionsProps) => {
  const { may } = useMe();
  const [asked, ask] = useState<Asked>();
  const resume = useResume();
  const close = () => ask(undefined);
  if (service.state === 'ended' || !may('subscriptions.write')) return null;
  const isSuspendedByHand = service.suspended_for.includes('manual');
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => ask('change')}>
        Change plan
      </Button>
      {isSuspendedByHand ? (
        <Button size="compact-xs" loading={resume.isSending} onClick={() => resume.send({ id: service.id })}>
          Resume
        </Button>
      ) : (
        <Button variant="default" size="compact-xs" onClick={() => ask('suspend')}>
          Suspend
        </Button>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon aria-label={`More to do with ${service.plan_name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {service.access_mode !== null && may('aaa.write') && (
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => ask('login')}>
              Change log-in
            </Menu.Item>
          )}
          {service.access_mode !== null && may('aaa.write') && (
            <Menu.Item leftSection={<IconNetwork size={16} />} onClick={() => ask('addresses')}>
              Fix addresses
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconPlayerStop size={16} />} onClick={() => ask('end')}>
            End
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'change' && <ChangePlanForm service={service} onClose={close} />}
      {asked === 'login' && <CredentialForm accountId={accountId} subscriptionId={service.id} onClose={close} />}
      {asked === 'addresses' && <AddressesForm service={service} onClose={close} />}
      {asked === 'suspend' && <SuspendForm service={service} onClose={close} />}
      {asked === 'end' && <EndQuestion service={service} onClose={close} />}
    </>
  );
};
