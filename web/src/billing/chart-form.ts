import type { GetChart, SetChart } from '@isp/server/contract/billing';
import type { Input, Reply } from '../api/contract.ts';
import { ledgerText } from './ledger-words.ts';

export type Chart = Reply<typeof GetChart>;

export interface ChartRow {
  readonly ledger_account: string;
  readonly code: string;
  readonly name: string;
  readonly tax_code: string;
}

export type ChartValues = {
  accounts: ChartRow[];
  fiscal_month: string;
  datev_consultant: number | string;
  datev_client: number | string;
};

/** Account numbers as they are often given: the German SKR 03, and elsewhere by hundreds. */
const USUAL: Readonly<Record<string, readonly [skr03: string, other: string]>> = {
  receivable: ['1400', '1100'],
  customer_credit: ['1718', '2100'],
  revenue: ['8400', '4000'],
  deferred_revenue: ['0990', '2400'],
  tax_payable: ['1776', '2200'],
  cash: ['1200', '1000'],
  'cash:cash': ['1000', '1010'],
  write_off: ['2400', '6500'],
};

/** A code to begin with, for an empty box. */
export const usualCode = (ledger_account: string, country: string): string => {
  const usual = USUAL[ledger_account] ?? USUAL[ledger_account.split(':')[0] ?? ''];
  return usual?.[country === 'DE' || country === 'AT' ? 0 : 1] ?? '';
};

export const chartValues = ({ accounts, fiscal_month, datev_consultant, datev_client }: Chart): ChartValues => ({
  accounts: accounts.map(({ ledger_account, code, name, tax_code }) => ({
    ledger_account,
    code: code ?? '',
    name: name ?? ledgerText(ledger_account),
    tax_code: tax_code ?? '',
  })),
  fiscal_month: String(fiscal_month),
  datev_consultant: datev_consultant ?? '',
  datev_client: datev_client ?? '',
});

const numberOrNull = (value: number | string): number | null => (value === '' ? null : Number(value));

/** What the form says: a ledger account without a code is not mapped. */
export const chartInput = (id: string, values: ChartValues): Input<typeof SetChart> => ({
  id,
  fiscal_month: Number(values.fiscal_month),
  datev_consultant: numberOrNull(values.datev_consultant),
  datev_client: numberOrNull(values.datev_client),
  accounts: values.accounts
    .filter(({ code }) => code.trim() !== '')
    .map(({ ledger_account, code, name, tax_code }) => ({
      ledger_account,
      code: code.trim(),
      name: name.trim() || ledgerText(ledger_account),
      tax_code: tax_code.trim() || null,
    })),
});

export const JOURNAL_FORMATS = [
  { value: 'csv', label: 'CSV, everything there is', ending: 'csv' },
  { value: 'xero', label: 'Xero, manual journals', ending: 'csv' },
  { value: 'quickbooks', label: 'QuickBooks Online, journal entries', ending: 'csv' },
  { value: 'datev', label: 'DATEV, Buchungsstapel', ending: 'csv' },
  { value: 'saf-t', label: 'SAF-T (OECD 2.00)', ending: 'xml' },
] as const;
export type JournalFormat = (typeof JOURNAL_FORMATS)[number]['value'];

/** What a journal of some days is saved as; DATEV looks at how the name begins. */
export const journalFile = (
  format: JournalFormat,
  code: string,
  currency: string,
  from: string,
  to: string,
): string => {
  const ending = JOURNAL_FORMATS.find(({ value }) => value === format)?.ending ?? 'csv';
  const head = format === 'datev' ? 'EXTF_Buchungsstapel' : `journal-${format}`;
  return `${head}_${code}_${currency}_${from}_${to}.${ending}`;
};

/** The currencies that a legal entity's books are kept in: its own first. */
export const currenciesOf = (
  { id, currency }: { readonly id: string; readonly currency: string },
  rows: readonly { readonly legal_entity_id: string; readonly currency: string }[],
): string[] => [...new Set([currency, ...rows.filter((row) => row.legal_entity_id === id).map((row) => row.currency)])];
