import { expect, test } from 'vitest';
import { type Documents, foreseenDays } from './foreseen-words.ts';

type Document = Documents[number];

const line = (description: string, gross_minor: number) => ({
  description,
  quantity: '1',
  period_from: '2026-05-15',
  period_to: '2026-06-15',
  net_minor: gross_minor,
  tax_minor: 0,
  gross_minor,
});
const invoice = (...lines: ReturnType<typeof line>[]): Document['invoice'] => ({
  account_id: 'a',
  account_name: 'Alice',
  legal_entity_id: 'e',
  recipient: {
    account_number: 'A1',
    name: 'Alice',
    street: null,
    postal_code: null,
    city: null,
    country: 'DE',
    tax_id: null,
  },
  currency: 'EUR',
  issued_on: '2026-05-20',
  due_on: '2026-06-03',
  net_minor: 0,
  discount_minor: 0,
  tax_minor: 0,
  gross_minor: 0,
  taxes: [],
  parts: [],
  lines: lines.map((each) => ({ kind: 'recurring', discount_minor: 0, ...each })),
});
const credit = (to_refund: boolean, ...lines: ReturnType<typeof line>[]): Document['credits'][number] => ({
  gross_minor: lines.reduce((sum, { gross_minor }) => sum + gross_minor, 0),
  net_minor: 0,
  tax_minor: 0,
  to_refund,
  lines: lines.map((each) => ({ ...each, days: 26, of_days: 31 })),
});
const document = (more: Partial<Document>): Document => ({
  as_of: '2026-05-20',
  invoice: null,
  credits: [],
  held: null,
  ...more,
});

test.each([
  ['nothing', document({}), [], 0, 0],
  ['an invoice', document({ invoice: invoice(line('Home 10', 802)) }), ['Home 10 802'], 802, 0],
  ['a line that comes to nothing', document({ invoice: invoice(line('used', 0), line('x', 1)) }), ['x 1'], 1, 0],
  [
    'a credit and an invoice',
    document({ invoice: invoice(line('Home 10', 802)), credits: [credit(false, line('Home 60', 5032))] }),
    ['Given back: Home 60 -5032', 'Home 10 802'],
    -4230,
    0,
  ],
  [
    'a credit to be paid out',
    document({ credits: [credit(true, line('Home 60', 5032))] }),
    ['Given back: Home 60 -5032'],
    -5032,
    5032,
  ],
])('a document to come as rows: %s', (_, each, rows, sum_minor, refund_minor) => {
  const [day] = foreseenDays([each]);
  expect(day?.rows.map(({ what, gross_minor }) => `${what} ${gross_minor}`)).toEqual(rows);
  expect(day).toMatchObject({ as_of: '2026-05-20', sum_minor, refund_minor, held: null });
});

test.each([
  [document({ invoice: invoice(line('Home 10', 802)) }), 'Invoice'],
  [document({ invoice: invoice(line('x', 1)), credits: [credit(false, line('y', 1))] }), 'Invoice and credit note'],
  [document({ credits: [credit(false, line('x', 1)), credit(true, line('y', 1))] }), 'Credit notes'],
  [document({ held: 'no legal entity' }), 'Nothing is made'],
])('what documents a day brings (%#)', (each, title) => {
  expect(foreseenDays([each])[0]?.title).toBe(title);
});

test('a line says what discounts took off it; what is given back has none of its own', () => {
  const billed = invoice(line('Home 10', 802));
  const discounted = billed && { ...billed, lines: billed.lines.map((each) => ({ ...each, discount_minor: 200 })) };
  const [day] = foreseenDays([document({ invoice: discounted, credits: [credit(false, line('Home 60', 5032))] })]);
  expect(day?.rows.map(({ what, discount_minor }) => [what, discount_minor])).toEqual([
    ['Given back: Home 60', 0],
    ['Home 10', 200],
  ]);
});
