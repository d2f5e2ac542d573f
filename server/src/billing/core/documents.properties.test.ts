/** The properties of billing-rules on documents: 7 (Σ lines = header, credit notes within their lines) and 8 (the ledger balances). */
import { currency, decimalFromScaled, type RoundingMode } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateOldestFirst } from './allocation.ts';
import { creditableMinor, creditOf, NOT_CREDITED, sumCredits } from './credit-note.ts';
import { printedDice } from './dice.fixture.ts';
import { assembleInvoice, type DocumentDiscount, type DraftLine, type Invoice, totalsOf } from './invoice.ts';
import {
  customerBalance,
  isBalanced,
  type Posting,
  postAllocation,
  postCreditNote,
  postInvoice,
  postPayment,
  postRefund,
  reversalOf,
} from './ledger.ts';
import type { Tax, TaxedLine } from './tax.ts';

const RUNS = printedDice(1000);

const EUR = currency('EUR');
const CODES = ['a', 'b', 'c'];
const percent = fc.nat(3000).map((hundredths) => decimalFromScaled(BigInt(hundredths), 2));
const taxes = fc
  .tuple(percent, percent, percent, fc.boolean(), fc.boolean())
  .map(([a, b, c, bCompound, cCompound]): Tax[] => [
    { code: 'a', rate_percent: a, compound: false },
    { code: 'b', rate_percent: b, compound: bCompound },
    { code: 'c', rate_percent: c, compound: cCompound },
  ]);
const discount = fc.oneof(
  percent.map((of): DocumentDiscount => ({ id: 'p', name: 'p', base: 'all', percent: of, amount_minor: null })),
  fc
    .tuple(fc.constantFrom('recurring' as const, 'all' as const), fc.bigInt(0n, 20_000n))
    .map(([base, amount_minor]): DocumentDiscount => ({ id: 'f', name: 'f', base, percent: null, amount_minor })),
);
const draftLine = fc
  .record({
    kind: fc.constantFrom('recurring' as const, 'usage' as const, 'one_time' as const),
    amount_minor: fc.bigInt(0n, 100_000n),
    tax_inclusive: fc.boolean(),
    tax_codes: fc.subarray(CODES),
    off: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ off, ...line }): DraftLine => {
    const amount_minor = (line.amount_minor * BigInt(off)) / 100n;
    return { ...line, discounts: amount_minor === 0n ? [] : [{ discount_id: 'own', name: 'own', amount_minor }] };
  });
const rounding = fc.constantFrom('half-up' as const, 'half-even' as const);
const invoices = fc
  .record({
    lines: fc.array(draftLine, { maxLength: 8 }),
    discounts: fc.array(discount, { maxLength: 2 }),
    taxes,
    rounding,
  })
  .map((draft): Invoice<DraftLine> => assembleInvoice({ currency: EUR, ...draft }));

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

const figures = ({ net_minor, tax_minor, gross_minor }: TaxedLine) => [net_minor, tax_minor, gross_minor];

const taxFigures = ({ taxes, gross_minor }: TaxedLine) =>
  gross_minor === 0n ? [] : taxes.map((tax) => `${tax.code} ${tax.tax_minor} on ${tax.base_minor}`);

/** Credits percentages of what is left of a line, one after the other, never more than the line in any figure; gives their sum. */
const creditParts = (
  line: Invoice<DraftLine>['lines'][number],
  percents: readonly number[],
  mode: RoundingMode,
): TaxedLine => {
  let credited: TaxedLine = NOT_CREDITED;
  for (const part of percents) {
    const left = creditableMinor({ ...line, credited });
    const credit = creditOf({ ...line, credited }, (left * BigInt(part) + 99n) / 100n, mode);
    if (credit.ok) credited = sumCredits([credited, credit.value]);
    expect(figures(credited).every((figure, i) => figure <= (figures(line)[i] ?? 0n))).toBe(true);
  }
  return credited;
};

describe('7: documents', () => {
  test('Σ lines = header in amount, discount, net, tax and gross; tax rows too; each line adds up', () => {
    const property = fc.property(invoices, (invoice) => {
      const { amount_minor, discount_minor, net_minor, tax_minor, gross_minor } = invoice;
      expect(totalsOf(invoice.lines)).toEqual({ amount_minor, discount_minor, net_minor, tax_minor, gross_minor });
      expect(net_minor + tax_minor).toBe(gross_minor);
      expect(sum(invoice.taxes.map((tax) => tax.tax_minor))).toBe(tax_minor);
      for (const line of invoice.lines) {
        expect(line.net_minor + line.tax_minor).toBe(line.gross_minor);
        expect(line.amount_minor - line.discount_minor).toBe(line.tax_inclusive ? line.gross_minor : line.net_minor);
        expect(sum(line.taxes.map((tax) => tax.tax_minor))).toBe(line.tax_minor);
        expect(line.discount_minor >= 0n && line.discount_minor <= line.amount_minor).toBe(true);
      }
    });
    fc.assert(property, RUNS);
  });
  test('credit notes never exceed their line and, in full, equal it', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 6 });
    const property = fc.property(invoices, shares, rounding, (invoice, parts, mode) => {
      for (const line of invoice.lines.filter((each) => each.invoiced_minor > 0n)) {
        const credited = creditParts(line, [...parts, 100], mode);
        expect(figures(credited)).toEqual(figures(line));
        expect(creditOf({ ...line, credited }, 1n, mode)).toEqual({ ok: false, reason: 'exceeds-line' });
        expect(taxFigures(credited)).toEqual(taxFigures(line));
      }
    });
    fc.assert(property, RUNS);
  });
});

describe('8: the ledger', () => {
  const amount = fc.bigInt(1n, 200_000n);
  test("every transaction balances; an account's balance is its documents less what was paid and credited", () => {
    const property = fc.property(
      fc.array(invoices, { maxLength: 5 }),
      fc.array(amount, { maxLength: 5 }),
      fc.nat(10),
      (issued, payments, voided) => {
        const transactions: Posting[][] = issued.map((invoice) => postInvoice(invoice.lines, EUR));
        const open = issued.map((invoice, i) => ({
          invoice_id: `i${i}`,
          due_on: '2024-01-01' as never,
          open_minor: invoice.gross_minor,
        }));
        let allocated = 0n;
        for (const payment of payments) {
          const { allocations, left_minor } = allocateOldestFirst(payment, open);
          expect(sum(allocations.map((each) => each.amount_minor)) + left_minor).toBe(payment);
          transactions.push(postPayment(payment, EUR, 'bank'));
          for (const { invoice_id, amount_minor } of allocations) {
            const invoice = open.find((each) => each.invoice_id === invoice_id);
            if (invoice !== undefined) invoice.open_minor -= amount_minor;
            transactions.push(postAllocation(amount_minor, EUR));
            allocated += amount_minor;
          }
        }
        const gross = sum(issued.map((invoice) => invoice.gross_minor));
        const receivable = transactions.flat().filter((each) => each.ledger_account === 'receivable');
        expect(sum(receivable.map((each) => each.amount_minor))).toBe(gross - allocated);
        expect(sum(open.map((each) => each.open_minor))).toBe(gross - allocated);
        expect(customerBalance(transactions.flat())).toBe(gross - sum(payments));
        const undone = transactions[voided] ?? [];
        transactions.push(reversalOf(undone), postCreditNote(issued[0]?.lines ?? [], EUR), postRefund(5n, EUR, 'bank'));
        for (const transaction of transactions) expect(isBalanced(transaction)).toBe(true);
        expect(customerBalance([...undone, ...reversalOf(undone)])).toBe(0n);
      },
    );
    fc.assert(property, RUNS);
  });
});
