/** Whoever pays for a service, and whenever that changes: no day of it is billed twice or lost. */
import { addDays, type Day, day, decimal, type Id } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subscribed } from './billable.fixture.ts';
import type { BillableAccount, BillableSubscription } from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import type { Drafted } from './draft-invoice.ts';
import { alone, type PayerChange, runsOf } from './payers.fixture.ts';

const RUNS = printedDice(500);

const START = day('2024-01-10');
const HORIZON = 130;
const NAMES: readonly Id[] = ['a', 'b', 'c', 'd'];

const PLANS = fc.constantFrom('plain', 'late', 'taxed', 'served', 'rising', 'layered', 'refunds', 'fee');
const PRICE = fc.integer({ min: 1000, max: 99_999 });
const ON = fc.integer({ min: 1, max: HORIZON });
const LATE = fc.integer({ min: 0, max: 25 });

const services = fc.record({
  plan: PLANS,
  price: PRICE,
  anchor_day: fc.integer({ min: 1, max: 31 }),
  changes: fc.uniqueArray(fc.record({ on: ON, late: LATE, plan: PLANS, price: PRICE }), {
    maxLength: 2,
    selector: ({ on }) => on,
  }),
  rest: fc.option(fc.record({ on: ON, late: LATE, lasts: fc.integer({ min: 1, max: 40 }) })),
  end: fc.option(fc.record({ on: ON, late: LATE })),
  percent: fc.constantFrom(null, '10', '33.333'),
});
type Service = typeof services extends fc.Arbitrary<infer T> ? T : never;

const told = ({ on, late }: { on: number; late: number }): Day => addDays(START, on + late);

const subscriptionOf = (id: Id, { plan, price, anchor_day, changes, rest, end }: Service): BillableSubscription => ({
  ...subscribed(plan, START, {
    anchor_day,
    price_minor: BigInt(price),
    changes: changes
      .toSorted((a, b) => a.on - b.on)
      .map((each) => [addDays(START, each.on), each.plan, BigInt(each.price), told(each)] as const),
  }),
  id: `of ${id}`,
  ended_on: end === null ? null : addDays(START, end.on),
  end_known_on: end === null ? null : told(end),
  rests:
    rest === null
      ? []
      : [
          {
            from_on: addDays(START, rest.on),
            to_on: addDays(START, rest.on + rest.lasts),
            known_on: told(rest),
            to_known_on: null,
            reason: 'suspension',
            hold_fee_minor: null,
          },
        ],
});

const accountOf = (id: Id, service: Service): BillableAccount =>
  alone({
    id,
    subscriptions: [subscriptionOf(id, service)],
    discounts:
      service.percent === null
        ? []
        : [
            {
              id: `off ${id}`,
              account_id: id,
              name: 'Offer',
              subscription_id: null,
              base: 'all',
              percent: decimal(service.percent),
              amount_minor: null,
              from_on: addDays(START, 20),
              to_on: null,
              known_on: START,
              ended_on: null,
              ended_known_on: null,
              bills_left: null,
            },
          ],
  });

/** Days of runs, on some of which somebody else pays from then on; `a` and `b` pay, never for one another. */
const days = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1, max: 30 }),
      changes: fc.array(fc.record({ id: fc.constantFrom('c', 'd'), payer_id: fc.constantFrom(null, 'a', 'b') }), {
        maxLength: 2,
      }),
    }),
    { minLength: 3, maxLength: 14 },
  )
  .map((all) => {
    let on = START;
    return [
      { on, changes: [] as readonly PayerChange[] },
      ...all.map(({ after, changes }) => {
        on = addDays(on, after);
        return { on, changes };
      }),
    ];
  });

/** What is charged and given back of each service, whoever pays. */
const found = (drafts: readonly Drafted[]): string[] =>
  drafts
    .flatMap(({ invoice, credits }) => [
      ...(invoice?.lines ?? []).map(
        (line) =>
          `${invoice?.issued_on} ${line.subscription_id} ${line.kind} ${line.period_from} ${line.period_to} ${line.invoiced_minor}`,
      ),
      ...credits.flatMap(({ issued_on, lines }) =>
        lines.map(
          (line) => `${issued_on} ${line.subscription_id} back ${line.period_from} ${line.period_to} ${line.net_minor}`,
        ),
      ),
    ])
    .sort();

const sums = (rows: readonly { net_minor: bigint; tax_minor: bigint; gross_minor: bigint }[]) => [
  rows.reduce((sum, row) => sum + row.net_minor, 0n),
  rows.reduce((sum, row) => sum + row.tax_minor, 0n),
  rows.reduce((sum, row) => sum + row.gross_minor, 0n),
];

/** Sums, parts and whose lines a note gives back. */
const checkDocuments = (drafts: readonly Drafted[]): void => {
  const invoices = new Map<string, Id>();
  for (const { account_id, invoice, credits } of drafts) {
    if (invoice !== null) {
      invoices.set(`${account_id} draft of ${invoice.issued_on}`, account_id);
      expect(sums(invoice.lines)).toEqual(sums([invoice]));
      if (invoice.parts.length > 0) expect(sums(invoice.parts)).toEqual(sums([invoice]));
      const others = new Set(invoice.lines.map(({ subscription_id }) => `of ${account_id}` === subscription_id));
      expect(invoice.parts.length > 0).toBe(others.has(false));
    }
    for (const note of credits)
      for (const { of } of note.lines) {
        expect(of.account_id).toBe(note.account_id);
        if (of.invoice_id !== null) expect(invoices.get(`${note.account_id} ${of.invoice_id}`)).toBe(note.account_id);
      }
  }
};

test('each service is charged and credited the same, whoever pays, and credits go to whom the line was invoiced', () => {
  const property = fc.property(fc.array(services, { minLength: 4, maxLength: 4 }), days, (drawn, runs) => {
    const accounts = drawn.map((service, i) => accountOf(NAMES[i] ?? 'a', service));
    const paid = runsOf(accounts, runs);
    const each = runsOf(
      accounts,
      runs.map(({ on }) => ({ on, changes: [] })),
    );
    expect(paid.map(({ held }) => held).filter(Boolean)).toEqual([]);
    expect(found(paid)).toEqual(found(each));
    checkDocuments(paid);
  });
  fc.assert(property, RUNS);
});
