import { type Day, minorToDecimal } from '@isp/values';
import type { JournalEntry, JournalFacts, JournalLine } from './journal-entry.ts';

/** A CSV of journal entries: its columns, and the rows of an entry, a line each. */
export interface JournalTable {
  readonly header: readonly string[];
  rows(entry: JournalEntry, facts: JournalFacts): string[][];
}

const dmy = (on: Day): string => `${on.slice(8)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;
const mdy = (on: Day): string => `${on.slice(5, 7)}/${on.slice(8)}/${on.slice(0, 4)}`;

/** Debit and credit, both positive, the other one empty. */
const sides = ({ amount_minor }: JournalLine, { currency }: JournalFacts): [debit: string, credit: string] =>
  amount_minor > 0n ? [minorToDecimal(amount_minor, currency), ''] : ['', minorToDecimal(-amount_minor, currency)];

/** Everything there is to say of each line, for a spreadsheet. */
export const PLAIN: JournalTable = {
  header: [
    'entry',
    'day',
    'document',
    'text',
    'account_number',
    'ledger_account',
    'code',
    'name',
    'debit',
    'credit',
    'currency',
  ],
  rows: (entry, facts) =>
    entry.lines.map((line) => {
      const { code = '', name = '' } = facts.chart.get(line.ledger_account) ?? {};
      const of = [entry.number, entry.on, entry.document ?? '', entry.text, entry.account_number ?? ''];
      return [...of, line.ledger_account, code, name, ...sides(line, facts), facts.currency];
    }),
};

/** Xero, import of manual journals: lines of one narration and date are one journal; debits positive. Dates are read as the organisation's country writes them. */
export const XERO: JournalTable = {
  header: [
    '*Narration',
    '*Date',
    'Description',
    '*AccountCode',
    '*TaxRate',
    '*Amount',
    'TrackingName1',
    'TrackingOption1',
    'TrackingName2',
    'TrackingOption2',
  ],
  rows: (entry, facts) =>
    entry.lines.map(({ ledger_account, amount_minor }) => {
      const { code = '', tax_code } = facts.chart.get(ledger_account) ?? {};
      const date = facts.entity.country === 'US' ? mdy(entry.on) : dmy(entry.on);
      const description = [entry.text, entry.account_number].filter(Boolean).join(', ');
      const amount = minorToDecimal(amount_minor, facts.currency);
      return [`${entry.number} ${entry.text}`, date, description, code, tax_code ?? '', amount, '', '', '', ''];
    }),
};

/** QuickBooks Online, import of journal entries: accounts by their names, dates as month/day/year. */
export const QUICKBOOKS: JournalTable = {
  header: ['*JournalNo', '*JournalDate', '*AccountName', '*Debits', '*Credits', 'Description', 'Name', 'Currency'],
  rows: (entry, facts) =>
    entry.lines.map((line) => {
      const { name = '' } = facts.chart.get(line.ledger_account) ?? {};
      const description = [entry.text, entry.account_number].filter(Boolean).join(', ');
      return [entry.number, mdy(entry.on), name, ...sides(line, facts), description, '', facts.currency];
    }),
};
