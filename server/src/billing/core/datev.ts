import { type Day, dayFrom, type Instant, minorToDecimal, monthOf, yearOf } from '@isp/values';
import { type JournalEntry, type JournalFacts, type Pair, pairsOf } from './journal-entry.ts';

/** What DATEV wants to know besides. */
export interface DatevFacts extends JournalFacts {
  readonly datev_consultant: number;
  readonly datev_client: number;
  readonly fiscal_month: number;
  readonly made_at: Instant;
}

/** A number that an account may have there. */
export const DATEV_ACCOUNT = /^\d{4,8}$/;

/** Booking rows that one file may have. */
export const DATEV_ROWS = 99_999;

const numbered = (count: number, ...names: readonly string[]): string[] =>
  Array.from({ length: count }, (_, i) => names.map((name) => `${name} ${i + 1}`)).flat();

/** The columns of a Buchungsstapel, format version 13. */
export const DATEV_COLUMNS: readonly string[] = [
  ...['Umsatz (ohne Soll/Haben-Kz)', 'Soll/Haben-Kennzeichen', 'WKZ Umsatz', 'Kurs', 'Basis-Umsatz'],
  ...['WKZ Basis-Umsatz', 'Konto', 'Gegenkonto (ohne BU-Schlüssel)', 'BU-Schlüssel', 'Belegdatum', 'Belegfeld 1'],
  ...['Belegfeld 2', 'Skonto', 'Buchungstext', 'Postensperre', 'Diverse Adressnummer', 'Geschäftspartnerbank'],
  ...['Sachverhalt', 'Zinssperre', 'Beleglink'],
  ...numbered(8, 'Beleginfo - Art', 'Beleginfo - Inhalt'),
  ...['KOST1 - Kostenstelle', 'KOST2 - Kostenstelle', 'Kost-Menge', 'EU-Land u. UStID (Bestimmung)'],
  ...['EU-Steuersatz (Bestimmung)', 'Abw. Versteuerungsart', 'Sachverhalt L+L', 'Funktionsergänzung L+L'],
  ...['BU 49 Hauptfunktionstyp', 'BU 49 Hauptfunktionsnummer', 'BU 49 Funktionsergänzung'],
  ...numbered(20, 'Zusatzinformation - Art', 'Zusatzinformation- Inhalt'),
  ...['Stück', 'Gewicht', 'Zahlweise', 'Forderungsart', 'Veranlagungsjahr', 'Zugeordnete Fälligkeit', 'Skontotyp'],
  ...['Auftragsnummer', 'Buchungstyp', 'USt-Schlüssel (Anzahlungen)', 'EU-Land (Anzahlungen)'],
  ...['Sachverhalt L+L (Anzahlungen)', 'EU-Steuersatz (Anzahlungen)', 'Erlöskonto (Anzahlungen)', 'Herkunft-Kz'],
  ...['Buchungs GUID', 'KOST-Datum', 'SEPA-Mandatsreferenz', 'Skontosperre', 'Gesellschaftername'],
  ...['Beteiligtennummer', 'Identifikationsnummer', 'Zeichnernummer', 'Postensperre bis'],
  ...['Bezeichnung SoBil-Sachverhalt', 'Kennzeichen SoBil-Buchung', 'Festschreibung', 'Leistungsdatum'],
  ...['Datum Zuord. Steuerperiode', 'Fälligkeit', 'Generalumkehr (GU)', 'Steuersatz', 'Land', 'Abrechnungsreferenz'],
  ...['BVV-Position', 'EU-Land u. UStID (Ursprung)', 'EU-Steuersatz (Ursprung)', 'Abw. Skontokonto'],
];

const compact = (on: Day): string => on.replaceAll('-', '');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const clean = (text: string, most: number): string => text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').slice(0, most);

/** The first day of the fiscal year that a day is in. */
export const fiscalYearOf = (on: Day, fiscal_month: number): Day =>
  dayFrom(yearOf(on) - (monthOf(on) < fiscal_month ? 1 : 0), fiscal_month, 1);

/** Digits of the accounts in the books: as many as the longest number has, at least 4. */
const accountLength = ({ chart }: JournalFacts): number =>
  Math.max(4, ...[...chart.values()].flatMap(({ code }) => (DATEV_ACCOUNT.test(code) ? [code.length] : [])));

/** The two lines a Buchungsstapel begins with: what it is of (EXTF, header version 700), and the names of its columns. */
export const datevHead = (facts: DatevFacts): string => {
  const { datev_consultant, datev_client, fiscal_month, from, to, currency, entity, made_at } = facts;
  const made = made_at.replaceAll(/[-:TZ.]/g, '');
  const about = [quoted('EXTF'), '700', '21', quoted('Buchungsstapel'), '13', made, '', quoted('RE'), '""', '""'];
  const year = compact(fiscalYearOf(from, fiscal_month));
  const of = [`${datev_consultant}`, `${datev_client}`, year, `${accountLength(facts)}`, compact(from), compact(to)];
  const named = [quoted(clean(entity.name, 30)), '""', '1', '0', '0', quoted(currency)];
  const rest = ['', '""', '', '', '""', '', '', '""', '""'];
  return `${[...about, ...of, ...named, ...rest].join(';')}\r\n${DATEV_COLUMNS.join(';')}\r\n`;
};

const COLUMN = new Map(DATEV_COLUMNS.map((name, i) => [name, i]));

const rowOf = (entry: JournalEntry, { debit, credit, amount_minor }: Pair, facts: DatevFacts): string => {
  const cells: string[] = DATEV_COLUMNS.map(() => '');
  const set = (column: string, text: string) => {
    cells[COLUMN.get(column) ?? -1] = text;
  };
  const tax = facts.chart.get(credit)?.tax_code ?? facts.chart.get(debit)?.tax_code;
  const [whole, part = ''] = minorToDecimal(amount_minor, facts.currency).split('.');
  set('Umsatz (ohne Soll/Haben-Kz)', `${whole},${part.padEnd(2, '0')}`);
  set('Soll/Haben-Kennzeichen', quoted('S'));
  set('WKZ Umsatz', quoted(facts.currency));
  set('Konto', facts.chart.get(debit)?.code ?? '');
  set('Gegenkonto (ohne BU-Schlüssel)', facts.chart.get(credit)?.code ?? '');
  if (tax) set('BU-Schlüssel', quoted(tax.padStart(4, '0')));
  set('Belegdatum', `${entry.on.slice(8)}${entry.on.slice(5, 7)}`);
  set('Belegfeld 1', quoted(clean(entry.document ?? entry.number, 36).replaceAll(/[^\w$&%*+\-/]/g, '-')));
  set('Belegfeld 2', quoted(clean(entry.account_number ?? '', 12)));
  set('Buchungstext', quoted(clean(entry.text, 60)));
  return `${cells.join(';')}\r\n`;
};

/** The rows of an entry: account and contra account, the amount positive and debited to the account. */
export const datevRows = (entry: JournalEntry, facts: DatevFacts): string =>
  pairsOf(entry)
    .map((pair) => rowOf(entry, pair, facts))
    .join('');
