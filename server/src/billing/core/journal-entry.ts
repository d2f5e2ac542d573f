import { type Currency, type Day, type Id, lesser } from '@isp/values';

/** One side of a journal entry: debit positive, credit negative. */
export interface JournalLine {
  readonly ledger_account: string;
  readonly amount_minor: bigint;
}

/** What is entered in an accountant's books at once: a ledger transaction, or all of a day. Its lines sum to zero. */
export interface JournalEntry {
  /** Of its own in a file. */
  readonly number: string;
  readonly on: Day;
  /** The number of the document it is of; null where there is none. */
  readonly document: string | null;
  readonly text: string;
  readonly account_number: string | null;
  readonly lines: readonly JournalLine[];
}

/** What a ledger account is called in the accountant's books. */
export interface ChartAccount {
  readonly ledger_account: string;
  readonly code: string;
  readonly name: string;
  readonly tax_code: string | null;
}

/** What a file of journal entries is of. */
export interface JournalFacts {
  readonly entity: {
    readonly id: Id;
    readonly code: string;
    readonly name: string;
    readonly street: string | null;
    readonly postal_code: string | null;
    readonly city: string | null;
    readonly country: string;
    readonly tax_id: string | null;
  };
  readonly currency: Currency;
  readonly from: Day;
  readonly to: Day;
  readonly chart: ReadonlyMap<string, ChartAccount>;
}

/** A debit and a credit of one amount. */
export interface Pair {
  readonly debit: string;
  readonly credit: string;
  readonly amount_minor: bigint;
}

/** An entry as pairs of ledger accounts, in order: of one debit and several credits a pair for each credit, and so on; at most one fewer than there are lines. */
export const pairsOf = ({ lines }: Pick<JournalEntry, 'lines'>): Pair[] => {
  const side = (sign: bigint) =>
    lines.flatMap(({ ledger_account, amount_minor }) =>
      amount_minor * sign > 0n ? [{ ledger_account, left: amount_minor * sign }] : [],
    );
  const [debits, credits] = [side(1n), side(-1n)];
  const pairs: Pair[] = [];
  for (let d = debits[0], c = credits[0]; d && c; ) {
    const amount_minor = lesser(d.left, c.left);
    pairs.push({ debit: d.ledger_account, credit: c.ledger_account, amount_minor });
    d.left -= amount_minor;
    c.left -= amount_minor;
    if (d.left === 0n) debits.shift();
    if (c.left === 0n) credits.shift();
    [d, c] = [debits[0], credits[0]];
  }
  return pairs;
};
