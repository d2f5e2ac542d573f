/** Several taxes, taxes by place, rates that change and exemptions, on invoices and on credits of them. */
import { day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { account, CATALOGUE, plan, runs, subscribed, tax } from './billable.fixture.ts';
import { type BillableAccount, billingCatalogue } from './billable.ts';
import { draftInvoice } from './draft-invoice.ts';
import type { InvoiceTax } from './draft-line.ts';
import type { GivenExemption } from './exemption.ts';
import { isBalanced } from './ledger.ts';

const inShort = (taxes: readonly InvoiceTax[] | undefined) =>
  (taxes ?? []).map(
    ({ tax_code, percent, base_minor, tax_minor, exempt }) =>
      `${tax_code} ${percent} % of ${base_minor}: ${exempt ?? tax_minor}`,
  );

const billed = (of: Partial<BillableAccount>, plan_id: string, on = '2024-01-01') =>
  draftInvoice({ ...account(subscribed(plan_id, on)), ...of }, CATALOGUE, day(on)).invoice;

const LAYERED = ['fed 5 % of 3000: 150', 'state 9.975 % of 3150: 314', 'city 1.25 % of 3000: 38'];

describe('several taxes on a line', () => {
  test('each once, a compound one on the taxes before it', () => {
    const invoice = billed({}, 'layered');
    expect(inShort(invoice?.taxes)).toEqual(LAYERED);
    expect(invoice).toMatchObject({ net_minor: 3000n, tax_minor: 502n, gross_minor: 3502n });
    expect(invoice?.lines).toMatchObject([{ tax_code: 'layers', tax_minor: 502n }]);
    expect(invoice?.postings.map((each) => `${each.ledger_account}:${each.detail} ${each.amount_minor}`)).toEqual([
      'receivable: 3502',
      'revenue:recurring -3000',
      'tax_payable:fed -150',
      'tax_payable:state -314',
      'tax_payable:city -38',
    ]);
  });
  test('inside the price', () => {
    const invoice = billed({}, 'layered-gross');
    expect(inShort(invoice?.taxes)).toEqual([
      'fed 5 % of 2570: 129',
      'state 9.975 % of 2699: 269',
      'city 1.25 % of 2570: 32',
    ]);
    expect(invoice).toMatchObject({ net_minor: 2570n, tax_minor: 430n, gross_minor: 3000n });
  });
  test.each([
    ['side by side', false, ['gst 5 % of 10000: 500', 'qst 9.975 % of 10000: 998']],
    ['compound, as it was before 2013', true, ['gst 5 % of 10000: 500', 'qst 9.975 % of 10500: 1047']],
  ])('GST and QST in Québec, %s', (_, compound, taxes) => {
    const codes = { code: 'quebec', inclusive: false, taxes: ['gst', 'qst'], rules: [] };
    const catalogue = billingCatalogue(
      [plan('home', { tax_code: 'quebec', price_minor: 10_000n })],
      [tax('gst', '5'), tax('qst', '9.975', { compound })],
      [codes],
    );
    const of = account(subscribed('home', '2024-01-01', { price_minor: 10_000n }));
    expect(inShort(draftInvoice(of, catalogue, day('2024-01-01')).invoice?.taxes)).toEqual(taxes);
  });
  test('beside lines with one of them and with none', () => {
    const of = account(...['layered', 'taxed', 'plain'].map((id) => subscribed(id, '2024-01-01')));
    const invoice = draftInvoice(of, CATALOGUE, day('2024-01-01')).invoice;
    expect(invoice?.lines.map((line) => `${line.tax_code} ${line.tax_minor}`)).toEqual([
      'layers 502',
      'vat20 600',
      'null 0',
    ]);
    expect(isBalanced(invoice?.postings ?? [])).toBe(true);
  });
  test('unused days give back of each tax its part, never more than is left', () => {
    const { drafts } = runs(subscribed('layered', '2024-01-01'), [
      ['2024-01-01'],
      ['2024-01-11', { ended_on: day('2024-01-11'), end_known_on: day('2024-01-11') }],
    ]);
    const [note] = drafts[1]?.credits ?? [];
    expect(note).toMatchObject({ net_minor: 2032n, tax_minor: 341n, gross_minor: 2373n });
    expect(inShort(note?.taxes)).toEqual([
      'fed 5 % of 2032: 102',
      'state 9.975 % of 2134: 213',
      'city 1.25 % of 2032: 26',
    ]);
    expect(isBalanced(note?.postings ?? [])).toBe(true);
  });
});

describe('by place', () => {
  const at = (country: string) => ({ recipient: { ...account().recipient, country } });
  test('the group of the plan says which', () => {
    expect(inShort(billed(at('CA'), 'placed')?.taxes)).toEqual(LAYERED);
    expect(inShort(billed(at('DE'), 'placed')?.taxes)).toEqual(['vat20 20 % of 3000: 600']);
    expect(billed(at('DE'), 'placed')?.lines).toMatchObject([{ tax_code: 'vat20' }]);
  });
});

describe('a rate that changes', () => {
  test('the day of issue counts, and a credit gives back what was charged', () => {
    const { drafts } = runs(subscribed('rising', '2024-02-01'), [
      ['2024-02-01'],
      ['2024-03-01'],
      ['2024-03-02', { ended_on: day('2024-02-16'), end_known_on: day('2024-03-02') }],
    ]);
    expect(drafts.map(({ invoice }) => inShort(invoice?.taxes))).toEqual([
      ['rising 20 % of 3000: 600'],
      ['rising 25 % of 3000: 750'],
      [],
    ]);
    expect(drafts[2]?.credits.map(({ taxes }) => inShort(taxes))).toEqual([
      ['rising 20 % of 1448: 290', 'rising 25 % of 3000: 750'],
    ]);
  });
});

describe('an exemption', () => {
  const exempt = (more: Partial<GivenExemption> = {}): Partial<BillableAccount> => ({
    exemptions: [
      {
        id: 'x',
        tax_code: null,
        kind: 'reverse-charge',
        certificate: null,
        reason: null,
        from_on: day('2024-01-01'),
        to_on: null,
        known_on: day('2024-01-01'),
        ...more,
      },
    ],
  });
  test('from every tax: none is charged, and the invoice says why', () => {
    const invoice = billed(exempt(), 'layered');
    const why = 'reverse charge, the recipient is liable for the tax';
    expect(inShort(invoice?.taxes)).toEqual([
      `city 0 % of 3000: ${why}`,
      `fed 0 % of 3000: ${why}`,
      `state 0 % of 3000: ${why}`,
    ]);
    expect(invoice).toMatchObject({ net_minor: 3000n, tax_minor: 0n, gross_minor: 3000n });
    expect(invoice?.lines).toMatchObject([{ tax_code: null, taxes: [] }]);
  });
  test('from one of several', () => {
    const invoice = billed(exempt({ tax_code: 'state', kind: 'certificate', certificate: '7' }), 'layered');
    expect(inShort(invoice?.taxes)).toEqual([
      'fed 5 % of 3000: 150',
      'city 1.25 % of 3000: 38',
      'state 0 % of 3000: exempt, certificate 7',
    ]);
  });
  test('of a one-off charge, which has the taxes of its group otherwise', () => {
    const charge = {
      account_id: 'account',
      id: '00000000-0000-7000-8000-00000000c001',
      subscription_id: null,
      plan_id: null,
      plan_version: null,
      description: 'Router',
      quantity: 3,
      unit_price_minor: 1000n,
      tax_code: 'layers',
      due_on: day('2024-01-01'),
      known_on: day('2024-01-01'),
    };
    const of = { subscriptions: [], charges: [charge] };
    expect(inShort(billed(of, 'plain')?.taxes)).toEqual(LAYERED);
    expect(billed({ ...of, ...exempt() }, 'plain')).toMatchObject({ net_minor: 3000n, tax_minor: 0n });
  });
  test('a price with the tax inside stays what it is', () => {
    expect(billed(exempt(), 'gross')).toMatchObject({ net_minor: 3000n, tax_minor: 0n, gross_minor: 3000n });
  });
  test('begins in a period: documents from then on are without, credits of earlier ones with the tax', () => {
    const first = account(subscribed('taxed', '2024-01-01', { price_minor: 3100n }));
    const ended = { ended_on: day('2024-01-11'), end_known_on: day('2024-01-11') };
    const { drafts } = runs(
      first.subscriptions[0] as (typeof first.subscriptions)[number],
      [['2024-01-01'], ['2024-01-11', ended]],
      [],
      [],
      exempt({ from_on: day('2024-01-05'), known_on: day('2024-01-05') }).exemptions,
    );
    expect(inShort(drafts[0]?.invoice?.taxes)).toEqual(['vat20 20 % of 3100: 620']);
    expect(inShort(drafts[1]?.credits[0]?.taxes)).toEqual(['vat20 20 % of 2100: 420']);
  });
  test('does not hold before it was recorded, nor from its last day on', () => {
    const until = exempt({ to_on: day('2024-02-01'), known_on: day('2024-01-15') });
    expect(billed(until, 'taxed', '2024-01-14')?.tax_minor).toBeGreaterThan(0n);
    expect(billed(until, 'taxed', '2024-01-15')?.tax_minor).toBe(0n);
    expect(billed(until, 'taxed', '2024-02-01')?.tax_minor).toBe(600n);
  });
});

test('groups that contradict each other are no catalogue', () => {
  const group = (code: string, ...taxes: string[]) => ({ code, inclusive: false, taxes, rules: [] });
  const taxes = [tax('a', '1'), tax('b', '2', { rate_percent: decimal('2') })];
  expect(() => billingCatalogue([], taxes, [group('x', 'a', 'b'), group('y', 'b', 'a')])).toThrow(RangeError);
});
