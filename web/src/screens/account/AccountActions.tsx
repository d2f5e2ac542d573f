import type { CloseAccount } from '@isp/server/contract/crm';
import type { Subscribe } from '@isp/server/contract/flows';
import { ActionIcon, Button, Menu, Modal, Text } from '@mantine/core';
import {
  IconDots,
  IconFileDescription,
  IconFileInvoice,
  IconListDetails,
  IconPlayerTrackNext,
  IconUserX,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import type { Reply } from '../../api/contract.ts';
import { useMe } from '../../api/me.ts';
import { MakeInvoice } from '../../billing/MakeInvoice.tsx';
import { oneOf, useListSearch } from '../../kit/list-search.ts';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { SecretOnce } from '../../kit/SecretOnce.tsx';
import type { Account, Balance, Service } from './account-types.ts';
import { PaymentForm } from './PaymentForm.tsx';
import { SubscribeForm } from './SubscribeForm.tsx';

interface AccountActionsProps {
  readonly account: Account;
  readonly balance: Balance;
  readonly services: readonly Service[];
}

const CloseQuestion = ({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) => {
  const command = useCommand<typeof CloseAccount>('POST', '/accounts/:id/close', {
    onDone: () => {
      notifyDone(`Account ${account.number} is closed.`);
      onClose();
    },
    onProblem: notifyProblem,
  });
  return (
    <Modal opened onClose={onClose} title={`Close ${account.name}?`}>
      <Text size="sm">
        Nothing more can be sold to it, and its vouchers are cancelled. Its invoices, payments and history stay.
        Subscriptions must have ended first.
      </Text>
      <Button
        mt="lg"
        fullWidth
        color="red"
        loading={command.isSending}
        onClick={() => command.send({ id: account.id })}
      >
        Close the account
      </Button>
    </Modal>
  );
};

interface MadeLoginProps {
  /** Of a bundle, of each part that has one. */
  readonly logIns: readonly Pick<Reply<typeof Subscribe>, 'username' | 'generated_password' | 'framed_ip'>[];
  readonly onClose: () => void;
}

const MadeLogin = ({ logIns, onClose }: MadeLoginProps) => {
  const items = logIns.flatMap(({ username, generated_password, framed_ip }) => [
    ['Username', username ?? ''] as const,
    ['Password', generated_password ?? ''] as const,
    ...(framed_ip === null ? [] : [['Address', framed_ip] as const]),
  ]);
  return (
    <SecretOnce title="The log-in of the new subscription" items={items} onClose={onClose}>
      The subscriber’s router logs in with it.
    </SecretOnce>
  );
};

const ASKED = ['payment', 'subscribe', 'bill', 'close'] as const;
type Asked = (typeof ASKED)[number];

interface MoreToDoProps {
  readonly accountId: string;
  readonly isOpen: boolean;
  readonly onAsk: (what: Asked) => void;
}

const MoreToDo = ({ accountId, isOpen, onAsk }: MoreToDoProps) => {
  const navigate = useNavigate();
  const open = (paper: 'statement' | 'proforma' | 'rehearse') =>
    void navigate({ to: `/accounts/${accountId}/${paper}` });
  const { may } = useMe();
  const mayClose = isOpen && may('crm.write');
  if (!mayClose && !may('billing.read')) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon size={34} variant="default" aria-label="More to do with this account">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {may('billing.issue') && (
          <Menu.Item leftSection={<IconFileInvoice size={16} />} onClick={() => onAsk('bill')}>
            Make invoice now
          </Menu.Item>
        )}
        {may('billing.read') && (
          <>
            <Menu.Item leftSection={<IconListDetails size={16} />} onClick={() => open('statement')}>
              Statement of account
            </Menu.Item>
            <Menu.Item leftSection={<IconFileDescription size={16} />} onClick={() => open('proforma')}>
              Proforma
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerTrackNext size={16} />} onClick={() => open('rehearse')}>
              Rehearse
            </Menu.Item>
          </>
        )}
        {mayClose && (
          <Menu.Item color="red" leftSection={<IconUserX size={16} />} onClick={() => onAsk('close')}>
            Close account
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};

/** What one can do with an account: take money, subscribe, make its invoice, close. */
export const AccountActions = ({ account, balance, services }: AccountActionsProps) => {
  const { may } = useMe();
  const { search, set } = useListSearch();
  const asked = oneOf(search.do, ASKED);
  const ask = (what: Asked | undefined) => set({ do: what });
  const [made, setMade] = useState<Reply<typeof Subscribe>>();
  const logIns = made ? [made, ...made.parts].filter(({ generated_password }) => generated_password !== null) : [];
  const close = () => ask(undefined);
  const isOpen = account.state === 'active';
  return (
    <>
      {may('payments.write') && (
        <Button variant={balance.open_minor > 0 ? 'filled' : 'default'} onClick={() => ask('payment')}>
          Record payment
        </Button>
      )}
      {isOpen && may('subscriptions.write') && (
        <Button
          variant={services.length === 0 && balance.open_minor === 0 ? 'filled' : 'default'}
          onClick={() => ask('subscribe')}
        >
          Subscribe
        </Button>
      )}
      <MoreToDo accountId={account.id} isOpen={isOpen} onAsk={ask} />
      {asked === 'payment' && <PaymentForm account={account} balance={balance} services={services} onClose={close} />}
      {asked === 'subscribe' && (
        <SubscribeForm
          account={account}
          onClose={close}
          onDone={(reply) => {
            notifyDone(
              reply.subscription.state === 'pending'
                ? 'Subscribed; it begins on its first day.'
                : 'Subscribed and active.',
            );
            setMade(reply);
            close();
          }}
        />
      )}
      {asked === 'bill' && <MakeInvoice accountId={account.id} currency={account.currency} onClose={close} />}
      {asked === 'close' && <CloseQuestion account={account} onClose={close} />}
      {logIns.length > 0 && <MadeLogin logIns={logIns} onClose={() => setMade(undefined)} />}
    </>
  );
};
