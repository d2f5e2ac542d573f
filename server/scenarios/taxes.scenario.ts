/** Taxes through the API: several on a line, by place, a rate that changes, exemptions; on invoices, credits of them and in the ledger. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  account,
  bill,
  end,
  type Step,
  type Story,
  subscribe,
  type Teller,
  type Told,
  tell,
} from './billing-agenda.ts';

const LONG_MS = 300_000;
const WORLD = { tax_code: 'WORLD' };

const TAXES = [
  { code: 'GST', name: 'GST', percent: '5' },
  { code: 'QST', name: 'QST', percent: '9.975' },
  { code: 'FED', name: 'Federal', percent: '3.5' },
  { code: 'STATE', name: 'State', percent: '6.25', compound: true },
  { code: 'CITY', name: 'City', percent: '2' },
  { code: 'RISING', name: 'VAT', percent: '20.0' },
];
const RULES = [
  { country: 'CA', region: 'QC', taxes: ['GST', 'QST'] },
  { country: 'US', region: 'TX', postal_prefix: '787', taxes: ['FED', 'STATE', 'CITY'] },
  { country: 'US', taxes: [] },
];

const setTaxes: Step = async (t) => {
  for (const tax of TAXES) await t.isp.api.post('/taxes', tax);
  await t.isp.api.post('/taxes/RISING/rates', { percent: '25', effective_from: '2026-02-01' });
  await t.isp.api.post('/tax-groups', { code: 'WORLD', name: 'World', taxes: ['VAT20'], rules: RULES });
  await account(t);
};

/** Opens the story's account at a place. */
const accountIn =
  (place: Record<string, unknown>): Step =>
  async (t) => {
    t.account = String((await t.isp.api.post('/accounts', { name: t.id, zone: 'UTC', ...place })).id);
  };

const exempt =
  (terms: Record<string, unknown>): Step =>
  (t) =>
    t.isp.api.post(`/accounts/${t.account}/tax-exemptions`, terms);

const exemptionsOf = async (t: Teller) => (await t.isp.api.get(`/tax-exemptions?account_id=${t.account}`)).items ?? [];

const endExemption: Step = async (t) =>
  t.isp.api.post(`/tax-exemptions/${(await exemptionsOf(t))[0]?.id}/end`, { on: '2026-03-01' });

const invoicesOf = async (t: Teller) =>
  (await t.isp.api.get(`/invoices?account_id=${t.account}&sort=issued_on`)).items ?? [];

/** Gives some of its first invoice back by hand. */
const giveBackFirst =
  (amount_minor: number): Step =>
  async (t) => {
    const [first] = await invoicesOf(t);
    const lines = [{ line_no: 1, amount_minor }];
    await t.isp.api.post(`/invoices/${first?.id}/credit-notes`, { reason: 'goodwill', lines });
  };

const voidFirst: Step = async (t) => {
  const [first] = await invoicesOf(t);
  await t.isp.api.post(`/invoices/${first?.id}/void`, { reason: 'by mistake' });
};

const STORIES: Readonly<Record<string, Story>> = {
  taxes: { steps: [['2026-01-01', setTaxes]], last_day: '2026-01-01' },
  quebec: {
    steps: [
      ['2026-01-01', accountIn({ country: 'CA', region: 'QC' }), subscribe(10_000, WORLD), bill],
      ['2026-01-02', giveBackFirst(1000), giveBackFirst(333)],
      ['2026-01-11', end()],
    ],
    last_day: '2026-01-12',
  },
  austin: {
    steps: [
      [
        '2026-01-01',
        accountIn({ country: 'US', region: 'tx', postal_code: '78701' }),
        subscribe(5000, WORLD),
        (t) =>
          t.isp.api.post(`/accounts/${t.account}/discounts`, {
            subscription_id: t.subscription,
            name: 'Ten off',
            percent: '10',
          }),
        bill,
      ],
      ['2026-01-05', giveBackFirst(1000), voidFirst],
    ],
    last_day: '2026-01-06',
  },
  oregon: {
    steps: [['2026-01-01', accountIn({ country: 'US', region: 'OR' }), subscribe(5000, WORLD), bill]],
    last_day: '2026-01-02',
  },
  berlin: {
    steps: [['2026-01-01', accountIn({ country: 'DE' }), subscribe(5000, WORLD), bill]],
    last_day: '2026-01-02',
  },
  rising: {
    steps: [
      ['2026-01-01', account, subscribe(10_000, { tax_code: 'RISING' }), bill],
      ['2026-02-05', giveBackFirst(5000)],
    ],
    last_day: '2026-02-06',
  },
  school: {
    steps: [
      ['2026-01-01', account, subscribe(3100, { tax_code: 'VAT20' }), bill],
      ['2026-01-15', exempt({ tax_code: 'VAT20', kind: 'certificate', certificate: '4711', from_on: '2026-01-01' })],
      ['2026-02-15', endExemption],
      ['2026-02-16', giveBackFirst(3100)],
    ],
    last_day: '2026-03-02',
  },
  company: {
    steps: [
      ['2026-01-01', accountIn({ country: 'DE', tax_id: 'DE123' }), exempt({ kind: 'reverse-charge' })],
      ['2026-01-01', subscribe(5000, WORLD), bill],
    ],
    last_day: '2026-01-02',
  },
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

test.each<[string, string[]]>([
  [
    'quebec',
    [
      '2026-01-01→2026-02-01 31/31 100.00 + 14.98',
      // 0.50 and 0.998; then, of 13.33 in all, 0.6665 and 1.330334 less those.
      '−10.00 + 1.50',
      '−3.33 + 0.50',
      '2026-01-11→2026-02-01 21/31 −67.74 + 10.14',
    ],
  ],
  ['austin', ['2026-01-01→2026-02-01 31/31 45.00 + 5.39', '−10.00 + 1.20', '−35.00 + 4.19']],
  ['oregon', ['2026-01-01→2026-02-01 31/31 50.00']],
  ['berlin', ['2026-01-01→2026-02-01 31/31 50.00 + 10.00']],
  [
    'rising',
    ['2026-01-01→2026-02-01 31/31 100.00 + 20.00', '2026-02-01→2026-03-01 28/28 100.00 + 25.00', '−50.00 + 10.00'],
  ],
  [
    'school',
    [
      '2026-01-01→2026-02-01 31/31 31.00 + 6.20',
      '2026-02-01→2026-03-01 28/28 31.00',
      '−31.00 + 6.20',
      '2026-03-01→2026-04-01 31/31 31.00 + 6.20',
    ],
  ],
  ['company', ['2026-01-01→2026-02-01 31/31 50.00']],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

interface Taxed {
  readonly taxes: readonly Record<string, unknown>[];
  readonly lines: readonly { readonly tax_code: string | null; readonly taxes: readonly Record<string, unknown>[] }[];
}
const document = async (kind: 'invoices' | 'credit-notes', id: string, n = 0) => {
  const t = told.of(id);
  const { items = [] } = await t.isp.api.get(`/${kind}?account_id=${t.account}&sort=issued_on`);
  return (await t.isp.api.get(`/${kind}/${items[n]?.id}`)) as unknown as Taxed;
};
const rows = ({ taxes }: Taxed) =>
  taxes.map((tax) => `${tax.tax_code} ${tax.percent} % of ${tax.base_minor}: ${tax.exempt ?? tax.tax_minor}`);

test('each tax on the document and on the line, three of them, one on the others', async () => {
  const invoice = await document('invoices', 'austin');
  expect(rows(invoice)).toEqual(['FED 3.5 % of 4500: 158', 'STATE 6.25 % of 4658: 291', 'CITY 2 % of 4500: 90']);
  expect(invoice.lines).toMatchObject([
    {
      tax_code: 'WORLD',
      taxes: [
        { tax_code: 'FED', base_minor: 4500, tax_minor: 158 },
        { tax_code: 'STATE', base_minor: 4658, tax_minor: 291 },
        { tax_code: 'CITY', base_minor: 4500, tax_minor: 90 },
      ],
    },
  ]);
  const [given, voided] = [await document('credit-notes', 'austin', 0), await document('credit-notes', 'austin', 1)];
  expect(rows(given)).toEqual(['FED 3.5 % of 1000: 35', 'STATE 6.25 % of 1035: 65', 'CITY 2 % of 1000: 20']);
  expect(rows(voided)).toEqual(['FED 3.5 % of 3500: 123', 'STATE 6.25 % of 3623: 226', 'CITY 2 % of 3500: 70']);
  expect(given.lines[0]?.taxes).toHaveLength(3);
});

test('a credit of an old invoice has the rate that was charged', async () => {
  expect(rows(await document('invoices', 'rising', 1))).toEqual(['RISING 25 % of 10000: 2500']);
  expect(rows(await document('credit-notes', 'rising'))).toEqual(['RISING 20 % of 5000: 1000']);
});

test('an invoice without a tax says why', async () => {
  const why = 'exempt, certificate 4711';
  expect(rows(await document('invoices', 'school', 1))).toEqual([`VAT20 0 % of 3100: ${why}`]);
  const charge = 'reverse charge, the recipient is liable for the tax';
  expect(rows(await document('invoices', 'company'))).toEqual([`VAT20 0 % of 5000: ${charge}`]);
});

/** Each tax on all documents of a kind. */
const taxesOf = async (kind: 'invoices' | 'credit-notes'): Promise<Map<string, number>> => {
  const { isp } = told.of('taxes');
  const sums = new Map<string, number>();
  for (const { id } of (await isp.api.get(`/${kind}?limit=500`)).items ?? []) {
    const { taxes } = (await isp.api.get(`/${kind}/${id}`)) as unknown as Taxed;
    for (const { tax_code, tax_minor } of taxes)
      sums.set(String(tax_code), (sums.get(String(tax_code)) ?? 0) + Number(tax_minor));
  }
  return sums;
};

test('the ledger has each tax: what was charged less what was given back', async () => {
  const { rows: balances } = (await told.of('taxes').isp.api.get('/trial-balance?on=2026-12-31')) as unknown as {
    rows: readonly { readonly ledger_account: string; readonly balance_minor: number }[];
  };
  const kept = new Map(balances.map((row) => [row.ledger_account, row.balance_minor]));
  const [charged, back] = [await taxesOf('invoices'), await taxesOf('credit-notes')];
  expect([...charged.keys()].sort()).toEqual(['CITY', 'FED', 'GST', 'QST', 'RISING', 'STATE', 'VAT20']);
  for (const [code, minor] of charged) expect(kept.get(`tax_payable:${code}`)).toBe((back.get(code) ?? 0) - minor);
  expect([charged.get('GST'), back.get('GST')]).toEqual([500, 405]);
  expect([charged.get('QST'), back.get('QST')]).toEqual([998, 809]);
});

test('a journal has each tax as its own account', async () => {
  const { isp } = told.of('taxes');
  const { items = [] } = await isp.api.get('/legal-entities');
  const { accounts } = (await isp.api.get(`/legal-entities/${items[0]?.id}/chart`)) as unknown as {
    accounts: readonly { readonly ledger_account: string }[];
  };
  const payable = accounts.map((one) => one.ledger_account).filter((name) => name.startsWith('tax_payable'));
  expect(payable).toEqual(
    ['CITY', 'FED', 'GST', 'QST', 'RISING', 'STATE', 'VAT20'].map((code) => `tax_payable:${code}`),
  );
});

test('exemptions that run out, the soonest first', async () => {
  const { isp, account: of } = told.of('school');
  const found = await isp.api.get('/tax-exemptions?sort=to_on&ends_from=2026-01-01&ends_to=2026-12-31');
  expect(found.items).toMatchObject([{ account_id: of, to_on: '2026-03-01', known_on: '2026-01-15' }]);
  expect((await isp.api.get('/tax-exemptions?sort=to_on&ends_from=2026-03-02')).items).toEqual([]);
});

describe('refused', () => {
  const ask = async (verb: string, path: string, body: Record<string, unknown> = {}) => {
    const { isp } = told.of('taxes');
    const { status, body: said } = await isp.api.call(verb, path, body, { 'idempotency-key': crypto.randomUUID() });
    return [status, String(said.type).replace('/problems/', '')];
  };
  test('rates of no tax, of the past, of a day that has one, and that are none', async () => {
    const rate = (code: string, effective_from: string, percent = '7') =>
      ask('POST', `/taxes/${code}/rates`, { percent, effective_from });
    expect(await rate('NONE', '2027-01-01')).toEqual([404, 'billing.tax-not-found']);
    expect(await rate('WORLD', '2027-01-01')).toEqual([404, 'billing.tax-not-found']);
    expect(await rate('GST', '2026-02-01')).toEqual([422, 'billing.tax-rate-not-ahead']);
    expect(await rate('GST', '2027-01-01', '-1')).toEqual([400, 'billing.tax-percent-invalid']);
    expect((await rate('GST', '2027-01-01'))[0]).toBe(201);
    expect(await rate('GST', '2027-01-01')).toEqual([409, 'billing.tax-rate-exists']);
    expect(await ask('DELETE', '/taxes/GST/rates/2026-12-31')).toEqual([404, 'billing.tax-rate-not-found']);
    expect(await ask('DELETE', '/taxes/NONE/rates/2026-12-31')).toEqual([404, 'billing.tax-not-found']);
    expect(await ask('DELETE', '/taxes/RISING/rates/2026-02-01')).toEqual([422, 'billing.tax-rate-not-ahead']);
    expect((await ask('DELETE', '/taxes/GST/rates/2027-01-01'))[0]).toBe(200);
    const { items = [] } = await told.of('taxes').isp.api.get('/taxes');
    expect(items.find(({ code }) => code === 'RISING')).toMatchObject({
      percent: '25',
      rates: [
        { effective_from: null, percent: '20' },
        { effective_from: '2026-02-01', percent: '25' },
      ],
    });
    expect(items.map(({ code }) => code)).not.toContain('WORLD');
  });
  test('groups of taxes there are not, twice, in another order, or of a code that is taken', async () => {
    const group = (taxes: string[], code = 'G', rules: object[] = []) =>
      ask('POST', '/tax-groups', { code, name: 'G', taxes, rules });
    const unclear = [422, 'billing.tax-group-unclear'];
    expect(await group(['NONE'])).toEqual(unclear);
    expect(await group(['GST', 'GST'])).toEqual(unclear);
    expect(await group(['QST', 'GST'])).toEqual(unclear);
    expect(await group([], 'G', [{ country: 'US', taxes: ['CITY', 'STATE'] }])).toEqual(unclear);
    expect(await group(['GST'], 'VAT20')).toEqual([409, 'billing.tax-exists']);
    expect((await group(['GST'], 'G', [{ country: 'Canada', taxes: [] }]))[0]).toBe(400);
    expect((await group(['GST'], 'G'))[0]).toBe(201);
    const change = (code: string, taxes: string[]) =>
      ask('PUT', `/tax-groups/${code}`, { name: 'Canada', taxes, rules: [] });
    expect((await change('G', ['GST', 'QST']))[0]).toBe(200);
    expect(await change('G', ['QST', 'GST'])).toEqual(unclear);
    expect(await change('VAT20', [])).toEqual([404, 'billing.tax-group-not-found']);
    expect((await told.of('taxes').isp.api.get('/tax-groups')).items).toMatchObject([
      { code: 'G', name: 'Canada', taxes: ['GST', 'QST'], inclusive: false },
      { code: 'WORLD', taxes: ['VAT20'], rules: [{ country: 'CA', region: 'QC', postal_prefix: null }, {}, {}] },
    ]);
    expect((await ask('POST', '/plans', { code: 'x', name: 'x', price_minor: 1, tax_code: 'NONE' }))[0]).toBe(409);
  });
  test('exemptions without a ground, of no tax, that end before they begin, or ended in the past or twice', async () => {
    const give = (id: string, body: Record<string, unknown>) =>
      ask('POST', `/accounts/${told.of(id).account}/tax-exemptions`, body);
    const unclear = [422, 'billing.exemption-unclear'];
    expect(await give('berlin', { kind: 'certificate' })).toEqual(unclear);
    expect(await give('berlin', { kind: 'other' })).toEqual(unclear);
    expect(await give('berlin', { kind: 'other', reason: 'x', certificate: '1' })).toEqual(unclear);
    expect(await give('berlin', { kind: 'other', reason: 'x', to_on: '2026-01-01' })).toEqual(unclear);
    expect(await give('berlin', { kind: 'other', reason: 'x', tax_code: 'NONE' })).toEqual([
      404,
      'billing.tax-not-found',
    ]);
    expect(await give('berlin', { kind: 'reverse-charge' })).toEqual([422, 'flows.reverse-charge-unclear']);
    const [over] = await exemptionsOf(told.of('school'));
    expect(await ask('POST', `/tax-exemptions/${over?.id}/end`)).toEqual([409, 'billing.exemption-over']);
    expect(await ask('POST', `/tax-exemptions/${over?.id}/end`, { on: '2026-01-01' })).toEqual([
      422,
      'billing.exemption-ends-in-past',
    ]);
    expect(await ask('POST', `/tax-exemptions/${told.of('school').account}/end`)).toEqual([
      404,
      'billing.exemption-not-found',
    ]);
  });
});
