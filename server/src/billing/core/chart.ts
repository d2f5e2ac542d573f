import { DATEV_ACCOUNT } from './datev.ts';
import type { ChartAccount } from './journal-entry.ts';

export type JournalFormat = 'csv' | 'xero' | 'quickbooks' | 'datev' | 'saf-t';

const DATEV_KEY = /^\d{1,4}$/;

type Want = (account: ChartAccount | undefined) => string | undefined;

const mapped: Want = (account) => (account === undefined ? 'no account' : undefined);

/** What a format wants of the chart and has not; undefined when it is well. */
const WANTS: Readonly<Record<JournalFormat, Want>> = {
  csv: () => undefined,
  quickbooks: mapped,
  'saf-t': mapped,
  xero: (account) => mapped(account) ?? (account?.tax_code === null ? 'no tax code' : undefined),
  datev: (account) => {
    if (account === undefined) return 'no account';
    if (!DATEV_ACCOUNT.test(account.code)) return `${account.code} is no number of 4 to 8 digits`;
    const { tax_code } = account;
    return tax_code !== null && !DATEV_KEY.test(tax_code) ? `${tax_code} is no key of up to 4 digits` : undefined;
  },
};

/** What of these ledger accounts is missing in a chart for a format: `revenue:usage (no tax code)`. */
export const missingInChart = (
  format: JournalFormat,
  ledgerAccounts: readonly string[],
  chart: ReadonlyMap<string, ChartAccount>,
): string[] =>
  ledgerAccounts.flatMap((name) => {
    const missing = WANTS[format](chart.get(name));
    return missing === undefined ? [] : [`${name} (${missing})`];
  });
