import { day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { tax } from './billable.fixture.ts';
import { exemptionOn, exemptionText } from './exemption.ts';
import { groupRefusal } from './group-refusal.ts';
import { taxRate } from './tax-rate.ts';
import { taxesAt, taxOn, taxOrder } from './tax-terms.ts';

test.each<[string, string | undefined]>([
  ['20', '20'],
  ['20.0', '20'],
  ['9.9750', '9.975'],
  ['100', '100'],
  ['0', '0'],
  ['1000', '1000'],
  ['1000.000001', undefined],
  ['-1', undefined],
  ['1.1234567', undefined],
  ['x', undefined],
])('%s as a rate', (written, rate) => expect(taxRate(written)).toBe(rate));

describe('the rate of a day', () => {
  const changes = [
    { effective_from: day('2020-07-01'), rate_percent: decimal('16') },
    { effective_from: day('2021-01-01'), rate_percent: decimal('19') },
  ];
  test.each([
    ['2020-06-30', '18'],
    ['2020-07-01', '16'],
    ['2020-12-31', '16'],
    ['2021-01-01', '19'],
  ])('%s: %s', (on, rate) => expect(taxOn(tax('vat', '18', { changes }), day(on)).rate_percent).toBe(rate));
});

describe('taxes by place', () => {
  const rule = (country: string, region: string | null, postal_prefix: string | null, ...taxes: string[]) => ({
    country,
    region,
    postal_prefix,
    taxes,
  });
  const group = {
    taxes: ['abroad'],
    rules: [
      rule('CA', 'QC', null, 'gst', 'qst'),
      rule('US', 'TX', '787', 'state', 'austin'),
      rule('US', 'TX', null, 'state'),
      rule('GB', null, 'BT 1', 'ni'),
      rule('US', null, null),
    ],
  };
  test.each<[string, string | null, string | null, string[]]>([
    ['CA', 'QC', 'H2X 1Y4', ['gst', 'qst']],
    ['CA', 'qc', null, ['gst', 'qst']],
    ['CA', 'ON', null, ['abroad']],
    ['CA', null, null, ['abroad']],
    ['US', 'TX', '78701', ['state', 'austin']],
    ['US', 'TX', '75001', ['state']],
    ['US', 'OR', '97035', []],
    ['GB', null, 'bt1 5gs', ['ni']],
    ['GB', null, null, ['abroad']],
    ['DE', null, '10115', ['abroad']],
  ])('%s %s %s', (country, region, postal_code, taxes) =>
    expect(taxesAt(group, { country, region, postal_code })).toEqual(taxes),
  );
});

describe('one order of all taxes', () => {
  test.each<[string[][], string[] | undefined]>([
    [[], []],
    [
      [['b', 'a'], ['c']],
      ['b', 'a', 'c'],
    ],
    [
      [
        ['z', 'a'],
        ['a', 'b'],
      ],
      ['z', 'a', 'b'],
    ],
    [
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      undefined,
    ],
    [
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
      undefined,
    ],
  ])('%j', (lists, order) => expect(taxOrder(lists)).toEqual(order));

  const group = (...taxes: string[]) => ({ code: 'g', taxes, rules: [] });
  const at = (taxes: string[], ...ruled: string[]) => ({
    code: 'g',
    taxes,
    rules: [{ country: 'US', region: null, postal_prefix: null, taxes: ruled }],
  });
  test.each([
    [group('a', 'b'), undefined],
    [group('a', 'x'), 'there is no tax x'],
    [group('a', 'a'), 'it has a twice'],
    [at(['a', 'b'], 'b', 'a'), 'its lists have the same taxes in different orders'],
    [group('c', 'b'), 'another group has the same taxes in a different order'],
    [at([], 'c', 'b'), 'another group has the same taxes in a different order'],
  ])('%j: %s', (asked, why) => expect(groupRefusal(asked, ['a', 'b', 'c'], [group('b', 'c')])).toBe(why));
});

describe('exemptions', () => {
  const given = {
    id: 'x',
    tax_code: 'vat',
    kind: 'certificate' as const,
    certificate: '4711',
    reason: null,
    from_on: day('2026-01-01'),
    to_on: day('2026-03-01'),
    known_on: day('2026-01-10'),
  };
  test.each([
    ['vat', '2026-01-09', false],
    ['vat', '2026-01-10', true],
    ['vat', '2026-02-28', true],
    ['vat', '2026-03-01', false],
    ['gst', '2026-02-01', false],
  ])('from %s on %s: %s', (code, on, holds) => expect(exemptionOn([given], code, day(on)) !== undefined).toBe(holds));
  test('from every tax', () =>
    expect(exemptionOn([{ ...given, tax_code: null }], 'gst', day('2026-02-01'))).toBeDefined());
  test.each([
    [given, 'exempt, certificate 4711'],
    [{ ...given, reason: 'school' }, 'exempt, certificate 4711: school'],
    [{ kind: 'other' as const, certificate: null, reason: 'embassy' }, 'exempt: embassy'],
    [
      { kind: 'reverse-charge' as const, certificate: null, reason: null },
      'reverse charge, the recipient is liable for the tax',
    ],
  ])('%j', (of, text) => expect(exemptionText(of)).toBe(text));
});
