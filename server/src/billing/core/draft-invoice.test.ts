import { addDays, type Day, day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { account, CATALOGUE, short, subscribed } from './billable.fixture.ts';
import type { BillableSubscription, BilledSoFar } from './billable.ts';
import { draftInvoice, type InvoiceDraft, usageWanted } from './draft-invoice.ts';

const drafted = (as_of: string, ...subscriptions: readonly BillableSubscription[]) =>
  draftInvoice(account(...subscriptions), CATALOGUE, day(as_of));
const linesOn = (as_of: string, ...subscriptions: readonly BillableSubscription[]) =>
  short(drafted(as_of, ...subscriptions).invoice);
const nextOn = (as_of: string, subscription: BillableSubscription) =>
  drafted(as_of, subscription).next[0]?.next_bill_on;
const billedTo = (recurring: string | null, usage: string | null = null): { billed: BilledSoFar } => ({
  billed: {
    recurring_to: recurring === null ? null : day(recurring),
    usage_to: usage === null ? null : day(usage),
    setup_fee: true,
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
      'its own price',
      '2026-01-01',
      subscribed('plain', '2026-01-01', { price_override_minor: 999n }),
      ['recurring 2026-01-01…2026-02-01 999'],
      '2026-02-01',
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

describe('suspended', () => {
  const open = subscribed('plain', '2026-01-01', { suspensions: [['2026-02-15', null]], ...billedTo('2026-03-01') });
  const back = (to: string, billed = billedTo('2026-03-01')) =>
    subscribed('plain', '2026-01-01', { suspensions: [['2026-02-15', to]], ...billed });
  const late = (to: string | null) => subscribed('late', '2026-02-01', { suspensions: [['2026-02-15', to]] });

  test.each<readonly [string, string, BillableSubscription, readonly string[], string | null]>([
    ['no new period while it lasts', '2026-03-01', open, [], '2026-04-01'],
    ['nor months later', '2026-06-10', open, [], '2026-07-01'],
    ['back within the paid period: nothing extra', '2026-02-20', back('2026-02-20'), [], '2026-03-01'],
    [
      'back later: the rest of the running period, to the day',
      '2026-03-11',
      back('2026-03-11'),
      ['recurring 2026-03-11…2026-04-01 2032 21/31'],
      '2026-04-01',
    ],
    [
      'found late: the same lines',
      '2026-04-02',
      back('2026-03-11'),
      ['recurring 2026-03-11…2026-04-01 2032 21/31', 'recurring 2026-04-01…2026-05-01 3000'],
      '2026-05-01',
    ],
    [
      'a run that was late still charges what began before',
      '2026-03-11',
      back('2026-03-11', billedTo('2026-02-01')),
      ['recurring 2026-02-01…2026-03-01 3000', 'recurring 2026-03-11…2026-04-01 2032 21/31'],
      '2026-04-01',
    ],
    [
      'in arrears: the days with service',
      '2026-03-01',
      late(null),
      ['recurring 2026-02-01…2026-02-15 1500 14/28'],
      '2026-04-01',
    ],
    [
      'in arrears, there and back: both parts',
      '2026-03-01',
      late('2026-02-22'),
      ['recurring 2026-02-01…2026-02-15 1500 14/28', 'recurring 2026-02-22…2026-03-01 750 7/28'],
      '2026-04-01',
    ],
  ])('%s', (_, as_of, subscription, lines, next) => {
    expect(linesOn(as_of, subscription)).toEqual(lines);
    expect(nextOn(as_of, subscription)).toBe(next);
  });
});

describe('ended', () => {
  test.each<readonly [string, string, BillableSubscription, readonly string[], string | null]>([
    [
      'within a period: it was charged whole, nothing after',
      '2026-02-20',
      subscribed('plain', '2026-01-01', { ended_on: '2026-02-10', ...billedTo('2026-03-01') }),
      [],
      null,
    ],
    [
      'a run that was late charges that period',
      '2026-03-05',
      subscribed('plain', '2026-01-01', { ended_on: '2026-02-10', ...billedTo('2026-02-01') }),
      ['recurring 2026-02-01…2026-03-01 3000'],
      null,
    ],
    [
      'on the first day of a period: that one is not begun',
      '2026-02-01',
      subscribed('plain', '2026-01-01', { ended_on: '2026-02-01', ...billedTo('2026-02-01') }),
      [],
      null,
    ],
    [
      'in arrears: up to the day',
      '2026-02-11',
      subscribed('late', '2026-02-01', { ended_on: '2026-02-11' }),
      ['recurring 2026-02-01…2026-02-11 1071 10/28'],
      null,
    ],
    [
      'metered: the last use is billed the day after',
      '2026-02-10',
      subscribed('metered', '2026-01-01', { ended_on: '2026-02-10', ...billedTo('2026-03-01', '2026-02-01') }),
      [],
      '2026-02-11',
    ],
    [
      'metered: the last day’s use too',
      '2026-02-11',
      subscribed('metered', '2026-01-01', {
        ended_on: '2026-02-10',
        usage: [['2026-02-01', '2026-02-11', 140n]],
        ...billedTo('2026-03-01', '2026-02-01'),
      }),
      ['usage 2026-02-01…2026-02-11 2000'],
      null,
    ],
  ])('%s', (_, as_of, subscription, lines, next) => {
    expect(linesOn(as_of, subscription)).toEqual(lines);
    expect(nextOn(as_of, subscription)).toBe(next);
  });
});

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
      { period_from: day('2026-01-01'), period_to: day('2026-02-01'), octets, sessions: 12, checksum: 'f00d' },
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

  test('nothing but idle usage is no invoice', () => {
    const suspended = metered({ suspensions: [['2026-01-10', null]], usage: [['2026-01-01', '2026-02-01', 0n]] });
    expect(drafted('2026-02-01', suspended)).toMatchObject({ invoice: null, held: null });
  });

  test('usage before a suspension is billed although no new period is', () => {
    const suspended = metered({ suspensions: [['2026-01-10', null]], usage: [['2026-01-01', '2026-02-01', 102n]] });
    expect(linesOn('2026-02-01', suspended)).toEqual(['usage 2026-01-01…2026-02-01 100']);
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

/** Runs a subscription through days as the bill run does: each line moves what is billed on. */
const run = (subscription: BillableSubscription, days: readonly Day[]): string[] => {
  let now = subscription;
  return days.flatMap((on) => {
    const invoice = draftInvoice(account(now), CATALOGUE, on).invoice;
    for (const line of invoice?.lines ?? []) {
      const { recurring_to, usage_to, setup_fee } = now.billed;
      const billed = {
        recurring_to,
        usage_to,
        setup_fee,
        ...(line.kind === 'recurring'
          ? { recurring_to: line.period_to }
          : line.kind === 'usage'
            ? { usage_to: line.period_to }
            : { setup_fee: true }),
      };
      now = { ...now, billed };
    }
    return short(invoice);
  });
};

test.each([
  ['plain', subscribed('plain', '2026-01-31', { anchor_day: 31 })],
  ['late', subscribed('late', '2026-01-10', { ended_on: '2026-06-17' })],
  [
    'with a fee, suspended and back',
    subscribed('fee', '2026-01-10', { suspensions: [['2026-02-20', '2026-04-07']], ended_on: '2026-08-01' }),
  ],
  ['another plan', subscribed('plain', '2026-01-01', { changes: [['2026-04-01', 'yearly', 30000n]] })],
])('day by day and at once find the same lines: %s', (_, subscription) => {
  const days = Array.from({ length: 400 }, (__, i) => addDays(day('2026-01-01'), i));
  const last = days.at(-1) as Day;
  expect(run(subscription, days)).toEqual(run(subscription, [last]));
  expect(run(subscription, [last, last])).toEqual(run(subscription, [last]));
});
