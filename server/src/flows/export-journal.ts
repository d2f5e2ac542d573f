import {
  entriesByDay,
  type JournalEntry,
  type JournalFormat,
  type PreparedJournal,
  prepareJournal,
  writeJournal,
} from '../billing/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { steady, type Tx } from '../kernel/db.ts';
import type { FileReply } from '../kernel/http/route.ts';
import { type LedgerTransaction, listLedgerTransactions } from '../views/journal.ts';
import type { ExportJournal } from './contract.ts';

/** Transactions read at once. */
const CHUNK = 1000;

const ENDINGS: Readonly<Record<JournalFormat, string>> = {
  csv: 'csv',
  xero: 'csv',
  quickbooks: 'csv',
  datev: 'csv',
  'saf-t': 'xml',
};

const WORDS: Readonly<Record<LedgerTransaction['document']['kind'], string>> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  payment: 'Payment',
  refund: 'Refund',
  closing: 'Closing',
};

const textOf = ({ kind, document }: LedgerTransaction): string => {
  const name = document.number === null ? WORDS[document.kind] : `${WORDS[document.kind]} ${document.number}`;
  if (kind === 'allocation') return `Credit put to: ${name}`;
  if (kind === 'write-off') return `Written off: ${name}`;
  return kind === 'reversal' ? `Taken back: ${name}` : name;
};

const entryOf = (transaction: LedgerTransaction, number: string): JournalEntry => ({
  number,
  on: transaction.posted_on,
  document: transaction.document.number,
  text: textOf(transaction),
  account_number: transaction.account_number,
  lines: transaction.postings,
});

/** The ledger transactions of a journal in order, numbered in it. */
async function* transactionsOf(
  tx: Tx,
  { entity, currency, from, to }: PreparedJournal,
): AsyncGenerator<JournalEntry[]> {
  const asked = { legal_entity_id: entity.id, currency, posted_from: from, posted_to: to, sort: 'posted_on' };
  const head = `J${from.replaceAll('-', '')}-`;
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await listLedgerTransactions({ tx }, { ...asked, limit: CHUNK, cursor });
    yield page.items.map((transaction) => entryOf(transaction, `${head}${++count}`));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

const entriesOf = async (tx: Tx, journal: PreparedJournal) =>
  journal.by === 'day' ? { days: await entriesByDay(tx, journal) } : { transactions: transactionsOf(tx, journal) };

const nameOf = ({ format, entity, currency, from, to }: PreparedJournal): string => {
  const head = format === 'datev' ? 'EXTF_Buchungsstapel' : `journal-${format}`;
  return `${head}_${entity.code}_${currency}_${from}_${to}.${ENDINGS[format]}`;
};

/** The journal of some days as a file, written while it is read, as the books were at one moment: millions of transactions take no more memory than a thousand. */
export const exportJournal =
  (format: JournalFormat) =>
  async (kernel: Kernel, actor: Actor, input: ExportJournal): Promise<FileReply> => {
    const journal = await transact(kernel, actor, (ctx) => prepareJournal(ctx, { ...input, format }), {
      read_only: true,
    });
    return {
      name: nameOf(journal),
      body: steady(kernel.db, async function* (tx) {
        yield* writeJournal(tx, journal, await entriesOf(tx, journal));
      }),
    };
  };
