import { useMe } from '../../api/me.ts';
import { Figure, Figures } from '../../kit/Figures.tsx';
import { dayText, moneyText } from '../../kit/format.ts';
import type { Balance, Service } from './account-types.ts';
import { NextInvoice } from './NextInvoice.tsx';

interface BalanceFiguresProps {
  readonly accountId: string;
  readonly balance: Balance;
  readonly services: readonly Service[];
}

const nextBill = (services: readonly Service[]) =>
  services
    .map((service) => service.next_bill_on)
    .filter((day) => day !== null)
    .sort()[0];

/** What an account owes, what of it is late, what it has to its credit, and when it is billed next. */
export const BalanceFigures = ({ accountId, balance, services }: BalanceFiguresProps) => {
  const { may } = useMe();
  const { currency, open_minor, overdue_minor, credit_minor, oldest_due_on } = balance;
  const next = nextBill(services);
  return (
    <Figures>
      <Figure
        label="Open"
        value={moneyText(open_minor, currency)}
        note={open_minor > 0 ? 'on issued invoices' : 'nothing to pay'}
      />
      <Figure
        label="Overdue"
        value={moneyText(overdue_minor, currency)}
        note={overdue_minor > 0 && oldest_due_on ? `since ${dayText(oldest_due_on)}` : 'nothing late'}
        {...(overdue_minor > 0 ? { tone: 'bad' as const } : {})}
      />
      <Figure label="Credit" value={moneyText(credit_minor, currency)} note="used by the next invoices" />
      <Figure
        label="Next invoice"
        value={next ? dayText(next) : '–'}
        note={
          next
            ? may('billing.read') && <NextInvoice accountId={accountId} on={next} currency={currency} />
            : 'nothing more is billed'
        }
      />
    </Figures>
  );
};
