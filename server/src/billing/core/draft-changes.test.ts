/** Plan changes, rests and ends, run by run: what is charged and what is given back. */
import { addDays, type Day, day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { account, CATALOGUE, runs, subscribed } from './billable.fixture.ts';
import type { BillableSubscription, Rest } from './billable.ts';
import { draftInvoice } from './draft-invoice.ts';

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
const end = (on: string, known = on) => ({ ended_on: day(on), end_known_on: day(known) });
const JANUARY = 'recurring 2026-01-01…2026-02-01 3000';

type Days = Parameters<typeof runs>[1];

describe('at rest', () => {
  test.each<readonly [string, string, Days, readonly string[]]>([
    [
      'suspended: the unused days are given back, and no period begins',
      'plain',
      [['2026-01-01'], ['2026-01-11', rests(rest('2026-01-11'))], ['2026-02-01'], ['2026-03-01']],
      [JANUARY, 'credit 2026-01-11…2026-02-01 2032 21/31'],
    ],
    [
      'back within the period: its rest is charged again',
      'plain',
      [
        ['2026-01-01'],
        ['2026-01-11', rests(rest('2026-01-11'))],
        ['2026-01-21', rests(rest('2026-01-11', '2026-01-21'))],
        ['2026-02-01'],
      ],
      [
        JANUARY,
        'credit 2026-01-11…2026-02-01 2032 21/31',
        'recurring 2026-01-21…2026-02-01 1064 11/31',
        'recurring 2026-02-01…2026-03-01 3000',
      ],
    ],
    [
      'there and back between two runs: ten days less, to the cent',
      'plain',
      [['2026-01-01'], ['2026-02-01', rests(rest('2026-01-11', '2026-01-21'))]],
      [
        JANUARY,
        'recurring 2026-01-21…2026-02-01 1064 11/31',
        'recurring 2026-02-01…2026-03-01 3000',
        'credit 2026-01-11…2026-02-01 2032 21/31',
      ],
    ],
    [
      'a plan that gives nothing back: the period stays whole, none begins meanwhile',
      'kept',
      [
        ['2026-01-01'],
        ['2026-01-11', rests(rest('2026-01-11'))],
        ['2026-02-01'],
        ['2026-02-15', rests(rest('2026-01-11', '2026-02-15'))],
      ],
      [JANUARY, 'recurring 2026-02-15…2026-03-01 1500 14/28'],
    ],
    [
      'a pause with a hold fee, known ahead',
      'plain',
      [
        [
          '2026-01-01',
          rests(
            rest('2026-02-10', '2026-02-20', {
              reason: 'pause',
              known_on: day('2026-01-01'),
              to_known_on: null,
              hold_fee_minor: 700n,
            }),
          ),
        ],
        ['2026-02-01'],
        ['2026-03-01'],
      ],
      [
        JANUARY,
        'recurring 2026-02-01…2026-02-10 964 9/28',
        'recurring 2026-02-20…2026-03-01 965 9/28',
        'hold_fee 2026-02-10…2026-02-20 250 10/28',
        'recurring 2026-03-01…2026-04-01 3000',
      ],
    ],
    [
      'in arrears: the days with service',
      'late',
      [['2026-01-01'], ['2026-01-11', rests(rest('2026-01-11', '2026-01-21'))], ['2026-02-01']],
      ['recurring 2026-01-01…2026-01-11 968 10/31', 'recurring 2026-01-21…2026-02-01 1064 11/31'],
    ],
  ])('%s', (_, plan, days, expected) => {
    expect(runs(subscribed(plan, '2026-01-01'), days).found.sort()).toEqual([...expected].sort());
  });
});

describe('ended', () => {
  test.each<readonly [string, string, Days, readonly string[]]>([
    [
      'within a period: the rest is given back',
      'plain',
      [['2026-01-01'], ['2026-01-11', end('2026-01-11')], ['2026-02-01']],
      [JANUARY, 'credit 2026-01-11…2026-02-01 2032 21/31'],
    ],
    [
      'the last day served: it is kept',
      'served',
      [['2026-01-01'], ['2026-01-11', end('2026-01-10')], ['2026-02-01']],
      [JANUARY, 'credit 2026-01-11…2026-02-01 2032 21/31'],
    ],
    [
      'a plan that gives nothing back',
      'kept',
      [['2026-01-01'], ['2026-01-11', end('2026-01-11')], ['2026-02-01']],
      [JANUARY],
    ],
    [
      'a plan that pays out',
      'refunds',
      [['2026-01-01'], ['2026-01-11', end('2026-01-11')]],
      [JANUARY, 'refund 2026-01-11…2026-02-01 2032 21/31'],
    ],
    [
      'known ahead: only up to the day',
      'plain',
      [['2026-01-01', end('2026-02-11', '2026-01-01')], ['2026-02-01'], ['2026-02-11']],
      [JANUARY, 'recurring 2026-02-01…2026-02-11 1071 10/28'],
    ],
    [
      'recorded late: from the day on',
      'plain',
      [['2026-01-01'], ['2026-02-01'], ['2026-02-10', end('2026-01-21', '2026-02-10')]],
      [
        JANUARY,
        'recurring 2026-02-01…2026-03-01 3000',
        'credit 2026-01-21…2026-02-01 1065 11/31',
        'credit 2026-02-01…2026-03-01 3000 28/28',
      ],
    ],
    [
      'in arrears: up to the day',
      'late',
      [['2026-01-01'], ['2026-01-11', end('2026-01-11')]],
      ['recurring 2026-01-01…2026-01-11 968 10/31'],
    ],
  ])('%s', (_, plan, days, expected) => {
    const { found, drafts } = runs(subscribed(plan, '2026-01-01'), days);
    expect(found).toEqual(expected);
    expect(drafts.at(-1)?.next[0]?.next_bill_on).toBeNull();
  });

  test('metered: the last day’s use is billed the day after', () => {
    const ended = { ...end('2026-02-10', '2026-02-10') };
    const usage = [
      {
        period_from: day('2026-02-01'),
        period_to: day('2026-02-11'),
        octets: 140_000_000_000n,
        sessions: 3,
        checksum: 'c',
        is_early: false,
      },
    ];
    const first = subscribed('metered', '2026-01-01', { usage: [['2026-01-01', '2026-02-01', 1n]] });
    const { found, drafts } = runs(first, [
      ['2026-01-01'],
      ['2026-02-01'],
      ['2026-02-10', ended],
      ['2026-02-11', { usage }],
    ]);
    expect(found.slice(-2)).toEqual(['credit 2026-02-10…2026-03-01 2036 19/28', 'usage 2026-02-01…2026-02-11 2000']);
    expect(drafts.map((each) => each.next[0]?.next_bill_on).slice(-2)).toEqual(['2026-02-11', null]);
  });
});

describe('what is given back', () => {
  test('waits for the next charges where the plan says so, and is found then', () => {
    const away = rests(rest('2026-01-11'));
    const { found } = runs(subscribed('waits', '2026-01-01'), [
      ['2026-01-01'],
      ['2026-01-11', away],
      ['2026-02-01'],
      ['2026-02-10', rests(rest('2026-01-11', '2026-02-10'))],
    ]);
    expect(found).toEqual([
      JANUARY,
      'recurring 2026-02-10…2026-03-01 2036 19/28',
      'credit 2026-01-11…2026-02-01 2032 21/31',
    ]);
  });

  test('brings its tax with it, and goes to the ledger', () => {
    const { drafts } = runs(subscribed('served', '2026-01-01'), [['2026-01-01'], ['2026-01-11', end('2026-01-10')]]);
    const [credit] = drafts[1]?.credits ?? [];
    expect(credit).toMatchObject({ net_minor: 2032n, tax_minor: 406n, gross_minor: 2438n });
    expect(credit?.taxes).toEqual([
      { tax_code: 'vat20', name: 'VAT', percent: '20', base_minor: 2032n, tax_minor: 406n },
    ]);
    expect(credit?.postings.map((p) => [p.ledger_account, p.detail, p.amount_minor])).toEqual([
      ['revenue', 'recurring', 2032n],
      ['tax_payable', 'vat20', 406n],
      ['customer_credit', '', -2438n],
    ]);
  });

  test('a change of plan: charged and given back to the day, on two documents', () => {
    const first = subscribed('plain', '2026-01-01');
    const changed = subscribed('plain', '2026-01-01', { changes: [['2026-01-11', 'taxed', 6000n, '2026-01-11']] });
    const { found } = runs(first, [['2026-01-01'], ['2026-01-11', { segments: changed.segments }], ['2026-02-01']]);
    expect(found).toEqual([
      JANUARY,
      'recurring 2026-01-11…2026-02-01 4065 21/31',
      'credit 2026-01-11…2026-02-01 2032 21/31',
      'recurring 2026-02-01…2026-03-01 6000',
    ]);
  });

  test('of a line that goes out with it, when both were missed', () => {
    const late = subscribed('plain', '2026-01-01', { ended_on: '2026-01-11' });
    const known = { ...late, end_known_on: day('2026-01-11') };
    const drafted_ = draftInvoice(account(known), CATALOGUE, day('2026-01-20'));
    expect(drafted_.credits[0]?.lines[0]?.of).toEqual({ account_id: 'account', invoice_id: null, line_no: 1 });
    expect(drafted_.credits[0]?.net_minor).toBe(2032n);
  });
});

test.each<readonly [string, BillableSubscription]>([
  ['plain', subscribed('plain', '2026-01-31', { anchor_day: 31 })],
  ['late', { ...subscribed('late', '2026-01-10'), ...end('2026-06-17') }],
  [
    'with a fee, suspended and back',
    { ...subscribed('fee', '2026-01-10', { suspensions: [['2026-02-20', '2026-04-07']] }), ...end('2026-08-01') },
  ],
  ['another plan', subscribed('plain', '2026-01-01', { changes: [['2026-04-01', 'yearly', 30000n]] })],
  [
    'another plan at once',
    subscribed('plain', '2026-01-01', { changes: [['2026-04-12', 'yearly', 30000n, '2026-04-12']] }),
  ],
  ['from late to early', subscribed('late', '2026-01-01', { changes: [['2026-04-12', 'plain', 6000n, '2026-04-12']] })],
])('day by day and at once find the same lines: %s', (_, subscription) => {
  const days = Array.from({ length: 400 }, (__, i) => addDays(day('2026-01-01'), i));
  const last = days.at(-1) as Day;
  const found = (on: readonly Day[]) =>
    runs(
      subscription,
      on.map((each) => [each] as const),
    ).found.sort();
  expect(found(days)).toEqual(found([last]));
  expect(found([last, last])).toEqual(found([last]));
});
