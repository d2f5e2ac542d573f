import { addDays, day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { billedAfter, ending, QUARTERLY, runAll, segment, short, stream, YEARLY } from './billing.fixture.ts';
import { type BillingState, type DueCharges, dueCharges, NEVER_BILLED } from './charges.ts';
import type { ChargeStream, Pause } from './timeline.ts';

const inShort = (due: DueCharges) => [...due.lines.map(short), ...due.credits.map(short)];
const once = (charged: ChargeStream, as_of: string) => inShort(dueCharges(charged, NEVER_BILLED, day(as_of)));
const billed = (charged: ChargeStream, as_of: string): BillingState =>
  billedAfter(NEVER_BILLED, dueCharges(charged, NEVER_BILLED, day(as_of)), day(as_of));
const then = (state: BillingState, charged: ChargeStream, as_of: string) =>
  inShort(dueCharges(charged, state, day(as_of)));

describe('changes', () => {
  const before = segment('2012-05-01', '249.95', { billing_day: 1 });

  test('K07: the credit is capped at what an adjustment left', () => {
    const state = billed(stream([before]), '2012-05-01');
    const adjusted = { ...state, billed: state.billed.map((line) => ({ ...line, adjusted_minor: 1000n })) };
    const changed = stream([before, segment('2012-05-02', '9.95', { billing_day: 1 })]);
    expect(then(adjusted, changed, '2012-05-02')).toEqual([
      '2012-05-02→2012-06-01 30/31 963',
      '2012-05-02→2012-06-01 30/31 -23995',
    ]);
    expect(then(state, changed, '2012-05-02')).toContain('2012-05-02→2012-06-01 30/31 -24189');
  });
  test('K08 and K09: down, and up the next day', () => {
    const first = segment('2012-05-01', '599.95', { billing_day: 1 });
    const second = segment('2012-05-07', '9.95', { billing_day: 1 });
    const third = segment('2012-05-08', '29.95', { billing_day: 1 });
    const one = billed(stream([first]), '2012-05-01');
    const down = dueCharges(stream([first, second]), one, day('2012-05-07'));
    expect(inShort(down)).toEqual(['2012-05-07→2012-06-01 25/31 802', '2012-05-07→2012-06-01 25/31 -48383']);
    const two = billedAfter(one, down, day('2012-05-07'));
    expect(then(two, stream([first, second, third]), '2012-05-08')).toEqual([
      '2012-05-08→2012-06-01 24/31 2319',
      '2012-05-08→2012-06-01 24/25 -770',
    ]);
  });
  test.each<[string, ReturnType<typeof segment>, ReturnType<typeof segment>, string, string[]]>([
    [
      'K12: monthly to annual',
      before,
      segment('2012-05-12', '2399.95', { billing_day: 1, cycle: YEARLY }),
      '2012-05-12',
      ['2012-05-12→2013-05-01 354/365 232762', '2012-05-12→2012-06-01 20/31 -16126'],
    ],
    [
      'K15: monthly to quarterly',
      segment('2012-05-01', '29.95', { billing_day: 1 }),
      segment('2012-05-12', '69.95', { billing_day: 1, cycle: QUARTERLY }),
      '2012-05-12',
      ['2012-05-12→2012-08-01 81/92 6159', '2012-05-12→2012-06-01 20/31 -1932'],
    ],
    [
      'K19: annual to annual across a leap day',
      segment('2015-01-01', '2399.95', { billing_day: 1, cycle: YEARLY }),
      segment('2015-03-15', '5999.95', { billing_day: 1, cycle: YEARLY }),
      '2015-03-15',
      ['2015-03-15→2016-03-01 352/366 577044', '2015-03-15→2016-01-01 292/365 -191996'],
    ],
    [
      'K24: price and billing day at once',
      before,
      segment('2012-05-05', '599.95', { billing_day: 10 }),
      '2012-05-05',
      ['2012-05-05→2012-05-10 5/30 9999', '2012-05-05→2012-06-01 27/31 -21770'],
    ],
    [
      'L10: after a first part',
      segment('2024-03-05', '10.00', { billing_day: 1 }),
      segment('2024-03-12', '15.00', { billing_day: 1 }),
      '2024-03-12',
      ['2024-03-12→2024-04-01 20/31 968', '2024-03-12→2024-04-01 20/27 -645'],
    ],
    [
      'L13: to annual, a day before the anniversary',
      segment('2023-06-29', '10.00'),
      segment('2023-09-28', '120.00', { cycle: YEARLY, anchor: { anchor_on: day('2023-06-29'), anchor_day: 29 } }),
      '2023-09-28',
      ['2023-09-28→2024-06-29 275/366 9016', '2023-09-28→2023-09-29 1/31 -32'],
    ],
    [
      'P01: half way through a month of 30 days',
      segment('2024-04-01', '200', { billing_day: 1 }),
      segment('2024-04-16', '100', { billing_day: 1 }),
      '2024-04-16',
      ['2024-04-16→2024-05-01 15/30 5000', '2024-04-16→2024-05-01 15/30 -10000'],
    ],
  ])('%s', (_, from, to, on, found) => {
    const state = billed(stream([from]), addDays(day(on), -1));
    expect(then(state, stream([from, to]), on)).toEqual(found);
  });
  test('L12: twice in an hour', () => {
    const first = segment('2024-03-05', '10.00');
    const anchor = first.anchor;
    const second = segment('2024-03-12', '15.00', { anchor });
    const third = segment('2024-03-12', '19.00', { anchor });
    const one = billed(stream([first]), '2024-03-05');
    const up = dueCharges(stream([first, second]), one, day('2024-03-12'));
    expect(inShort(up)).toEqual(['2024-03-12→2024-04-05 24/31 1161', '2024-03-12→2024-04-05 24/31 -774']);
    const two = billedAfter(one, up, day('2024-03-12'));
    expect(then(two, stream([first, second, third]), '2024-03-12')).toEqual([
      '2024-03-12→2024-04-05 24/31 1471',
      '2024-03-12→2024-04-05 24/24 -1161',
    ]);
  });
  test('S01: option second, exactly half-way', () => {
    const terms = { unit: 'second' } as const;
    const first = segment('2024-04-01', '10', { cycle: { unit: 'day', count: 1 } });
    const second = segment('2024-04-01', '20', { cycle: { unit: 'day', count: 1 }, from_second: 43_200 });
    const state = billed(stream([first], { terms }), '2024-04-01');
    const due = dueCharges(stream([first, second], { terms }), state, day('2024-04-01'));
    expect(due.lines.map((line) => [line.from_second, line.period_to, line.amount_minor])).toEqual([
      [43_200, '2024-04-02', 1000n],
    ]);
    expect(due.credits.map((credit) => [credit.from_second, credit.amount_minor])).toEqual([[43_200, 500n]]);
  });
  test('a scheduled change waits for its day; the period before it is billed up to it', () => {
    const later = segment('2012-05-12', '300', { billing_day: 1, known_on: '2012-04-20' });
    expect(once(stream([before, later]), '2012-05-11')).toEqual(['2012-05-01→2012-05-12 11/31 8869']);
    const state = billed(stream([before, later]), '2012-05-11');
    expect(then(state, stream([before, later]), '2012-05-12')).toEqual(['2012-05-12→2012-06-01 20/31 19355']);
  });
  test.each(['full', 'none'] as const)('option %s: leaving a used period gives nothing back', (unit) => {
    const charged = stream([before], { terms: { unit } });
    const state = billed(charged, '2012-05-01');
    expect(then(state, { ...charged, ended: ending('2012-05-12') }, '2012-05-12')).toEqual([]);
    expect(then(state, { ...charged, ended: ending('2012-05-01') }, '2012-05-02')).toEqual([
      '2012-05-01→2012-06-01 1/1 -24995',
    ]);
  });
});

describe('chains on a line', () => {
  const whole = segment('2024-04-01', '30', { billing_day: 1 });
  const other = segment('2024-04-11', '60', { billing_day: 1 });
  const back = { ...whole, from: day('2024-04-11') };

  test('credits of one line are reckoned together', () => {
    const charged = stream([{ ...whole, unit_price: decimal('0.10') }]);
    const state = billed(charged, '2024-04-01');
    const rest = (from: string, to: string): Pause => ({ from: day(from), to: day(to), reason: 'pause' });
    const pauses = [rest('2024-04-02', '2024-04-07'), rest('2024-04-12', '2024-04-17')];
    expect(then(state, { ...charged, pauses }, '2024-04-30')).toEqual([
      '2024-04-02→2024-04-07 5/30 -2',
      '2024-04-12→2024-04-17 10/30 -1',
    ]);
  });
  test('a change recorded late is due on the day it became known', () => {
    const late = { ...other, known_on: day('2024-04-20') };
    const due = dueCharges(stream([whole, late]), billed(stream([whole]), '2024-04-19'), day('2024-04-25'));
    expect(due.lines.map((line) => [line.period_from, line.due_on])).toEqual([['2024-04-11', '2024-04-20']]);
    expect(due.credits.map((credit) => [credit.period_from, credit.due_on])).toEqual([['2024-04-11', '2024-04-20']]);
  });
  test('a run for a day already past, as after a move west, finds nothing', () => {
    const late = { ...other, from: day('2024-04-05'), known_on: day('2024-04-11') };
    const { state } = runAll(() => stream([whole, late]), [day('2024-04-01'), day('2024-04-11')]);
    expect(then(state, stream([whole, late]), '2024-04-10')).toEqual([]);
  });
  test('A → B → A gives back and charges again the same, also when an adjustment capped the credit', () => {
    const state = billed(stream([whole]), '2024-04-01');
    const adjusted = { ...state, billed: state.billed.map((line) => ({ ...line, adjusted_minor: 1500n })) };
    const away = dueCharges(stream([whole, other]), adjusted, day('2024-04-11'));
    expect(inShort(away)).toEqual(['2024-04-11→2024-05-01 20/30 4000', '2024-04-11→2024-05-01 20/30 -1500']);
    const state2 = billedAfter(adjusted, away, day('2024-04-11'));
    expect(then(state2, stream([whole, other, back]), '2024-04-11')).toEqual([
      '2024-04-11→2024-05-01 20/30 1500',
      '2024-04-11→2024-05-01 20/20 -4000',
    ]);
  });
  test('what comes back to a discounted line is charged at its price again', () => {
    const state = billed(stream([whole]), '2024-04-01');
    const halved = { ...state, billed: state.billed.map((line) => ({ ...line, invoiced_minor: 1500n })) };
    const away = dueCharges(stream([whole, other]), halved, day('2024-04-11'));
    expect(inShort(away)).toContain('2024-04-11→2024-05-01 20/30 -1000');
    const state2 = billedAfter(halved, away, day('2024-04-11'));
    expect(then(state2, stream([whole, other, back]), '2024-04-11')).toContain('2024-04-11→2024-05-01 20/30 2000');
  });
});

describe('ends', () => {
  test('K10: an annual price cancelled after a month', () => {
    const charged = stream([segment('2013-08-18', '2399.95', { cycle: YEARLY })]);
    const state = billed(charged, '2013-08-18');
    expect(then(state, { ...charged, ended: ending('2013-09-17') }, '2013-09-17')).toEqual([
      '2013-09-17→2014-08-18 335/365 -220269',
    ]);
  });
  test.each([
    ['L03: ended on the day it began', '2023-02-08', '50.00', '2023-02-08', '2023-02-09→2023-03-01 20/21 -3571'],
    ['L06: ended after two weeks', '2025-02-08', '100.00', '2025-02-21', '2025-02-22→2025-03-01 7/21 -2500'],
  ])('%s, that day included', (_, from, price, end, credit) => {
    const charged = stream([segment(from, price, { billing_day: 1 })], { terms: { termination: 'inclusive' } });
    const ended = { ...charged, ended: ending(end) };
    const state = billed(charged, from);
    expect(then(state, ended, '2025-03-01')).toEqual([credit]);
  });
});

describe('pauses', () => {
  const charged = stream([segment('2012-03-02', '249.95', { billing_day: 2 })]);
  const pause = (to: string | null, more: Partial<Pause> = {}): Pause => ({
    from: day('2012-03-04'),
    to: to === null ? null : day(to),
    ...(to === null ? {} : { to_known_on: day(to) }),
    reason: 'pause',
    ...more,
  });

  test('K04 and K05: paused without an end, resumed in the next period', () => {
    const state = billed(charged, '2012-03-02');
    const paused = dueCharges({ ...charged, pauses: [pause(null)] }, state, day('2012-03-04'));
    expect(inShort(paused)).toEqual(['2012-03-04→2012-04-02 29/31 -23382']);
    const resting = billedAfter(state, paused, day('2012-04-04'));
    const resumed = then(resting, { ...charged, pauses: [pause('2012-04-05')] }, '2012-04-05');
    expect(resumed).toEqual(['2012-04-05→2012-05-02 27/30 22496']);
    expect(23382n - 22496n).toBe(886n);
  });
  test('a pause whose end is known gives back its days only, and resumes by itself', () => {
    const state = billed(charged, '2012-03-02');
    const paused = { ...charged, pauses: [pause('2012-03-10', { to_known_on: day('2012-03-04') })] };
    expect(then(state, paused, '2012-04-02')).toEqual([
      '2012-04-02→2012-05-02 30/30 24995',
      '2012-03-04→2012-03-10 6/31 -4838',
    ]);
  });
  test('a pause known before the period is billed is left out of it; the parts sum to their days', () => {
    const paused = {
      ...charged,
      pauses: [pause('2012-03-10', { known_on: day('2012-03-01'), to_known_on: day('2012-03-01') })],
    };
    const { lines } = dueCharges(paused, NEVER_BILLED, day('2012-03-31'));
    expect(lines.map(short)).toEqual(['2012-03-02→2012-03-04 2/31 1613', '2012-03-10→2012-04-02 23/31 18544']);
    expect(lines[1]).toMatchObject({ carried_days: 2, carried_minor: 1613n });
    expect(1613n + 18544n).toBe(20157n);
  });
  test('a hold fee is charged to the day in place of the price', () => {
    const held = {
      ...charged,
      pauses: [
        pause('2012-03-10', {
          known_on: day('2012-03-01'),
          to_known_on: day('2012-03-01'),
          hold_price: charged.segments[0]?.quantity,
        }),
      ],
    };
    const { lines } = dueCharges(held, NEVER_BILLED, day('2012-03-31'));
    expect(lines.map((line) => `${line.kind} ${short(line)}`)[1]).toBe('hold_fee 2012-03-04→2012-03-10 6/31 19');
  });
  test('a suspension stops the charge, unless the plan bills while suspended', () => {
    const suspended = pause(null, { reason: 'suspension' });
    const state = billed(charged, '2012-03-02');
    expect(then(state, { ...charged, pauses: [suspended] }, '2012-06-10')).toEqual([
      '2012-03-04→2012-04-02 29/31 -23382',
    ]);
    const goesOn = stream(charged.segments, { pauses: [suspended], terms: { bill_suspended: true } });
    expect(then(state, goesOn, '2012-04-02')).toEqual(['2012-04-02→2012-05-02 30/30 24995']);
  });
});
