import { currency, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { assembleInvoice, type DocumentDiscount, type DraftLine } from './invoice.ts';
import type { Tax } from './tax.ts';

const EUR = currency('EUR');
const VAT: Tax = { code: 'vat', rate_percent: decimal('20'), compound: false };
const TAXES: Tax[] = [
  { code: 'low', rate_percent: decimal('10'), compound: false },
  { code: 'zero', rate_percent: decimal('0'), compound: false },
  VAT,
];

const line = (amount_minor: bigint, code: string, more: Partial<DraftLine> = {}): DraftLine => ({
  kind: 'recurring',
  amount_minor,
  tax_inclusive: false,
  tax_codes: [code],
  ...more,
});
const off = (amount_minor: bigint, more: Partial<DocumentDiscount> = {}): DocumentDiscount => ({
  id: 'off',
  name: 'Off',
  base: 'all',
  percent: null,
  amount_minor,
  ...more,
});
const invoice = (lines: DraftLine[], discounts: DocumentDiscount[] = []) =>
  assembleInvoice({ currency: EUR, lines, discounts, taxes: TAXES, rounding: 'half-up' });

describe('assembleInvoice', () => {
  test('L25: a coupon over four lines at three rates', () => {
    const lines = [line(10000n, 'low'), line(5000n, 'zero'), line(3000n, 'vat'), line(2000n, 'vat')];
    const made = invoice(lines, [off(1000n)]);
    expect(made.lines.map((each) => [each.discount_minor, each.tax_minor])).toEqual([
      [500n, 950n],
      [250n, 0n],
      [150n, 570n],
      [100n, 380n],
    ]);
    expect(made).toMatchObject({
      amount_minor: 20000n,
      discount_minor: 1000n,
      net_minor: 19000n,
      tax_minor: 1900n,
      gross_minor: 20900n,
    });
  });
  test('L02: a first part with 20 %', () =>
    expect(invoice([line(3750n, 'vat')])).toMatchObject({ net_minor: 3750n, tax_minor: 750n, gross_minor: 4500n }));
  test('L06: the last invoice, paid in part by what was credited', () => {
    const made = invoice([line(5000n, 'vat', { kind: 'usage' })]);
    expect(made.gross_minor - (2500n + 500n)).toBe(3000n);
  });
  test("a line's own discount comes before the document's", () => {
    const half = { discount_id: 'half', name: 'Half', amount_minor: 500n };
    const made = invoice([line(1000n, 'vat', { discounts: [half] }), line(1000n, 'vat')], [off(300n)]);
    expect(made.lines.map((each) => [each.discount_minor, each.invoiced_minor])).toEqual([
      [600n, 400n],
      [200n, 800n],
    ]);
  });
  test('each line says what took how much off it; one that is not of the base is left alone', () => {
    const made = invoice(
      [line(1000n, 'vat'), line(500n, 'vat', { kind: 'usage' })],
      [off(100n, { base: 'usage' }), off(300n, { id: 'all' })],
    );
    expect(made.lines.map((each) => each.discounts.map((d) => [d.discount_id, d.amount_minor]))).toEqual([
      [['all', 214n]],
      [
        ['off', 100n],
        ['all', 86n],
      ],
    ]);
    expect(made.discount_minor).toBe(400n);
  });
  test('prices with tax inside keep their gross', () => {
    const made = invoice(
      [line(1200n, 'vat', { tax_inclusive: true }), line(600n, 'vat', { tax_inclusive: true })],
      [off(180n)],
    );
    expect(made).toMatchObject({
      amount_minor: 1800n,
      discount_minor: 180n,
      net_minor: 1350n,
      tax_minor: 270n,
      gross_minor: 1620n,
    });
  });
  test('the lines keep what they came with', () => {
    const [kept] = assembleInvoice({
      currency: EUR,
      lines: [{ ...line(100n, 'vat'), line_key: 'k' }],
      discounts: [],
      taxes: TAXES,
      rounding: 'half-up',
    }).lines;
    expect(kept).toMatchObject({ line_key: 'k', amount_minor: 100n, gross_minor: 120n });
  });
});
