import type { GetInvoice } from '@isp/server/contract/billing';
import type { GetPayment } from '@isp/server/contract/payments';
import { Group, Stack, Table, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { Reply } from '../../api/contract.ts';
import { useGet } from '../../api/query.ts';
import { AccountLink } from '../../kit/AccountLink.tsx';
import { Day } from '../../kit/Day.tsx';
import { moneyText } from '../../kit/format.ts';
import { Instant } from '../../kit/Instant.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { Loaded } from '../../kit/Loaded.tsx';
import { Money } from '../../kit/Money.tsx';
import { Note } from '../../kit/Note.tsx';
import { SideDrawer } from '../../kit/SideDrawer.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { METHOD_WORDS } from '../../payments/method-words.ts';
import { RefundButton } from '../../payments/RefundButton.tsx';
import type { Refundable } from '../../payments/RefundForm.tsx';
import { RefundsOf } from '../../payments/RefundsOf.tsx';
import { PaymentReversal } from '../account/PaymentReversal.tsx';

type Payment = Reply<typeof GetPayment>;

const InvoiceLink = ({ id }: { readonly id: string }) => {
  const { data } = useGet<typeof GetInvoice>('/invoices/:id', { id });
  return (
    <Group gap="xs">
      <TextLink to={`/invoices/${id}`} size="sm">
        {data ? data.number : 'Invoice'}
      </TextLink>
      {data && <StateBadge state={data.state} />}
    </Group>
  );
};

const Allocations = ({ payment }: { readonly payment: Payment }) => {
  if (payment.allocations.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {payment.reversed_at ? 'It settles nothing any more.' : 'It has settled no invoice yet; the next ones use it.'}
      </Text>
    );
  return (
    <Table verticalSpacing={6} aria-label="Invoices it settled">
      <Table.Tbody>
        {payment.allocations.map((allocation) => (
          <Table.Tr key={allocation.id}>
            <Table.Td pl={0}>
              <InvoiceLink id={allocation.invoice_id} />
            </Table.Td>
            <Table.Td c="dimmed" fz="xs">
              <Instant at={allocation.at} />
            </Table.Td>
            <Table.Td ta="right" pr={0}>
              <Money minor={allocation.amount_minor} currency={payment.currency} />
            </Table.Td>
          </Table.Tr>
        ))}
        {payment.unallocated_minor > 0 && (
          <Table.Tr>
            <Table.Td pl={0} colSpan={2} c="dimmed">
              Credit for the next invoices
            </Table.Td>
            <Table.Td ta="right" pr={0}>
              <Money minor={payment.unallocated_minor} currency={payment.currency} />
            </Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
};

const refundable = ({ id, unallocated_minor, currency, reference }: Payment): Refundable => ({
  kind: 'payment',
  id,
  left_minor: unallocated_minor,
  currency,
  reference,
});

const PaymentBody = ({ payment }: { readonly payment: Payment }) => (
  <Stack gap="md">
    <Text fz={26} fw={600} lh={1.2}>
      {moneyText(payment.amount_minor, payment.currency)}
    </Text>
    {payment.reversed_at && (
      <Note tone="warn" title="Taken back" icon={<IconArrowBackUp size={18} stroke={1.8} />}>
        {payment.reversed_reason} · <Instant at={payment.reversed_at} as="full" />
      </Note>
    )}
    <KeyValues
      items={[
        ['From', <AccountLink key="account" id={payment.account_id} />],
        ['Received', <Day key="day" day={payment.received_on} />],
        ['How', METHOD_WORDS[payment.method]],
        ['Reference', payment.reference],
        [
          'Recorded',
          <span key="recorded">
            by {payment.recorded_by}, <Instant at={payment.recorded_at} as="full" />
          </span>,
        ],
      ]}
    />
    <Stack gap={4}>
      <Text component="h3" size="sm" fw={600} m={0}>
        What it settled
      </Text>
      <Allocations payment={payment} />
    </Stack>
    <RefundsOf payment_id={payment.id} />
    {!payment.reversed_at && (
      <Group>
        <RefundButton of={refundable(payment)} size="compact-xs" />
        <PaymentReversal payment={payment} />
      </Group>
    )}
  </Stack>
);

interface PaymentDrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One payment: whose, how it came, what it settled, and the way to take it back. */
export const PaymentDrawer = ({ id, onClose }: PaymentDrawerProps) => (
  <SideDrawer title="Payment" onClose={onClose}>
    <Loaded of={useGet<typeof GetPayment>('/payments/:id', { id })}>
      {(payment) => <PaymentBody payment={payment} />}
    </Loaded>
  </SideDrawer>
);
