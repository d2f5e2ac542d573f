import { addDays, type Decimal, day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { account, CATALOGUE, NOT_BILLED, runs, short, subscribed } from './billable.fixture.ts';
import type { BillableSubscription, BilledSoFar, Rest } from './billable.ts';
import type { GivenDiscount } from './discount.ts';
import { draftInvoice, type InvoiceDraft, usageWanted } from './draft-invoice.ts';

const drafted = (as_of: string, ...subscriptions: readonly BillableSubscription[]) =>
  draftInvoice(account(...subscriptions), CATALOGUE, day(as_of));
const linesOn = (as_of: string, ...subscriptions: readonly BillableSubscription[]) =>
  short(drafted(as_of, ...subscriptions).invoice);
const nextOn = (as_of: string, subscription: BillableSubscription) =>
  drafted(as_of, subscription).next[0]?.next_bill_on;
/** Billed up to these days, the last time the day before. */
const billedTo = (recurring: string, usage: string | null = null): { billed: BilledSoFar } => ({
  billed: {
    billed_on: addDays(day(recurring), -1),
    settled_to: day(recurring),
    recurring_to: day(recurring),
    usage_to: usage === null ? null : day(usage),
    setup_fee_billed: true,
  },
});

describe('what is due', () => {
  test.each<readonly [string, string, BillableSubscription, readonly string[], string | null]>([
    ['the day before it starts: nothing', '2026-01-14', subscribed('plain', '2026-01-15'), [], '2026-01-15'],
    [
      'the first part, by rule D3',
      '2026-01-15',
      subscribed('plain', '2026-01-15'),
      ['recurring 2026-01-15…2026-02-01 1645 17/31'],
      '2026-02-01',
    ],
    [
      'a start on the anchor day: a whole period',
      '2026-01-01',
      subscribed('plain', '2026-01-01'),
      ['recurring 2026-01-01…2026-02-01 3000'],
      '2026-02-01',
    ],
    [
      'inside a billed period: nothing',
      '2026-01-20',
      subscribed('plain', '2026-01-01', billedTo('2026-02-01')),
      [],
      '2026-02-01',
    ],
    [
      'catching up three periods',
      '2026-04-01',
      subscribed('plain', '2026-01-01', billedTo('2026-02-01')),
      [
        'recurring 2026-02-01…2026-03-01 3000',
        'recurring 2026-03-01…2026-04-01 3000',
        'recurring 2026-04-01…2026-05-01 3000',
      ],
      '2026-05-01',
    ],
    ['in arrears: nothing while the period runs', '2026-01-31', subscribed('late', '2026-01-10'), [], '2026-02-01'],
    [
      'in arrears: the first part at its end',
      '2026-02-01',
      subscribed('late', '2026-01-10'),
      ['recurring 2026-01-10…2026-02-01 2129 22/31'],
      '2026-03-01',
    ],
    [
      'anchor 31 in February',
      '2026-02-28',
      subscribed('plain', '2026-01-31', { anchor_day: 31, ...billedTo('2026-02-28') }),
      ['recurring 2026-02-28…2026-03-31 3000'],
      '2026-03-31',
    ],
    [
      'a price of nothing: no invoice',
      '2026-01-01',
      subscribed('plain', '2026-01-01', { price_minor: 0n }),
      [],
      '2026-02-01',
    ],
    [
      'another plan from the next period on',
      '2026-02-01',
      subscribed('plain', '2026-01-01', { changes: [['2026-02-01', 'taxed', 5000n]], ...billedTo('2026-02-01') }),
      ['recurring 2026-02-01…2026-03-01 5000'],
      '2026-03-01',
    ],
    [
      'the set-up fee, once',
      '2026-01-15',
      subscribed('fee', '2026-01-15'),
      ['one_time 2026-01-15…2026-01-16 2500', 'recurring 2026-01-15…2026-02-01 1645 17/31'],
      '2026-02-01',
    ],
  ])('%s', (_, as_of, subscription, lines, next) => {
    expect(linesOn(as_of, subscription)).toEqual(lines);
    expect(nextOn(as_of, subscription)).toBe(next);
  });
});

/** From one day to another (not known before that), known on its first. */
const rest = (from: string, to: string | null = null, more: Partial<Rest> = {}): Rest => ({
  from_on: day(from),
  to_on: to === null ? null : day(to),
  known_on: day(from),
  to_known_on: to === null ? null : day(to),
  reason: 'suspension',
  hold_fee_minor: null,
  ...more,
});
const rests = (...all: readonly Rest[]) => ({ rests: all });
describe('usage', () => {
  const metered = (options: Parameters<typeof subscribed>[2] = {}) =>
    subscribed('metered', '2026-01-01', { ...billedTo('2026-02-01'), ...options });

  test('which periods must be read', () => {
    const wanted = (as_of: string, subscription: BillableSubscription) =>
      usageWanted(account(subscription), CATALOGUE, day(as_of)).map((want) => `${want.period_from}…${want.period_to}`);
    expect(wanted('2026-01-31', metered())).toEqual([]);
    expect(wanted('2026-02-01', metered())).toEqual(['2026-01-01…2026-02-01']);
    expect(wanted('2026-03-02', metered())).toEqual(['2026-01-01…2026-02-01', '2026-02-01…2026-03-01']);
    expect(wanted('2026-02-01', subscribed('metered', '2026-01-15'))).toEqual(['2026-01-15…2026-02-01']);
    expect(wanted('2026-02-01', subscribed('plain', '2026-01-01'))).toEqual([]);
    expect(wanted('2026-03-01', metered({ changes: [['2026-02-01', 'plain', 3000n]] }))).toEqual([
      '2026-01-01…2026-02-01',
    ]);
  });

  test('overage with the next period: the begun unit in exact part, traceable', () => {
    const subscription = metered();
    const octets = 123_456_789_012n;
    const usage = [
      {
        period_from: day('2026-01-01'),
        period_to: day('2026-02-01'),
        octets,
        sessions: 12,
        checksum: 'f00d',
        is_early: false,
      },
    ];
    const line = drafted('2026-02-01', { ...subscription, usage }).invoice?.lines[1];
    expect(line).toMatchObject({
      kind: 'usage',
      description: 'metered: 123.456 GB used, 100 GB included',
      quantity: '23.456789012',
      unit_price_minor: '50.000000',
      net_minor: 1173n,
      trace: {
        total_bytes: `${octets}`,
        included_bytes: '100000000000',
        billed_bytes: '23456789012',
        sessions: 12,
        checksum: 'f00d',
      },
    });
  });

  test('a period within what is included is shown at nothing, and says how far usage is billed', () => {
    expect(linesOn('2026-02-01', metered({ usage: [['2026-01-01', '2026-02-01', 40n]] }))).toEqual([
      'recurring 2026-02-01…2026-03-01 3000',
      'usage 2026-01-01…2026-02-01 0',
    ]);
  });

  test('an idle period is shown only when it is the last', () => {
    const usage = [
      ['2026-01-01', '2026-02-01', 0n],
      ['2026-02-01', '2026-03-01', 0n],
    ] as const;
    expect(linesOn('2026-03-01', metered({ usage, ...billedTo('2026-03-01') }))).toEqual([
      'recurring 2026-03-01…2026-04-01 3000',
      'usage 2026-02-01…2026-03-01 0',
    ]);
  });

  const away = (usage: readonly [string, string, bigint]) =>
    runs(metered({ billed: NOT_BILLED, usage: [usage] }), [
      ['2026-01-01'],
      ['2026-01-10', rests(rest('2026-01-10'))],
      ['2026-02-01'],
    ]).drafts[2];

  test('nothing but idle usage is no invoice', () => {
    expect(away(['2026-01-01', '2026-02-01', 0n])).toMatchObject({ invoice: null, held: null });
  });

  test('usage before a suspension is billed although no new period is', () => {
    const drafted_ = away(['2026-01-01', '2026-02-01', 102n]);
    expect(short(drafted_?.invoice ?? null)).toEqual(['usage 2026-01-01…2026-02-01 100']);
  });
});

describe('the document', () => {
  const expectSums = (invoice: InvoiceDraft | null) => {
    if (invoice === null) throw new Error('no invoice');
    for (const field of ['net_minor', 'discount_minor', 'tax_minor', 'gross_minor'] as const)
      expect(invoice.lines.reduce((sum, line) => sum + line[field], 0n)).toBe(invoice[field]);
    expect(invoice.net_minor + invoice.tax_minor).toBe(invoice.gross_minor);
    expect(invoice.postings.reduce((sum, posting) => sum + posting.amount_minor, 0n)).toBe(0n);
    expect(invoice.taxes.reduce((sum, tax) => sum + tax.tax_minor, 0n)).toBe(invoice.tax_minor);
  };

  test('two subscriptions on one invoice, each with its tax; header, lines, taxes and ledger agree', () => {
    const { invoice } = drafted(
      '2026-01-01',
      subscribed('taxed', '2026-01-01', { price_minor: 1999n }),
      subscribed('reduced', '2026-01-01', { price_minor: 1001n }),
    );
    expectSums(invoice);
    expect(invoice).toMatchObject({
      net_minor: 3000n,
      tax_minor: 470n,
      gross_minor: 3470n,
      issued_on: '2026-01-01',
      due_on: '2026-01-15',
      zone: 'Europe/Berlin',
    });
    expect(invoice?.taxes).toEqual([
      { tax_code: 'vat20', name: 'VAT', percent: '20', base_minor: 1999n, tax_minor: 400n },
      { tax_code: 'vat7', name: 'Reduced VAT', percent: '7', base_minor: 1001n, tax_minor: 70n },
    ]);
    expect(invoice?.postings.map((p) => [p.ledger_account, p.detail, p.amount_minor])).toEqual([
      ['receivable', '', 3470n],
      ['revenue', 'recurring', -3000n],
      ['tax_payable', 'vat20', -400n],
      ['tax_payable', 'vat7', -70n],
    ]);
  });

  test('a tax is rounded once a document and split to its lines', () => {
    const { invoice } = drafted('2026-03-01', subscribed('taxed', '2026-01-01', { price_minor: 1002n }));
    expectSums(invoice);
    expect(invoice?.tax_minor).toBe(601n);
    expect(invoice?.lines.map((line) => line.tax_minor)).toEqual([201n, 200n, 200n]);
  });

  test('a price with tax inside keeps its gross', () => {
    const { invoice } = drafted('2026-01-01', subscribed('gross', '2026-01-01', { price_minor: 1999n }));
    expectSums(invoice);
    expect(invoice).toMatchObject({ net_minor: 1666n, tax_minor: 333n, gross_minor: 1999n });
  });
});

test.each([
  ['a tax that is not there', subscribed('untaxable', '2026-01-01'), /tax lost/],
  ['a version that is not there', subscribed('gone', '2026-01-01'), /version/],
  ['another currency', subscribed('plain', '2026-01-01', { currency: 'USD' }), /USD/],
  ['usage that was not read', subscribed('metered', '2025-12-01'), /was not read/],
])('held: %s', (_, subscription, reason) => {
  const held = drafted('2026-01-01', subscribed('plain', '2026-01-01'), subscription);
  expect(held).toMatchObject({ invoice: null, next: [] });
  expect(held.held).toMatch(reason);
});

test('a discount off the bill: what is given back of a line that goes out with it is of what that line is invoiced at', () => {
  const changed = subscribed('plain', '2026-01-01', {
    price_minor: 3100n,
    changes: [['2026-01-11', 'late', 6200n, '2026-01-11']],
  });
  const half: GivenDiscount = {
    id: 'd',
    account_id: 'account',
    name: 'Half',
    subscription_id: null,
    base: 'all',
    percent: '50' as Decimal,
    amount_minor: null,
    from_on: day('2026-01-01'),
    to_on: null,
    known_on: day('2026-01-01'),
    ended_on: null,
    ended_known_on: null,
    bills_left: 1,
  };
  const { found, drafts } = runs(changed, [['2026-01-11'], ['2026-02-01']], [half]);
  expect(found).toEqual([
    'recurring 2026-01-01…2026-02-01 1550',
    'credit 2026-01-11…2026-02-01 1050 21/31',
    // The one bill is used up.
    'recurring 2026-01-11…2026-02-01 4200 21/31',
  ]);
  expect(drafts[0]?.invoice?.discount_minor).toBe(1550n);
});
