import { type Day, day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { afterDraft } from './after-draft.ts';
import { CATALOGUE, subscribed } from './billable.fixture.ts';
import type { GivenDiscount } from './discount.ts';
import { draftInvoice } from './draft-invoice.ts';
import { alone, paying, runsOf } from './payers.fixture.ts';

const START = day('2024-01-01');

const service = (plan: string, id: string) => ({ ...subscribed(plan, '2024-01-01'), id });
const off = (more: Partial<GivenDiscount>): GivenDiscount => ({
  id: 'off',
  account_id: '',
  name: 'Offer',
  subscription_id: null,
  base: 'all',
  percent: decimal('50'),
  amount_minor: null,
  from_on: START,
  to_on: null,
  known_on: START,
  ended_on: null,
  ended_known_on: null,
  bills_left: null,
  ...more,
});
const router = (due: Day = START) => ({
  account_id: '',
  id: 'router',
  subscription_id: null,
  plan_id: null,
  plan_version: null,
  description: 'Router',
  quantity: 1,
  unit_price_minor: 4900n,
  tax_code: 'vat20',
  due_on: due,
  known_on: due,
});

const head = alone({ id: 'head', subscriptions: [service('taxed', 'h1')] });
const north = alone({
  id: 'north',
  subscriptions: [service('taxed', 'n1'), service('plain', 'n2')],
  charges: [router()],
});
const south = alone({ id: 'south', subscriptions: [service('plain', 's1')] });

const draft = (of: Parameters<typeof draftInvoice>[0], on = START) => draftInvoice(of, CATALOGUE, on);
const inShort = (drafted: ReturnType<typeof draft>) =>
  drafted.invoice?.parts.map((part) => [
    part.for_account_id,
    part.recipient.account_number,
    `${part.first_line}–${part.last_line}`,
    part.net_minor,
    part.gross_minor,
  ]);

describe('one invoice for several accounts', () => {
  test('has the lines of each beside each other, its charges last, with sums', () => {
    const drafted = draft(paying(head, [north, south]));
    expect(drafted.account_id).toBe('head');
    expect(drafted.invoice?.lines.map(({ subscription_id, description }) => [subscription_id, description])).toEqual([
      ['h1', 'taxed'],
      ['n1', 'taxed'],
      ['n2', 'plain'],
      [null, 'Router'],
      ['s1', 'plain'],
    ]);
    expect(inShort(drafted)).toEqual([
      ['head', 'head', '1–1', 3000n, 3600n],
      ['north', 'north', '2–4', 10_900n, 12_480n],
      ['south', 'south', '5–5', 3000n, 3000n],
    ]);
    expect(drafted.invoice?.gross_minor).toBe(19_080n);
    expect(drafted.invoice?.charges).toEqual([{ account_id: 'north', id: 'router', line_no: 4 }]);
    expect(drafted.next.map(({ account_id, id, next_bill_on }) => [account_id, id, next_bill_on])).toEqual([
      ['head', 'h1', '2024-02-01'],
      ['north', 'n1', '2024-02-01'],
      ['north', 'n2', '2024-02-01'],
      ['south', 's1', '2024-02-01'],
    ]);
  });

  test('has no parts where all lines are of the payer, and no other than those with lines', () => {
    const idle = alone({ id: 'idle', subscriptions: [] });
    expect(draft(paying(head, [idle])).invoice?.parts).toEqual([]);
    expect(inShort(draft(paying(idle, [south])))).toEqual([['south', 'south', '1–1', 3000n, 3000n]]);
  });

  test('is taxed line by line as each account is: by place and exemption', () => {
    const placed = { id: 'p', subscriptions: [service('placed', 'p1')] };
    const abroad = alone({ ...placed, id: 'abroad', country: 'CA', subscriptions: [service('placed', 'c1')] });
    const exempt = alone({
      ...placed,
      id: 'school',
      exemptions: [
        {
          id: 'x',
          tax_code: null,
          kind: 'certificate',
          certificate: '7',
          reason: null,
          from_on: START,
          to_on: null,
          known_on: START,
        },
      ],
    });
    const { invoice } = draft(paying(head, [abroad, exempt]));
    expect(
      invoice?.taxes.map(({ tax_code, base_minor, tax_minor, exempt: why }) => [tax_code, base_minor, tax_minor, why]),
    ).toEqual([
      ['fed', 3000n, 150n, undefined],
      ['state', 3150n, 314n, undefined],
      ['city', 3000n, 38n, undefined],
      ['vat20', 3000n, 600n, undefined],
      ['vat20', 3000n, 0n, expect.stringContaining('7')],
    ]);
  });

  test('has the discounts of each account off its own lines', () => {
    const half = alone({ id: 'south', subscriptions: [service('plain', 's1')], discounts: [off({})] });
    const ten = alone({
      id: 'head',
      subscriptions: [service('taxed', 'h1')],
      discounts: [off({ id: 'ten', percent: null, amount_minor: 1000n })],
    });
    const { invoice } = draft(paying(ten, [half]));
    expect(invoice?.lines.map(({ discount_minor }) => discount_minor)).toEqual([1000n, 1500n]);
  });

  test('cannot have more lines than there are numbers for', () => {
    const many = Array.from({ length: 32_768 }, (_, i) => ({ ...router(), id: `c${i}`, tax_code: null }));
    expect(draft(paying(head, [alone({ id: 'many', subscriptions: [], charges: many })])).held).toContain('32767');
  });
});

describe('when somebody else pays from then on', () => {
  const left = alone({
    id: 'north',
    subscriptions: [{ ...service('plain', 'n1'), ended_on: day('2024-03-11'), end_known_on: day('2024-03-11') }],
  });
  const runs = (changes: readonly (readonly [string, string | null])[]) =>
    runsOf(
      [head, south, left],
      [
        { on: START, changes: [] },
        ...['2024-02-01', '2024-03-01', '2024-03-11'].map((on, i) => {
          const [id, payer_id] = changes[i] ?? ['south', null];
          return { on: day(on), changes: [{ id, payer_id }] };
        }),
      ],
    );
  const notes = (drafts: ReturnType<typeof runs>) =>
    drafts.flatMap(({ account_id, credits }) => credits.map((note) => [account_id, note.account_id, note.gross_minor]));

  test('what is given back goes to whom the line was invoiced', () => {
    expect(notes(runs([['north', 'head']]))).toEqual([['head', 'head', 2032n]]);
    expect(
      notes(
        runs([
          ['north', 'head'],
          ['north', null],
        ]),
      ),
    ).toEqual([['north', 'north', 2032n]]);
    expect(
      notes(
        runs([
          ['south', null],
          ['south', null],
          ['north', 'head'],
        ]),
      ),
    ).toEqual([['head', 'north', 2032n]]);
    expect(
      notes(
        runs([
          ['north', 'head'],
          ['south', null],
          ['north', null],
        ]),
      ),
    ).toEqual([['north', 'head', 2032n]]);
  });

  test('a line whose account was not read holds the bill', () => {
    const paid = paying(head, [left]);
    const after = afterDraft(paid, draft(paid, day('2024-03-01')));
    const own = { ...left, subscriptions: after.subscriptions.filter(({ account_id }) => account_id === 'north') };
    expect(draft(own, day('2024-03-11')).held).toBe('account head, which a line was invoiced to, was not read');
  });
});
