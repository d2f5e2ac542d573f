import { expect, test } from 'vitest';
import { type Act, type ActValues, actOf, rehearsalOf, SUPPOSED, withAct } from './rehearsal-form.ts';
import { actText, csvOf, entriesOf, type Happening, happeningText, type Names, spansOf } from './rehearsal-words.ts';

const names: Names = { currency: 'EUR', service: () => 'Home 30', plan: () => 'Home 100' };
const to = { on: '2027-03-01', subscription_id: 's' };

test.each<[Act, string]>([
  [{ kind: 'change-plan', ...to, plan_id: 'p' }, 'Change plan of Home 30 to Home 100'],
  [{ kind: 'pause', ...to, to_on: '2027-04-01' }, 'Pause Home 30 until Apr 1, 2027'],
  [{ kind: 'pause', ...to, to_on: null }, 'Pause Home 30'],
  [{ kind: 'end', ...to }, 'End Home 30'],
  [{ kind: 'resume', ...to }, 'Take a suspension back of Home 30'],
  [{ kind: 'discount', ...to, name: 'Loyal', percent: '10', times: 3 }, 'Loyal: 10 % off Home 30 for 3 periods'],
  [
    { kind: 'discount', on: to.on, subscription_id: null, name: 'Sorry', percent: '5' },
    'Sorry: 5 % off the account’s bills',
  ],
  [{ kind: 'payment', on: to.on, amount_minor: 1250 }, 'Payment of €12.50'],
])('%j', (act, text) => expect(actText(act, names)).toBe(text));

const at = '2027-03-01T06:00:00.000Z';
test('what happened is said in words', () => {
  const state: Happening = {
    kind: 'state',
    at,
    on: to.on,
    subscription_id: 's',
    state: 'suspended',
    suspended_for: ['unpaid'],
  };
  expect(happeningText(state, [], names)).toBe('Home 30 is suspended: unpaid invoices');
  expect(happeningText({ kind: 'reminder', at, on: to.on, overdue_minor: 3600 }, [], names)).toBe(
    'Reminder: €36.00 is overdue',
  );
});

const typed: ActValues = {
  kind: 'pause',
  on: '2027-03-01',
  subscription_id: 's',
  plan_id: 'p',
  price_override_minor: '19.99',
  to_on: '',
  hold_fee_minor: '',
  name: ' Loyal ',
  percent: '7,5',
  times: '',
  amount_minor: '10',
};
test.each<[Partial<ActValues>, Act]>([
  [{}, { kind: 'pause', ...to, to_on: null }],
  [{ kind: 'change-plan' }, { kind: 'change-plan', ...to, plan_id: 'p', price_override_minor: 1999 }],
  [{ kind: 'discount' }, { kind: 'discount', ...to, name: 'Loyal', percent: '7.5' }],
  [{ kind: 'payment' }, { kind: 'payment', on: to.on, amount_minor: 1000 }],
  [{ kind: 'end' }, { kind: 'end', ...to }],
])('typed %j', (values, act) => expect(actOf({ ...typed, ...values }, 'EUR')).toEqual(act));

test('acts stand in the order of their days, and what is supposed is said as the server takes it', () => {
  const [late, early] = [actOf({ ...typed, kind: 'end' }, 'EUR'), actOf({ ...typed, on: '2027-01-01' }, 'EUR')];
  expect(withAct([late], early)).toEqual([early, late]);
  expect(rehearsalOf('a', { ...SUPPOSED, pays: 'never', use: 'so-much', gigabytes: '1.5' }, [])).toEqual({
    account_id: 'a',
    months: 14,
    pays_after_days: null,
    use: { octets_per_month: 1_500_000_000 },
    acts: [],
  });
});

const line = {
  subscription_id: 's',
  kind: 'recurring',
  description: 'Home 30, "best"',
  period_from: '2027-03-01',
  period_to: '2027-04-01',
  days: 31,
  of_days: 31,
};
const money = { net_minor: 3000, discount_minor: 0, tax_minor: 600, gross_minor: 3600 };
const rehearsed = {
  currency: 'EUR',
  documents: [
    {
      kind: 'credit-note',
      at,
      issued_on: '2027-03-01',
      due_on: null,
      ...money,
      open_minor: 0,
      lines: [{ ...line, ...money }],
    },
    {
      kind: 'invoice',
      at: '2027-04-01T02:00:00.000Z',
      issued_on: '2027-04-01',
      due_on: '2027-04-15',
      ...money,
      open_minor: 0,
      lines: [],
    },
  ],
  happenings: [
    { kind: 'act', at: '2027-03-01T12:00:00.000Z', on: '2027-03-01', act: 0 },
    { kind: 'payment', at: '2027-03-01T12:00:00.000Z', on: '2027-03-01', amount_minor: 100 },
  ],
} as unknown as Parameters<typeof csvOf>[0];

test('a month has its own entries, a payment once', () => {
  const entries = entriesOf(rehearsed, '2027-03', [{ kind: 'payment', on: '2027-03-01', amount_minor: 100 }]);
  expect(entries.map((each) => (each.of === 'document' ? each.document.kind : each.happening.kind))).toEqual([
    'credit-note',
    'payment',
  ]);
});

test('months of quiet stand together', () => {
  const months = ['2027-02', '2027-03', '2027-04', '2027-05', '2027-06'].map((month) => ({ month }));
  const spans = spansOf({ ...rehearsed, months } as typeof rehearsed, []);
  expect(spans.map(({ first, last, entries }) => [first.month, last.month, entries.length])).toEqual([
    ['2027-02', '2027-02', 0],
    ['2027-03', '2027-03', 3],
    ['2027-04', '2027-04', 1],
    ['2027-05', '2027-06', 0],
  ]);
});

test('the documents’ lines as CSV', () => {
  expect(csvOf(rehearsed)).toBe(
    'document,issued_on,due_on,description,period_from,period_to,net,discount,tax,gross\r\n' +
      'credit-note,2027-03-01,,"Home 30, ""best""",2027-03-01,2027-04-01,-30.00,0.00,-6.00,-36.00\r\n',
  );
});
