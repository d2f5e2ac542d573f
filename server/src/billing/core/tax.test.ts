import { decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type Tax, type Taxable, taxDocument } from './tax.ts';

const tax = (code: string, percent: string, compound = false): Tax => ({
  code,
  rate_percent: decimal(percent),
  compound,
});
const net = (amount_minor: bigint, ...tax_codes: string[]): Taxable => ({
  amount_minor,
  tax_inclusive: false,
  tax_codes,
});
const gross = (amount_minor: bigint, ...tax_codes: string[]): Taxable => ({
  amount_minor,
  tax_inclusive: true,
  tax_codes,
});

const VAT = tax('vat', '20');
const GST = tax('gst', '5');
const QST = tax('qst', '9.5', true);

const inShort = (lines: Taxable[], taxes: Tax[]) => {
  const document = taxDocument(lines, taxes, 'half-up');
  return [
    document.lines.map((line) => `${line.net_minor}+${line.tax_minor}=${line.gross_minor}`).join(' '),
    document.taxes.map((each) => `${each.code} ${each.tax_minor} on ${each.base_minor}`).join(', '),
  ];
};

describe('taxDocument', () => {
  test.each<[string, Taxable[], Tax[], string, string]>([
    ['one line', [net(3750n, 'vat')], [VAT], '3750+750=4500', 'vat 750 on 3750'],
    ['no tax', [net(3750n)], [VAT], '3750+0=3750', ''],
    ['no lines', [], [VAT], '', ''],
    [
      'rounded once for the document',
      [net(33n, 'vat'), net(33n, 'vat'), net(33n, 'vat')],
      [VAT],
      '33+7=40 33+7=40 33+6=39',
      'vat 20 on 99',
    ],
    [
      'L25: two rates on one document',
      [net(9500n, 'a'), net(4750n, 'b'), net(2850n, 'vat'), net(1900n, 'vat')],
      [tax('a', '10'), tax('b', '0'), VAT],
      '9500+950=10450 4750+0=4750 2850+570=3420 1900+380=2280',
      'a 950 on 9500, b 0 on 4750, vat 950 on 4750',
    ],
    [
      'two taxes side by side',
      [net(10000n, 'gst', 'vat')],
      [GST, VAT],
      '10000+2500=12500',
      'gst 500 on 10000, vat 2000 on 10000',
    ],
    [
      'compound: on the net and the tax before',
      [net(10000n, 'gst', 'qst')],
      [GST, QST],
      '10000+1498=11498',
      'gst 500 on 10000, qst 998 on 10500',
    ],
    ['inclusive keeps the gross', [gross(1999n, 'vat')], [tax('vat', '19')], '1680+319=1999', 'vat 319 on 1680'],
    [
      'inclusive, several lines',
      [gross(10n, 'vat'), gross(10n, 'vat'), gross(10n, 'vat')],
      [VAT],
      '8+2=10 8+2=10 9+1=10',
      'vat 5 on 25',
    ],
    [
      'inclusive, two taxes',
      [gross(12500n, 'gst', 'vat')],
      [GST, VAT],
      '10000+2500=12500',
      'gst 500 on 10000, vat 2000 on 10000',
    ],
    [
      'inclusive and compound',
      [gross(11498n, 'gst', 'qst')],
      [GST, QST],
      '10000+1498=11498',
      'gst 500 on 10000, qst 998 on 10500',
    ],
    [
      'inclusive beside exclusive',
      [gross(1200n, 'vat'), net(1000n, 'vat')],
      [VAT],
      '1000+200=1200 1000+200=1200',
      'vat 400 on 2000',
    ],
    [
      'a line that takes away',
      [net(10000n, 'vat'), net(-3000n, 'vat')],
      [VAT],
      '10000+2000=12000 -3000+-600=-3600',
      'vat 1400 on 7000',
    ],
    ['half a cent', [net(774n, 'vat')], [tax('vat', '25')], '774+194=968', 'vat 194 on 774'],
  ])('%s', (_, lines, taxes, byLine, byTax) => expect(inShort(lines, taxes)).toEqual([byLine, byTax]));

  test('refuses a code nobody gave', () =>
    expect(() => taxDocument([net(1n, 'x')], [VAT], 'half-up')).toThrow(RangeError));
});
