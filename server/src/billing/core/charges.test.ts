import { day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { billedAfter, ending, MONTHLY, QUARTERLY, runAll, segment, short, stream } from './billing.fixture.ts';
import { type BillingState, type DueCharges, dueCharges, NEVER_BILLED, nextDueOn } from './charges.ts';
import type { ChargeStream } from './timeline.ts';

const inShort = (due: DueCharges) => [...due.lines.map(short), ...due.credits.map(short)];
const once = (charged: ChargeStream, as_of: string) => inShort(dueCharges(charged, NEVER_BILLED, day(as_of)));
const billed = (charged: ChargeStream, as_of: string): BillingState =>
  billedAfter(NEVER_BILLED, dueCharges(charged, NEVER_BILLED, day(as_of)), day(as_of));
const then = (state: BillingState, charged: ChargeStream, as_of: string) =>
  inShort(dueCharges(charged, state, day(as_of)));

describe('charges of one price', () => {
  test.each<[string, ChargeStream, string, string[]]>([
    [
      'K01: billing day 31 from the 2nd',
      stream([segment('2012-03-02', '599.95', { billing_day: 31 })]),
      '2012-05-31',
      [
        '2012-03-02→2012-03-31 29/31 56124',
        '2012-03-31→2012-04-30 30/30 59995',
        '2012-04-30→2012-05-31 31/31 59995',
        '2012-05-31→2012-06-30 30/30 59995',
      ],
    ],
    [
      'K03: exactly half a cent',
      stream([segment('2016-07-01', '1999.95', { billing_day: 4 })], { ended: ending('2016-07-04', '2016-07-01') }),
      '2016-08-01',
      ['2016-07-01→2016-07-04 3/30 20000'],
    ],
    [
      'K20: the billing day moved from 1 to 15',
      stream([segment('2016-05-01', '249.95', { billing_day: 15 })]),
      '2016-05-01',
      ['2016-05-01→2016-05-15 14/30 11664'],
    ],
    [
      'K23',
      stream([segment('2016-07-15', '249.95', { billing_day: 10 })]),
      '2016-07-15',
      ['2016-07-15→2016-08-10 26/31 20964'],
    ],
    [
      'K29: option 30-day, May',
      stream([segment('2023-05-15', '19.95', { billing_day: 1 })], {
        terms: { unit: '30-day' },
        ended: ending('2023-05-23', '2023-05-15'),
      }),
      '2023-07-01',
      ['2023-05-15→2023-05-23 8/30 532'],
    ],
    [
      'K29: option 30-day, June',
      stream([segment('2023-06-15', '19.95', { billing_day: 1 })], {
        terms: { unit: '30-day' },
        ended: ending('2023-06-23', '2023-06-15'),
      }),
      '2023-07-01',
      ['2023-06-15→2023-06-23 8/30 532'],
    ],
    [
      'K32',
      stream([segment('2011-02-01', '28', { billing_day: 1 })], { ended: ending('2011-02-14', '2011-02-01') }),
      '2011-04-01',
      ['2011-02-01→2011-02-14 13/28 1300'],
    ],
    [
      'K35: leap year',
      stream([segment('2012-02-01', '29', { billing_day: 1 })], { ended: ending('2012-02-15', '2012-02-01') }),
      '2012-04-01',
      ['2012-02-01→2012-02-15 14/29 1400'],
    ],
    [
      'K37',
      stream([segment('2011-03-10', '28', { billing_day: 15 })], { ended: ending('2011-04-21', '2011-03-10') }),
      '2011-05-01',
      ['2011-03-10→2011-03-15 5/28 500', '2011-03-15→2011-04-15 31/31 2800', '2011-04-15→2011-04-21 6/30 560'],
    ],
    [
      'K39',
      stream([segment('2010-12-15', '31', { billing_day: 15 })], { ended: ending('2011-03-17', '2010-12-15') }),
      '2011-05-01',
      [
        '2010-12-15→2011-01-15 31/31 3100',
        '2011-01-15→2011-02-15 31/31 3100',
        '2011-02-15→2011-03-15 28/28 3100',
        '2011-03-15→2011-03-17 2/31 200',
      ],
    ],
    [
      'K42',
      stream([segment('2011-01-01', '31', { billing_day: 15 })], { ended: ending('2011-02-27', '2011-01-01') }),
      '2011-05-01',
      ['2011-01-01→2011-01-15 14/31 1400', '2011-01-15→2011-02-15 31/31 3100', '2011-02-15→2011-02-27 12/28 1329'],
    ],
    [
      'D01: the first part of a clamped period',
      stream([segment('2011-02-14', '28', { billing_day: 31 })]),
      '2011-02-14',
      ['2011-02-14→2011-02-28 14/28 1400'],
    ],
    [
      'L01: a quarter in arrears, ended after 32 days, the last included',
      stream(
        [
          segment('2024-05-20', '910.00', {
            cycle: QUARTERLY,
            timing: 'arrears',
            anchor: { anchor_on: day('2024-01-15'), anchor_day: 15 },
          }),
        ],
        { terms: { termination: 'inclusive' }, ended: ending('2024-06-20') },
      ),
      '2024-06-21',
      ['2024-05-20→2024-06-21 32/91 32000'],
    ],
    [
      'L02',
      stream([segment('2023-02-08', '50.00', { billing_day: 1 })]),
      '2023-02-08',
      ['2023-02-08→2023-03-01 21/28 3750'],
    ],
    [
      'L16: billed from the end of a trial of ten days',
      stream([segment('2024-03-15', '50000.00', { billing_day: 1 })]),
      '2024-03-15',
      ['2024-03-15→2024-04-01 17/31 2741935'],
    ],
    [
      'L27: anchor 31 January',
      stream([segment('2024-01-31', '10', {})]),
      '2024-03-31',
      ['2024-01-31→2024-02-29 29/29 1000', '2024-02-29→2024-03-31 31/31 1000', '2024-03-31→2024-04-30 30/30 1000'],
    ],
  ])('%s', (_, charged, as_of, lines) => expect(once(charged, as_of)).toEqual(lines));

  test('in arrears a period is billed when it is over, on that day', () => {
    const charged = stream([segment('2024-01-10', '30', { billing_day: 1, timing: 'arrears' })]);
    expect(once(charged, '2024-01-31')).toEqual([]);
    const { lines } = dueCharges(charged, NEVER_BILLED, day('2024-03-15'));
    expect(lines.map((line) => [line.period_from, line.due_on])).toEqual([
      ['2024-01-10', '2024-02-01'],
      ['2024-02-01', '2024-03-01'],
    ]);
  });
  test('option with-next: the first part waits for the next period', () => {
    const charged = stream([segment('2024-01-10', '31', { billing_day: 1 })], { terms: { first_part: 'with-next' } });
    expect(once(charged, '2024-01-31')).toEqual([]);
    expect(once(charged, '2024-02-01')).toEqual([
      '2024-01-10→2024-02-01 22/31 2200',
      '2024-02-01→2024-03-01 29/29 3100',
    ]);
  });
  test('an end on the first day leaves nothing to bill, never a period of no days', () => {
    expect(once(stream([segment('2024-01-10', '31')], { ended: ending('2024-01-10') }), '2024-06-01')).toEqual([]);
  });
  test.each([
    ['full', 3100n, 3100n],
    ['none', 0n, 3100n],
  ] as const)('option %s: the first part costs %d', (unit, first, next) => {
    const { lines } = dueCharges(
      stream([segment('2024-01-10', '31', { billing_day: 1 })], { terms: { unit } }),
      NEVER_BILLED,
      day('2024-02-01'),
    );
    expect(lines.map((line) => line.amount_minor)).toEqual([first, next]);
  });
});

describe('running', () => {
  test('a run again finds nothing; keys are unique', () => {
    const charged = stream([
      segment('2024-01-10', '31', { billing_day: 1 }),
      segment('2024-02-10', '60', { billing_day: 1 }),
    ]);
    const { state, lines } = runAll(() => charged, [day('2024-03-05'), day('2024-03-05'), day('2024-03-05')]);
    expect(new Set(state.billed.map((line) => line.line_key)).size).toBe(lines.length);
    expect(inShort(dueCharges(charged, state, day('2024-03-05')))).toEqual([]);
  });
  test('settled days are not looked at: all a monthly run needs is how far it came', () => {
    const charged = stream([segment('2020-01-10', '31', { billing_day: 1 })]);
    const state: BillingState = { run_on: day('2024-02-29'), settled_to: day('2024-03-01'), billed: [] };
    expect(then(state, charged, '2024-03-01')).toEqual(['2024-03-01→2024-04-01 31/31 3100']);
  });
  test('a discounted line gives back what was really invoiced', () => {
    const charged = stream([segment('2024-04-01', '30', { billing_day: 1 })]);
    const state = billed(charged, '2024-04-01');
    const halved = { ...state, billed: state.billed.map((line) => ({ ...line, invoiced_minor: 1500n })) };
    expect(then(halved, { ...charged, ended: ending('2024-04-16') }, '2024-04-16')).toEqual([
      '2024-04-16→2024-05-01 15/30 -750',
    ]);
  });
  test.each<[string, ChargeStream, string, string | null]>([
    ['the next period', stream([segment('2024-01-10', '31', { billing_day: 1 })]), '2024-01-10', '2024-02-01'],
    ['the start', stream([segment('2024-01-10', '31', { billing_day: 1 })]), '2024-01-01', '2024-01-10'],
    [
      'a known end',
      stream([segment('2024-01-10', '31')], { ended: ending('2024-02-05', '2024-01-20') }),
      '2024-01-20',
      '2024-02-05',
    ],
    [
      'nothing after the end',
      stream([segment('2024-01-10', '31')], { ended: ending('2024-02-05') }),
      '2024-02-05',
      null,
    ],
    [
      'a quarter',
      stream([segment('2024-01-10', '31', { cycle: { ...MONTHLY, count: 3 } })]),
      '2024-01-10',
      '2024-04-10',
    ],
  ])('next due: %s', (_, charged, as_of, next) => expect(nextDueOn(charged, day(as_of))).toBe(next));
});
