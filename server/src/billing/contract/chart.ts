import { contract, currency, day, id, line } from '@isp/values/wire';
import { z } from 'zod';

const mapped = { ledger_account: line(120), code: line(20), name: line(100), tax_code: line(60).nullable() };

const settings = {
  /** The month that the fiscal year begins with. */
  fiscal_month: z.int().min(1).max(12),
  datev_consultant: z.int().min(1001).max(9_999_999).nullable(),
  datev_client: z.int().min(1).max(99_999).nullable(),
};

export const ChartOfAccounts = z.object({
  legal_entity_id: id,
  ...settings,
  /** Every ledger account that was posted to or is mapped; `code` and `name` are null until it is. */
  accounts: z.array(
    z.object({
      ledger_account: z.string(),
      code: z.string().nullable(),
      name: z.string().nullable(),
      tax_code: z.string().nullable(),
    }),
  ),
});
export type ChartOfAccounts = z.output<typeof ChartOfAccounts>;

export const GetChart = contract({
  summary: 'The accountant’s chart of accounts: what each ledger account of a legal entity is called there',
  input: z.strictObject({ id }),
  reply: ChartOfAccounts,
});

export const SetChart = contract({
  summary:
    'Say what each ledger account of a legal entity is called in the accountant’s books; what is left out is not mapped',
  input: z.strictObject({ id, ...settings, accounts: z.array(z.strictObject(mapped)).max(500) }),
  reply: ChartOfAccounts,
});
export type SetChart = z.output<typeof SetChart.input>;

const exported = {
  id,
  from: day,
  to: day,
  /** The legal entity's own unless said. */
  currency: currency.optional(),
  /** An entry for each ledger transaction, or one a day with what each ledger account moved by. */
  by: z.enum(['transaction', 'day']).default('transaction'),
};

const journalAs = (summary: string) =>
  contract({
    summary,
    input: z.strictObject(exported).refine(({ from, to }) => from <= to, {
      path: ['to'],
      message: 'the last day comes before the first',
    }),
    reply: z.string(),
  });

export const ExportJournal = journalAs('The journal of some days as CSV, a line a posting');
export const ExportJournalXero = journalAs('The journal of some days as Xero imports manual journals (CSV)');
export const ExportJournalQuickbooks = journalAs(
  'The journal of some days as QuickBooks Online imports journal entries (CSV)',
);
export const ExportJournalDatev = journalAs(
  'The journal of some days as a DATEV Buchungsstapel (EXTF 700, version 13, Windows-1252)',
);
export const ExportJournalSafT = journalAs(
  'The journal of some days as SAF-T (OECD 2.00, XML): header, accounts, general ledger entries',
);
export type ExportJournal = z.output<typeof ExportJournal.input>;
