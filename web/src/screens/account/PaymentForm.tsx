import type { ListInvoices } from '@isp/server/contract/billing';
import type { RecordPayment } from '@isp/server/contract/flows';
import { Select, Table, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useList } from '../../api/query.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { Day } from '../../kit/Day.tsx';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { moneyText } from '../../kit/format.ts';
import { Money } from '../../kit/Money.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem, minorOf, typedMoney } from '../../kit/money-text.ts';
import { Note } from '../../kit/Note.tsx';
import { useToday } from '../../kit/Now.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { StateBadge } from '../../kit/StateBadge.tsx';
import type { Account, Balance, Service } from './account-types.ts';
import { type OpenInvoice, settle } from './settle.ts';

type Method = 'cash' | 'transfer' | 'card' | 'cheque' | 'other';
type Values = { amount_minor: string; method: Method; reference: string; received_on: string };

const METHODS = [
  { value: 'transfer', label: 'Bank transfer' },
  { value: 'cash', label: 'Cash' },
  { value: 'card', label: 'Card' },
  { value: 'cheque', label: 'Cheque' },
  { value: 'other', label: 'Other' },
];

interface PaymentFormProps {
  readonly account: Account;
  readonly balance: Balance;
  readonly services: readonly Service[];
  readonly onClose: () => void;
}

const positive = (text: string, currency: string) =>
  amountProblem(text, currency) ?? ((minorOf(text, currency) ?? 0) > 0 ? null : 'a payment is more than zero');

const usePaymentForm = ({ account, balance, onClose }: PaymentFormProps) => {
  const today = useToday(account.zone);
  const { currency } = account;
  const amount_minor = balance.open_minor > 0 ? typedMoney(balance.open_minor, currency) : '';
  const command = useCommandForm<typeof RecordPayment, Values>({
    verb: 'POST',
    path: '/payments',
    initial: { amount_minor, method: 'transfer', reference: '', received_on: today },
    toInput: (values) => ({
      account_id: account.id,
      method: values.method,
      amount_minor: minorOf(values.amount_minor, currency) ?? 0,
      currency,
      reference: values.reference.trim() || null,
      received_on: values.received_on,
    }),
    validate: { amount_minor: (text) => positive(text, currency) },
    onDone: (payment) => {
      notifyDone(`${moneyText(payment.amount_minor, payment.currency)} recorded.`);
      onClose();
    },
  });
  useFollow(command.form, amount_minor, today);
  return command;
};

/** Until something is typed, the form follows what is owed and the day, which may be told only after it was opened. */
const useFollow = (form: UseFormReturnType<Values>, amount_minor: string, received_on: string) => {
  const news = `${amount_minor} ${received_on}`;
  const [followed, setFollowed] = useState(news);
  useEffect(() => {
    if (news === followed) return;
    setFollowed(news);
    if (form.isDirty()) return;
    form.setInitialValues({ ...form.values, amount_minor, received_on });
    form.setValues({ amount_minor, received_on });
  }, [form, news, followed, amount_minor, received_on]);
};

interface SettlesProps {
  readonly open: readonly OpenInvoice[];
  readonly amount_minor: number;
  readonly currency: string;
}

const Settles = ({ open, amount_minor, currency }: SettlesProps) => {
  const { settled, credit_minor } = settle(open, amount_minor);
  return (
    <>
      {settled.length > 0 && (
        <Table verticalSpacing={4} horizontalSpacing={6} aria-label="What this payment settles">
          <Table.Tbody>
            {settled.map(({ invoice, paid_minor }) => (
              <Table.Tr key={invoice.id}>
                <Table.Td>{invoice.number}</Table.Td>
                <Table.Td c="dimmed">
                  due <Day day={invoice.due_on} />
                </Table.Td>
                <Table.Td ta="right">
                  <Money minor={paid_minor} currency={currency} />
                </Table.Td>
                <Table.Td ta="right">
                  {paid_minor === invoice.open_minor ? (
                    <StateBadge state="paid" />
                  ) : (
                    <StateBadge state="open">{paid_minor > 0 ? 'in part' : 'stays open'}</StateBadge>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {credit_minor > 0 && (
        <Text size="sm" c="dimmed">
          <Money minor={credit_minor} currency={currency} /> stays as credit for the next invoices.
        </Text>
      )}
    </>
  );
};

/** Records money that came in: how much, how, and what it settles. */
export const PaymentForm = (props: PaymentFormProps) => {
  const { account, balance, services, onClose } = props;
  const { form, frame } = usePaymentForm(props);
  const invoices = useList<typeof ListInvoices>('/invoices', { account_id: account.id, limit: 200 });
  const open = invoices.rows.filter((invoice) => invoice.open_minor > 0 && invoice.currency === account.currency);
  const amount_minor = minorOf(form.values.amount_minor, account.currency) ?? 0;
  const isCutOff = services.some((service) => service.suspended_for.includes('unpaid'));
  const restores = isCutOff && amount_minor > 0 && amount_minor >= balance.overdue_minor;
  return (
    <FormDrawer title={`Payment of ${account.name}`} onClose={onClose} {...frame} submit="Record payment">
      <MoneyInput
        label="Amount"
        required
        data-autofocus
        currency={account.currency}
        {...form.getInputProps('amount_minor')}
      />
      <Select label="How" data={METHODS} allowDeselect={false} {...form.getInputProps('method')} />
      <TextInput
        label="Reference"
        description="What the bank or the receipt says"
        maxLength={120}
        {...form.getInputProps('reference')}
      />
      <DayInput label="Received on" {...form.getInputProps('received_on')} />
      <Settles open={open} amount_minor={amount_minor} currency={account.currency} />
      {restores && (
        <Note tone="good" icon={<IconPlugConnected size={18} />}>
          This clears what is overdue: the suspended service comes back at once.
        </Note>
      )}
      {isCutOff && !restores && amount_minor > 0 && (
        <Note tone="warn">
          <Money minor={balance.overdue_minor - amount_minor} currency={account.currency} /> stay overdue: the service
          stays suspended.
        </Note>
      )}
    </FormDrawer>
  );
};
