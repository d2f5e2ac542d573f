/** For tests: an installation whose accounts get invoices, pay them, and whose books are looked at. */
import { dayIn, type Id } from '@isp/values';
import { CreateTax } from '../billing/contract.ts';
import { createTax } from '../billing/create-tax.ts';
import { ensureBillingDefaults, getInvoice } from '../billing/index.ts';
import { trialRows } from '../billing/store/ledger.ts';
import { sql } from '../kernel/db.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { activate } from './activate.ts';
import { billNow } from './bill-now.ts';
import { OpenAccount, RecordPayment, Subscribe } from './contract.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { payBill } from './pay-bill.ts';

export interface Owing {
  readonly db: TestDatabase;
  /** Opens an account that begins so many subscriptions of 30.00 + 20 % today, and bills it: 36.00 each, on one invoice. */
  bill(name: string, count?: number): Promise<{ readonly account_id: Id; readonly invoice_id: Id }>;
  /** Bills what the account subscribes to in addition. */
  billMore(account_id: Id): Promise<Id>;
  pay(account_id: Id, amount_minor: bigint): ReturnType<typeof payBill>;
  /** What is open on an invoice, and its state. */
  standing(invoice_id: Id): Promise<readonly [open_minor: bigint, state: string]>;
  /** What the books say customers owe and are owed, which must be what documents and payments say; and the other accounts that were moved. */
  books(): Promise<Readonly<Record<string, bigint>>>;
}

/** What documents and payments say: Σ open invoices, and Σ of what is left of credit notes and payments. */
const documents = async (db: TestDatabase): Promise<Readonly<Record<string, bigint>>> => {
  const { rows } = await sql<{ receivable: bigint; customer_credit: bigint }>`
    select coalesce((select sum(open_minor) from billing.invoice), 0)::bigint as receivable,
      -(coalesce((select sum(open_minor) from billing.credit_note), 0) + coalesce((select sum(unallocated_minor) from payments.payment), 0))::bigint as customer_credit`.execute(
    db.kernel.db,
  );
  return { ...rows[0] };
};

export const owing = async (now: string): Promise<Owing> => {
  const db = await testDatabase({ now, registry: createRegistry([], []) });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  await db.run((ctx) => createTax(ctx, CreateTax.input.parse({ code: 'VAT20', name: 'VAT', percent: '20' })));
  const plan = await db.run((ctx) =>
    offerPlan(ctx, CreatePlan.input.parse({ code: 'home', name: 'Home 30', price_minor: 3000, tax_code: 'VAT20' })),
  );
  const subscribe = (account_id: Id) =>
    db.run((ctx) => activate(ctx, Subscribe.input.parse({ account_id, plan_id: plan.id })));
  const bill = async (account_id: Id) => (await db.run((ctx) => billNow(ctx, { account_id }))).invoice_id ?? '';
  return {
    db,
    bill: async (name, count = 1) => {
      const { id: account_id } = await db.run((ctx) =>
        openAccount(ctx, OpenAccount.input.parse({ name, zone: 'UTC' })),
      );
      for (let n = 0; n < count; n++) await subscribe(account_id);
      return { account_id, invoice_id: await bill(account_id) };
    },
    billMore: async (account_id) => {
      await subscribe(account_id);
      return bill(account_id);
    },
    pay: (account_id, amount_minor) =>
      db.run((ctx) =>
        payBill(ctx, RecordPayment.input.parse({ account_id, method: 'transfer', amount_minor: Number(amount_minor) })),
      ),
    standing: async (id) => {
      const { open_minor, state } = await db.run((ctx) => getInvoice(ctx, { id }));
      return [open_minor, state];
    },
    books: async () => {
      const rows = await db.run((ctx) => trialRows(ctx.tx, dayIn(ctx.now, 'UTC')));
      const books = Object.fromEntries(rows.map((row) => [row.ledger_account, row.balance_minor]));
      const { receivable = 0n, customer_credit = 0n } = books;
      const said = await documents(db);
      if (receivable !== said.receivable || customer_credit !== said.customer_credit)
        throw new Error(`the books say ${receivable} and ${customer_credit}, the documents ${Object.values(said)}`);
      return { ...books, receivable, customer_credit };
    },
  };
};
