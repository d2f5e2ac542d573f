import { addDays, type Day, type Id, later } from '@isp/values';
import { payBill, takeBack } from '../../server/src/flows/pay-bill.ts';
import type { Actor } from '../../server/src/kernel/actor.ts';
import { type Kernel, transact } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { accountNumber, type Customer } from './book.ts';
import { type Chance, chance } from './chance.ts';
import type { Isp } from './isp.ts';

/** Money that comes in on a day. */
interface Payment {
  readonly account_id: Id;
  readonly method: 'transfer' | 'card' | 'cash';
  readonly amount_minor: bigint;
  readonly reference: string;
  /** Minute of the day it comes in. */
  readonly minute: number;
}

interface Open {
  readonly account_id: Id;
  readonly account_number: string;
  readonly number: string;
  readonly open_minor: bigint;
  readonly issued_on: Day;
  /** The last day on which a payment of the account was taken back. */
  readonly bounced_on: Day | null;
}

const openInvoices = async (kernel: Kernel): Promise<Open[]> => {
  const { rows } = await sql<Open>`
    select i.account_id, a.number as account_number, i.number, i.open_minor, i.issued_on,
      (select max(p.reversed_at at time zone i.zone)::date from payments.payment p where p.account_id = i.account_id and p.reversed_at is not null) as bounced_on
    from billing.invoice i join crm.account a on a.id = i.account_id where i.open_minor > 0 order by a.number, i.number`.execute(
    kernel.db,
  );
  return rows;
};

const waits = (customer: Customer, invoice: Open, luck: Chance): number => {
  if (customer.habit === 'card' || customer.habit === 'bouncing') return 0;
  if (customer.habit === 'late') return luck.whole(17, 26);
  if (customer.habit === 'very-late') return luck.happens(0.5) ? luck.whole(30, 43) : luck.whole(3, 20);
  if (customer.habit === 'never' && invoice.issued_on >= customer.stops_on) return Number.POSITIVE_INFINITY;
  return luck.whole(1, 12);
};

/** The day on which a customer pays an invoice, if ever. */
const paysOn = (seed: number, customer: Customer, invoice: Open): Day | undefined => {
  const after = waits(customer, invoice, chance(seed, 'pays', invoice.number));
  if (!Number.isFinite(after)) return undefined;
  const on = addDays(invoice.issued_on, after);
  return invoice.bounced_on === null ? on : later(on, addDays(invoice.bounced_on, 9));
};

const METHOD: Partial<Record<Customer['habit'], Payment['method']>> = { card: 'card', bouncing: 'card' };
const TEN_EUROS = 1000n;

/** What a generous one pays: rounded up to the next ten euros, and one ten more. */
const rounded = (amount: bigint): bigint => (amount / TEN_EUROS + 2n) * TEN_EUROS;

const payment = (seed: number, customer: Customer, invoices: readonly Open[]): Payment => {
  const [first] = invoices as [Open];
  const luck = chance(seed, 'payment', first.number);
  const owed = invoices.reduce((sum, invoice) => sum + invoice.open_minor, 0n);
  const method = METHOD[customer.habit] ?? (customer.note?.body.includes('bar im Laden') ? 'cash' : 'transfer');
  return {
    account_id: first.account_id,
    method,
    amount_minor: customer.habit === 'generous' && luck.happens(0.4) ? rounded(owed) : owed,
    reference: method === 'card' ? 'card on file' : invoices.map((invoice) => invoice.number).join(' '),
    minute: luck.whole(7 * 60, 21 * 60),
  };
};

/** Payments that a day brings: each customer of the book pays what they have decided to pay by then. */
export const paymentsOn = async (
  kernel: Kernel,
  seed: number,
  book: ReadonlyMap<string, Customer>,
  on: Day,
): Promise<Payment[]> => {
  const due = (await openInvoices(kernel)).filter((invoice) => {
    const customer = book.get(invoice.account_number);
    const day = customer && paysOn(seed, customer, invoice);
    return day !== undefined && day <= on;
  });
  return [...Map.groupBy(due, (invoice) => invoice.account_number)].map(([number, invoices]) =>
    payment(seed, book.get(number) as Customer, invoices),
  );
};

const BOUNCES_AFTER = 3;

/** Card payments that the bank takes back on a day. */
export const bouncesOn = async (
  kernel: Kernel,
  seed: number,
  book: ReadonlyMap<string, Customer>,
  on: Day,
): Promise<Id[]> => {
  const numbers = [...book.values()].filter((customer) => customer.habit === 'bouncing').map(accountNumber);
  const { rows } = await sql<{ id: Id; number: string }>`
    select p.id, a.number from payments.payment p join crm.account a on a.id = p.account_id
    where a.number = any (${numbers}::text[]) and p.received_on = ${addDays(on, -BOUNCES_AFTER)} and p.reversed_at is null and p.method = 'card'
    order by a.number`.execute(kernel.db);
  return rows.filter((row) => chance(seed, 'bounces', row.number, on).happens(0.4)).map((row) => row.id);
};

const LANES = 3;

/** Records payments through the real door, in a few transactions at once. */
export const receive = async (kernel: Kernel, isp: Isp, payments: readonly Payment[]): Promise<void> => {
  const actors: Readonly<Record<Payment['method'], Actor>> = {
    transfer: isp.actors.bank,
    card: isp.actors.card,
    cash: isp.actors.billing,
  };
  const groups = [...Map.groupBy(payments, (one, i) => `${one.method} ${i % LANES}`).values()];
  await Promise.all(
    groups.map((group) =>
      transact(kernel, actors[group[0]?.method ?? 'transfer'], async (ctx) => {
        for (const { account_id, method, amount_minor, reference } of group)
          await payBill(ctx, { account_id, method, amount_minor, reference });
      }),
    ),
  );
};

/** Takes payments back. */
export const bounce = (kernel: Kernel, isp: Isp, payments: readonly Id[]): Promise<void> =>
  transact(kernel, isp.actors.card, async (ctx) => {
    for (const id of payments) await takeBack(ctx, { id, reason: 'charge refused by the bank' });
  });
