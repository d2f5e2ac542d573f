import type { AccountPage, ListAccounts } from '@isp/server/contract/views';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Reply, Row } from '../../api/contract.ts';
import { useLiveRefresh } from '../../api/live-refresh.ts';
import { useMe } from '../../api/me.ts';
import { useList } from '../../api/query.ts';
import { ButtonLink } from '../../kit/ButtonLink.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { moneyText } from '../../kit/format.ts';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import type { TableColumn } from '../../kit/table-column.ts';
import type { Account } from './account-types.ts';
import { PayerEnd } from './PayerEnd.tsx';
import { PayerForm } from './PayerForm.tsx';

type AccountRow = Row<typeof ListAccounts>;
export type Paying = Pick<Reply<typeof AccountPage>, 'payer' | 'pays_for'>;

interface PayerPanelProps {
  readonly account: Account;
  readonly paying: Paying;
}

const columns: readonly TableColumn<AccountRow>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  { id: 'number', header: 'Number', cell: (row) => <span className="mono">{row.number}</span> },
  { id: 'plan', header: 'Plan', cell: (row) => row.plan_name ?? '–' },
  {
    id: 'service',
    header: 'Service',
    phone: 'aside',
    cell: (row) => <StateBadge state={row.state === 'closed' ? 'closed' : (row.service_state ?? 'none')} />,
  },
  { id: 'city', header: 'City', phone: 'hide', cell: (row) => row.city ?? '–' },
];

/** Rows shown on the page; the list of accounts has all of them. */
const SHOWN = 10;

/** The accounts that one pays for. */
const PaysFor = ({ account, count }: { readonly account: Account; readonly count: number }) => {
  const list = useList<typeof ListAccounts>('/accounts', { payer_id: account.id, sort: 'number', limit: SHOWN });
  useLiveRefresh(['billing.payers', 'subscriptions.subscriptions'], ['/accounts']);
  return (
    <Panel
      padded={false}
      title={`Pays for ${count} ${count === 1 ? 'account' : 'accounts'}`}
      actions={
        <ButtonLink to="/accounts" search={{ payer_id: account.id }} variant="default" size="xs">
          All as a list
        </ButtonLink>
      }
    >
      <DataTable
        name="pays-for"
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/accounts/${row.id}` })}
        empty={<NothingHere title="None">It pays for itself only.</NothingHere>}
      />
    </Panel>
  );
};

const PaidBy = ({ account, payer }: { readonly account: Account; readonly payer: NonNullable<Paying['payer']> }) => {
  const { overdue_minor, open_minor, id, name, number } = payer;
  return (
    <Stack gap={4}>
      <Text>
        Paid for by <TextLink to={`/accounts/${id}`}>{name}</TextLink> <span className="mono">{number}</span>
      </Text>
      <Text size="sm" c="dimmed">
        What it is charged stands on that account’s invoices.{' '}
        {open_minor === 0
          ? 'Nothing is open on them.'
          : `${moneyText(open_minor, account.currency)} are open on them${overdue_minor === 0 ? '.' : `, ${moneyText(overdue_minor, account.currency)} of it overdue.`}`}
      </Text>
    </Stack>
  );
};

/** Who pays for an account, and for whom it pays. Opened to say who, when it is asked. */
export const PayerPanel = ({ account, paying: { payer, pays_for } }: PayerPanelProps) => {
  const { may } = useMe();
  const [asked, ask] = useState<'set' | 'end'>();
  const close = () => ask(undefined);
  const maySet = may('billing.payers');
  if (pays_for > 0) return <PaysFor account={account} count={pays_for} />;
  if (payer === null && !(maySet && account.state === 'active')) return null;
  return (
    <Panel title="Payer">
      <Group justify="space-between" gap="xs">
        {payer === null ? (
          <Text size="sm" c="dimmed">
            It pays for itself.
          </Text>
        ) : (
          <PaidBy account={account} payer={payer} />
        )}
        {maySet && (
          <Group gap="xs">
            {account.state === 'active' && (
              <Button variant="default" size="xs" onClick={() => ask('set')}>
                {payer === null ? 'Have another account pay' : 'Change'}
              </Button>
            )}
            {payer !== null && (
              <Button variant="default" size="xs" onClick={() => ask('end')}>
                Have it pay for itself
              </Button>
            )}
          </Group>
        )}
      </Group>
      {asked === 'set' && <PayerForm account={account} onClose={close} />}
      {asked === 'end' && <PayerEnd account={account} onClose={close} />}
    </Panel>
  );
};
