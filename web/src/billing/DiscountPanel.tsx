import type { ListDiscounts } from '@isp/server/contract/billing';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { type List, useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { DiscountEnd } from './DiscountEnd.tsx';
import { DiscountForm, type Receiver } from './DiscountForm.tsx';
import { BILLS } from './discount-form.ts';
import { type Discount, discountSentence, discountState, runningFirst } from './discount-words.ts';

interface DiscountPanelProps {
  readonly account: { readonly id: string; readonly currency: string; readonly zone: string };
  /** Only those of this subscription; left out: all of the account’s. */
  readonly subscriptionId?: string;
  /** What one may give a discount to. */
  readonly receivers: readonly Receiver[];
  /** What each subscription is called. */
  readonly nameOf?: (subscriptionId: string) => string;
}

interface ColumnsOf extends Pick<DiscountPanelProps, 'nameOf'> {
  readonly currency: string;
  readonly today: string;
  readonly onEnd: ((discount: Discount) => void) | undefined;
}

const receiverText = (row: Discount, nameOf: (id: string) => string) =>
  row.subscription_id === null ? 'the account’s bills' : nameOf(row.subscription_id);

const columnsOf = ({ currency, today, nameOf, onEnd }: ColumnsOf): readonly TableColumn<Discount>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <>
        {row.name}
        {nameOf && <> · {receiverText(row, nameOf)}</>}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {discountSentence(row, currency)}
        </Text>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={discountState(row, today)} />,
  },
  {
    id: 'taken',
    header: 'Taken off',
    align: 'right',
    cell: (row) => <Money minor={row.taken_minor} currency={currency} />,
  },
  { id: 'by', header: 'Given by', optional: true, cell: (row) => row.given_by },
  ...(onEnd
    ? [
        {
          id: 'end',
          header: '',
          cell: (row: Discount) =>
            discountState(row, today) !== 'over' &&
            row.ended_on === null && (
              <Button variant="default" size="compact-xs" aria-label={`End ${row.name}`} onClick={() => onEnd(row)}>
                End
              </Button>
            ),
        },
      ]
    : []),
];

const useDiscounts = ({ account, subscriptionId }: DiscountPanelProps, today: string): List<Discount> => {
  const of = subscriptionId ? { subscription_id: subscriptionId } : { account_id: account.id };
  const list = useList<typeof ListDiscounts>('/discounts', { ...of, limit: 100 });
  useLiveRefresh(['billing.discounts', 'billing.invoices'], ['/discounts']);
  return { ...list, rows: runningFirst(list.rows, today) };
};

/** The discounts of an account or subscription, running ones first: what each takes off and took off; given and ended here. */
export const DiscountPanel = (props: DiscountPanelProps) => {
  const { account, receivers, nameOf } = props;
  const { currency } = account;
  const today = useToday(account.zone);
  const { may } = useMe();
  const [asked, ask] = useState<'give' | Discount>();
  const mayGive = may('billing.discounts');
  const list = useDiscounts(props, today);
  const columns = useMemo(
    () => columnsOf({ currency, today, nameOf, onEnd: mayGive ? ask : undefined }),
    [currency, today, nameOf, mayGive],
  );
  const give = mayGive && receivers.length > 0 && (
    <Button variant="default" size="xs" onClick={() => ask('give')}>
      Give discount
    </Button>
  );
  const close = () => ask(undefined);
  return (
    <Panel padded={false} title="Discounts" actions={give}>
      <DataTable
        name="discounts"
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<NothingHere title="No discounts">A discount takes something off before tax.</NothingHere>}
      />
      {asked === 'give' && (
        <DiscountForm accountId={account.id} currency={currency} today={today} receivers={receivers} onClose={close} />
      )}
      {asked !== undefined && asked !== 'give' && <DiscountEnd discount={asked} today={today} onClose={close} />}
    </Panel>
  );
};

/** The account’s bills as a receiver. */
export const BILLS_RECEIVER: Receiver = { value: BILLS, label: 'The account’s bills' };
