import { type Day, minorToDecimal, monthOf, yearOf } from '@isp/values';
import type { JournalEntry, JournalFacts } from './journal-entry.ts';

/** What a SAF-T file says before its entries. */
export interface SafTFacts extends JournalFacts {
  readonly made_on: Day;
  readonly software_version: string;
  /** Balances of the ledger accounts at the end of the day before `from`, and of `to`. */
  readonly balances: readonly {
    readonly ledger_account: string;
    readonly opening_minor: bigint;
    readonly closing_minor: bigint;
  }[];
  readonly entries: bigint;
  /** Debited in all, and as much credited. */
  readonly turnover_minor: bigint;
}

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const text = (raw: string): string =>
  raw.replaceAll(CONTROL, ' ').replaceAll(/[&<>"]/g, (char) => SPECIAL[char] ?? char);
const tag = (name: string, value: string | null): string =>
  value === null || value === '' ? '' : `<${name}>${text(value)}</${name}>`;
const around = (name: string, ...inner: readonly string[]): string => `<${name}>${inner.join('')}</${name}>`;

const addressOf = ({ street, city, postal_code, country }: SafTFacts['entity']): string =>
  around(
    'Address',
    tag('StreetName', street),
    tag('City', city),
    tag('PostalCode', postal_code),
    tag('Country', country),
  );

const companyOf = (entity: SafTFacts['entity']): string =>
  around(
    'Company',
    tag('RegistrationNumber', entity.tax_id ?? entity.code),
    tag('Name', entity.name),
    addressOf(entity),
    entity.tax_id === null ? '' : around('TaxRegistration', tag('TaxRegistrationNumber', entity.tax_id)),
  );

const headerOf = ({ entity, currency, from, to, made_on, software_version }: SafTFacts): string =>
  around(
    'Header',
    tag('AuditFileVersion', '2.00'),
    tag('AuditFileCountry', entity.country),
    tag('AuditFileDateCreated', made_on),
    tag('SoftwareCompanyName', 'ISP Management Platform'),
    tag('SoftwareID', 'isp-management-platform'),
    tag('SoftwareVersion', software_version),
    companyOf(entity),
    tag('DefaultCurrencyCode', currency),
    around('SelectionCriteria', tag('SelectionStartDate', from), tag('SelectionEndDate', to)),
    tag('TaxAccountingBasis', 'Invoice accounting'),
  );

/** A balance is a debit or a credit, both written positive. */
const balanceOf = (name: 'Opening' | 'Closing', minor: bigint, { currency }: SafTFacts): string =>
  minor < 0n
    ? tag(`${name}CreditBalance`, minorToDecimal(-minor, currency))
    : tag(`${name}DebitBalance`, minorToDecimal(minor, currency));

/** The accountant's accounts, each once, whichever ledger accounts are kept there. */
const accountsOf = (facts: SafTFacts): string => {
  const codes = Map.groupBy(facts.balances, ({ ledger_account }) => facts.chart.get(ledger_account)?.code ?? '');
  const accounts = [...codes].map(([code, balances]) => {
    const sum = (field: 'opening_minor' | 'closing_minor') => balances.reduce((all, one) => all + one[field], 0n);
    return around(
      'Account',
      tag('AccountID', code),
      tag('AccountDescription', facts.chart.get(balances[0]?.ledger_account ?? '')?.name ?? code),
      tag('AccountType', 'GL'),
      balanceOf('Opening', sum('opening_minor'), facts),
      balanceOf('Closing', sum('closing_minor'), facts),
    );
  });
  return around('GeneralLedgerAccounts', ...accounts);
};

/** A SAF-T file (OECD, version 2.00) up to its first entry: header, accounts with their balances, and how much follows. */
export const safTHead = (facts: SafTFacts): string => {
  const turnover = minorToDecimal(facts.turnover_minor, facts.currency);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:2.00">\n',
    headerOf(facts),
    `\n<MasterFiles>${accountsOf(facts)}</MasterFiles>\n<GeneralLedgerEntries>`,
    tag('NumberOfEntries', `${facts.entries}`),
    tag('TotalDebit', turnover),
    tag('TotalCredit', turnover),
    '<Journal><JournalID>GL</JournalID><Description>General ledger</Description><Type>GL</Type>\n',
  ].join('');
};

/** How a SAF-T file ends. */
export const SAF_T_END = '</Journal></GeneralLedgerEntries></AuditFile>\n';

/** An entry as a transaction of a SAF-T file. */
export const safTTransaction = (entry: JournalEntry, facts: SafTFacts): string => {
  const lines = entry.lines.map(({ ledger_account, amount_minor }, i) => {
    const [side, minor] =
      amount_minor < 0n ? (['CreditAmount', -amount_minor] as const) : (['DebitAmount', amount_minor] as const);
    return around(
      'Line',
      tag('RecordID', `${i + 1}`),
      tag('AccountID', facts.chart.get(ledger_account)?.code ?? ''),
      tag('SourceDocumentID', entry.document),
      tag('Description', entry.text),
      around(side, tag('Amount', minorToDecimal(minor, facts.currency))),
    );
  });
  return `${around(
    'Transaction',
    tag('TransactionID', entry.number),
    tag('Period', `${monthOf(entry.on)}`),
    tag('PeriodYear', `${yearOf(entry.on)}`),
    tag('TransactionDate', entry.on),
    tag('Description', entry.text),
    tag('SystemEntryDate', entry.on),
    tag('GLPostingDate', entry.on),
    ...lines,
  )}\n`;
};
