import type { CancelCharge, ListCharges } from '@isp/server/contract/billing';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { ChargeForm, type Choice } from './ChargeForm.tsx';

type Charge = Row<typeof ListCharges>;

const Cancel = ({ charge }: { readonly charge: Charge }) => {
  const { send, isSending } = useCommand<typeof CancelCharge>('POST', '/charges/:id/cancel', {
    onDone: ({ description }) => notifyDone(`${description} is cancelled.`),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      size="compact-xs"
      aria-label={`Cancel ${charge.description}`}
      isSending={isSending}
      question={`Cancel ${charge.description}?`}
      consequence="No bill will take it. This cannot be taken back."
      confirm="Cancel the charge"
      danger
      onConfirm={() => send({ id: charge.id })}
    >
      Cancel
    </ConfirmButton>
  );
};

interface ColumnsOf {
  readonly nameOf: (subscriptionId: string) => string;
  readonly mayCharge: boolean;
}

const columnsOf = ({ nameOf, mayCharge }: ColumnsOf): readonly TableColumn<Charge>[] => [
  {
    id: 'what',
    header: 'What for',
    cell: (row) => (
      <>
        {row.description}
        {row.subscription_id && <> · {nameOf(row.subscription_id)}</>}
        {row.quote_id && (
          <>
            {' · '}
            <TextLink to={`/quotes/${row.quote_id}`} inherit>
              by a quote
            </TextLink>
          </>
        )}
        {row.quantity > 1 && (
          <Text size="xs" c="dimmed">
            {row.quantity} × {moneyText(row.unit_price_minor, row.currency)}
          </Text>
        )}
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'when',
    header: 'Due or billed',
    cell: (row) =>
      row.invoice_id ? (
        <TextLink to={`/invoices/${row.invoice_id}`} inherit>
          {row.invoice_number}
        </TextLink>
      ) : (
        <Day day={row.due_on} />
      ),
  },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
  { id: 'by', header: 'Made by', optional: true, cell: (row) => row.made_by },
  ...(mayCharge
    ? [{ id: 'cancel', header: '', cell: (row: Charge) => row.state === 'waiting' && <Cancel charge={row} /> }]
    : []),
];

const ORDER = ['waiting', 'billed', 'cancelled'] as const;

interface ChargePanelProps extends Pick<ColumnsOf, 'nameOf'> {
  readonly account: { readonly id: string; readonly currency: string; readonly zone: string; readonly state: string };
  readonly plans: readonly Choice[];
  readonly subscriptions: readonly Choice[];
}

/** The one-off charges of an account, waiting ones first, with the invoice that took each; made and cancelled here. */
export const ChargePanel = ({ account, plans, subscriptions, nameOf }: ChargePanelProps) => {
  const { may } = useMe();
  const today = useToday(account.zone);
  const [asked, ask] = useState(false);
  const mayCharge = may('billing.charges');
  const found = useList<typeof ListCharges>('/charges', { account_id: account.id, limit: 100 });
  useLiveRefresh(['billing.charges', 'billing.invoices'], ['/charges']);
  const rows = [...found.rows].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const columns = useMemo(() => columnsOf({ nameOf, mayCharge }), [nameOf, mayCharge]);
  const make = mayCharge && account.state !== 'closed' && (
    <Button variant="default" size="xs" onClick={() => ask(true)}>
      Charge once
    </Button>
  );
  return (
    <Panel padded={false} title="Charges" actions={make}>
      <DataTable
        name="charges"
        list={{ ...found, rows }}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<NothingHere title="No charges">What is paid once, such as a router, is charged here.</NothingHere>}
      />
      {asked && (
        <ChargeForm
          accountId={account.id}
          currency={account.currency}
          today={today}
          plans={plans}
          subscriptions={subscriptions}
          onClose={() => ask(false)}
        />
      )}
    </Panel>
  );
};
