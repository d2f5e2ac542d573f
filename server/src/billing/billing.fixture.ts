/** For tests: a database with a legal entity and accounts, and drafts for them. */
import { addDays, addMonths, type Day, day, decimal, type Id } from '@isp/values';
import { sql } from '../kernel/db.ts';
import type { Registry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { plan } from './core/billable.fixture.ts';
import { billingCatalogue } from './core/billable.ts';
import { draftInvoice, type InvoiceDraft } from './core/draft-invoice.ts';
import { ensureBillingDefaults } from './ensure-billing-defaults.ts';
import { type IssuedInvoice, issueInvoices } from './issue-invoices.ts';

const PLAN: Id = '00000000-0000-7000-8000-00000000aaaa';
const CATALOGUE = billingCatalogue(
  [plan(PLAN, { tax_code: 'vat20', plan_name: 'Fibre' })],
  [{ code: 'vat20', name: 'VAT', rate_percent: decimal('20'), compound: false, inclusive: false, changes: [] }],
);

export interface BillingRoom {
  readonly db: TestDatabase;
  readonly entity: Id;
  /** Opens accounts; gives their ids in order of number. */
  open(count: number, zone?: string): Promise<Id[]>;
  /** The invoices of accounts for the month that begins on a day, 10.00 + 20 %. */
  draft(accounts: readonly Id[], from: string, zone?: string): Promise<InvoiceDraft[]>;
  issue(drafts: readonly InvoiceDraft[]): Promise<IssuedInvoice[]>;
  query<T>(text: string): Promise<T[]>;
}

/** The subscription of an account: its id with another first digit. */
const subscriptionOf = (account: Id): Id => account.replace(/^./, 'f');

/** One at 10.00 a month, billed up to a day. */
const billedTo = (account: Id, from: Day) => ({
  account_id: account,
  id: subscriptionOf(account),
  currency: 'EUR',
  started_on: addMonths(from, -1),
  ended_on: null,
  end_known_on: null,
  end_fee_minor: null,
  is_transferred: false,
  segments: [
    {
      from_on: addMonths(from, -1),
      from_second: 0,
      known_on: addMonths(from, -1),
      plan_id: PLAN,
      plan_version: 1,
      price_minor: 1000n,
      quantity: 1,
      anchor_on: day('2025-01-01'),
      anchor_day: 1,
    },
  ],
  rests: [],
  billed: {
    billed_on: addDays(addMonths(from, -1), 1),
    settled_to: from,
    recurring_to: from,
    usage_to: null,
    setup_fee_billed: true,
  },
  recount_from: null,
  billed_usage: null,
  past_use: [],
  lines: [],
  usage: [],
  meter_usage: [],
});

const NOTHING_ELSE = { pays_for: [], billed_before: [], discounts: [], charges: [], exemptions: [] };

const draftOf = (entity: Id, account: { id: Id; number: string }, from: Day, zone: string): InvoiceDraft => {
  const recipient = {
    account_number: account.number,
    name: 'N',
    street: null,
    postal_code: null,
    city: 'Köln "am" \\ Rhein',
    country: 'DE',
    tax_id: null,
  };
  const facts = {
    id: account.id,
    currency: 'EUR' as never,
    zone,
    legal_entity_id: entity,
    payment_days: 14,
    recipient,
    ...NOTHING_ELSE,
    subscriptions: [billedTo(account.id, from)],
  };
  const { invoice } = draftInvoice(facts, CATALOGUE, from);
  if (invoice === null) throw new Error('nothing to draft');
  return invoice;
};

/** Makes the room; `drop` its database when done. */
export const billingRoom = async (registry?: Registry): Promise<BillingRoom> => {
  const db = await testDatabase({ ...(registry ? { registry } : {}), now: '2026-01-01T02:00:00Z' });
  await db.run((ctx) => ensureBillingDefaults(ctx));
  const query = async <T>(text: string): Promise<T[]> => (await sql<T>`${sql.raw(text)}`.execute(db.kernel.db)).rows;
  const [first] = await query<{ id: Id }>('select id from billing.legal_entity');
  const entity = first?.id ?? '';
  return {
    db,
    entity,
    query,
    open: async (count, zone = 'Europe/Berlin') => {
      const rows = await query<{
        id: Id;
      }>(`insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at)
        select gen_random_uuid(), 'person', 'N', 'DE', 'EUR', '${zone}', '${entity}', now() from generate_series(1, ${count}) returning id, number`);
      return rows.map((row) => row.id);
    },
    draft: async (accounts, from, zone = 'Europe/Berlin') => {
      const numbers = await query<{ id: Id; number: string }>(`select id, number from crm.account`);
      return numbers
        .filter(({ id }) => accounts.includes(id))
        .map((account) => draftOf(entity, account, day(from), zone));
    },
    issue: (drafts) => db.run((ctx) => issueInvoices(ctx, drafts, { bill_run_id: null })),
  };
};
