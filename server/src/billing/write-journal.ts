import type { Tx } from '../kernel/db.ts';
import { csvLine } from '../kernel/http/csv.ts';
import { encodeCp1252 } from './core/cp1252.ts';
import { datevHead, datevRows } from './core/datev.ts';
import type { JournalEntry } from './core/journal-entry.ts';
import { type JournalTable, PLAIN, QUICKBOOKS, XERO } from './core/journal-tables.ts';
import { SAF_T_END, type SafTFacts, safTHead, safTTransaction } from './core/saf-t.ts';
import type { PreparedJournal } from './prepare-journal.ts';
import { balancesAround, countTransactions } from './store/chart.ts';

/** Entries as they are read, some at once. */
type Entries = AsyncIterable<readonly JournalEntry[]>;

/** How a format is written: before the entries, each of them, after them, and in which bytes. */
interface Writer {
  readonly head: string;
  readonly entry: (entry: JournalEntry) => string;
  readonly end: string;
  readonly encode: (text: string) => Uint8Array;
}

const encodeUtf8 = (text: string): Uint8Array => Buffer.from(text);

const table = ({ header, rows }: JournalTable, journal: PreparedJournal): Writer => ({
  head: csvLine(header),
  entry: (entry) => rows(entry, journal).map(csvLine).join(''),
  end: '',
  encode: encodeUtf8,
});

const datev = (journal: PreparedJournal): Writer => ({
  head: datevHead(journal),
  entry: (entry) => datevRows(entry, journal),
  end: '',
  encode: encodeCp1252,
});

/** Its head says how much follows: of a day's sums what they come to, of transactions what the tallies say. */
const safT = async (tx: Tx, journal: PreparedJournal, days: readonly JournalEntry[] | undefined): Promise<Writer> => {
  const span = { ...journal, legal_entity_id: journal.entity.id };
  const balances = await balancesAround(tx, span);
  const debits = days
    ? days.flatMap(({ lines }) => lines.flatMap(({ amount_minor }) => (amount_minor > 0n ? [amount_minor] : [])))
    : balances.map(({ debit_minor }) => debit_minor);
  const facts: SafTFacts = {
    ...journal,
    balances,
    entries: days ? BigInt(days.length) : await countTransactions(tx, span),
    turnover_minor: debits.reduce((sum, one) => sum + one, 0n),
  };
  return {
    head: safTHead(facts),
    entry: (entry) => safTTransaction(entry, facts),
    end: SAF_T_END,
    encode: encodeUtf8,
  };
};

const writerOf = async (
  tx: Tx,
  journal: PreparedJournal,
  days: readonly JournalEntry[] | undefined,
): Promise<Writer> => {
  if (journal.format === 'saf-t') return safT(tx, journal, days);
  if (journal.format === 'datev') return datev(journal);
  return table({ csv: PLAIN, xero: XERO, quickbooks: QUICKBOOKS }[journal.format], journal);
};

async function* write(
  writer: Writer,
  entries: Entries | readonly (readonly JournalEntry[])[],
): AsyncGenerator<Uint8Array> {
  yield writer.encode(writer.head);
  for await (const some of entries) yield writer.encode(some.map(writer.entry).join(''));
  if (writer.end !== '') yield writer.encode(writer.end);
}

/** A journal in its format, in pieces, while its entries are read; those of a day are given whole. */
export async function* writeJournal(
  tx: Tx,
  journal: PreparedJournal,
  entries: { readonly days: readonly JournalEntry[] } | { readonly transactions: Entries },
): AsyncGenerator<Uint8Array> {
  const days = 'days' in entries ? entries.days : undefined;
  const writer = await writerOf(tx, journal, days);
  yield* write(writer, 'days' in entries ? [entries.days] : entries.transactions);
}
