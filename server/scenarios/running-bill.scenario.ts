/** The running bill through the API: what accrues day by day, with real use; at the end of the periods it is the bill that is made, to the cent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const GB = 1_000_000_000;
const PASSWORD = 'open sesame 42';

let stage: Stage;
let isp: Platform;
let nas: FakeNas;
let account: string;
let home: string;

type Json = Record<string, unknown>;
interface Documents {
  readonly invoice: (Json & { readonly lines: Json[]; readonly gross_minor: number }) | null;
  readonly credits: Json[];
}
interface Shown extends Json {
  readonly bills: { readonly on: string; readonly so_far: Documents; readonly forecast: Documents }[];
  readonly subscriptions: (Json & { readonly use: Json | null; readonly charged: Json[] })[];
}
const running = async (): Promise<Shown> =>
  (await isp.api.get(`/accounts/${account}/running-bill`)) as unknown as Shown;

/** Lines as one reads them: kind, days, net + tax. */
const lines = ({ invoice }: Documents): string[] =>
  (invoice?.lines ?? []).map((l) => `${l.kind} ${l.period_from}→${l.period_to} ${l.net_minor} + ${l.tax_minor}`);

const subscribe = async (plan_id: unknown, more: Json = {}): Promise<string> => {
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id, ...more });
  return (made.subscription as { readonly id: string }).id;
};

const use = async (octets: number): Promise<void> => {
  await expect.poll(async () => (await nas.login('ada', PASSWORD)).outcome).toBe('accept');
  const { session } = await nas.login('ada', PASSWORD);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  await nas.stop(session, { output_octets: BigInt(octets) });
};

beforeAll(async () => {
  stage = await setStage('2026-04-01T08:00:00Z');
  ({ isp, nas } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const metered = {
    included_bytes: 10 * GB,
    overage_unit_bytes: GB,
    overage_model: 'graduated',
    overage_tiers: [
      { up_to: '5', unit_price_minor: '100' },
      { up_to: null, unit_price_minor: '50' },
    ],
  };
  const plan = (code: string, more: Json) =>
    isp.api.post('/plans', { code, name: code, price_minor: 3000, tax_code: 'VAT20', ...more });
  const internet = await plan('Home', metered);
  const late = await plan('Backup', { kind: 'recurring', price_minor: 1500, timing: 'arrears' });
  account = String((await isp.api.post('/accounts', { name: 'Ada', zone: 'Europe/Berlin' })).id);
  home = await subscribe(internet.id, { username: 'ada', password: PASSWORD });
  await subscribe(late.id);
  await isp.api.post(`/accounts/${account}/discounts`, {
    name: 'Winter',
    percent: '10',
    subscription_id: home,
  });
  await isp.api.post(`/accounts/${account}/bill`);
});
afterAll(() => stage?.close());

test('on the tenth day: what was charged ahead, the days in arrears, use by step, and where it goes', async () => {
  await isp.turnTo('2026-04-10T12:00:00Z');
  await use(12 * GB);
  await isp.api.post(`/accounts/${account}/charges`, {
    account_id: account,
    description: 'Router',
    unit_price_minor: 4900,
    tax_code: 'VAT20',
  });
  const shown = await running();
  expect(shown).toMatchObject({ today: '2026-04-10', held: null, open_minor: 3240, credit_minor: 0 });
  expect(shown.subscriptions).toMatchObject([
    {
      subscription_id: home,
      period_from: '2026-04-01',
      period_to: '2026-05-01',
      charged: [{ period_from: '2026-04-01', period_to: '2026-05-01', gross_minor: 3240 }],
      use: { used_bytes: 12 * GB, included_bytes: 10 * GB, forecast_bytes: 36 * GB },
    },
    { plan_name: 'Backup', charged: [], use: null },
  ]);
  expect(shown.bills).toHaveLength(1);
  const [bill] = shown.bills;
  if (!bill) throw new Error('no bill');
  expect([bill.on, lines(bill.so_far)]).toEqual([
    '2026-05-01',
    [
      'recurring 2026-05-01→2026-06-01 2700 + 540',
      // 2 GB beyond at 1.00.
      'usage 2026-04-01→2026-05-01 200 + 40',
      // 10/30 of 15.00.
      'recurring 2026-04-01→2026-04-11 500 + 100',
      'one_time 2026-04-10→2026-04-11 4900 + 980',
    ],
  ]);
  expect(lines(bill.forecast)).toEqual([
    'recurring 2026-05-01→2026-06-01 2700 + 540',
    // 26 GB beyond: 5 at 1.00, 21 at 0.50.
    'usage 2026-04-01→2026-05-01 500 + 100',
    'usage 2026-04-01→2026-05-01 1050 + 210',
    'recurring 2026-04-01→2026-05-01 1500 + 300',
    'one_time 2026-04-10→2026-04-11 4900 + 980',
  ]);
  expect(shown).toMatchObject({ so_far_minor: 9960, forecast_minor: 12780, to_pay_minor: 9960 + 3240 });
});

test('credit counts, and nothing was written', async () => {
  await isp.api.post('/payments', { account_id: account, method: 'transfer', amount_minor: 5000 });
  expect(await running()).toMatchObject({ open_minor: 0, credit_minor: 1760, to_pay_minor: 9960 - 1760 });
  expect((await isp.api.get(`/invoices?account_id=${account}`)).items).toHaveLength(1);
});

test('on the last day of the period it is the bill that the night makes, to the cent', async () => {
  await isp.turnTo('2026-04-30T12:00:00Z');
  await use(7 * GB);
  const shown = await running();
  const [before] = shown.bills;
  if (!before) throw new Error('no bill');
  expect(before.forecast).toEqual(before.so_far);
  await isp.turnTo('2026-05-01T08:00:00Z');
  const [made] = (await isp.api.get(`/invoices?account_id=${account}`)).items ?? [];
  const invoice = (await isp.api.get(`/invoices/${made?.id}`)) as unknown as NonNullable<Documents['invoice']>;
  expect(invoice).toMatchObject({
    issued_on: before.on,
    net_minor: before.so_far.invoice?.net_minor,
    discount_minor: before.so_far.invoice?.discount_minor,
    tax_minor: before.so_far.invoice?.tax_minor,
    gross_minor: shown.so_far_minor,
  });
  expect(lines({ invoice, credits: [] })).toEqual(lines(before.so_far));
});

test('after it the next one begins', async () => {
  const [bill] = (await running()).bills;
  if (!bill) throw new Error('no bill');
  expect([bill.on, lines(bill.so_far)]).toEqual([
    '2026-06-01',
    [
      'recurring 2026-06-01→2026-07-01 2700 + 540',
      'usage 2026-05-01→2026-06-01 0 + 0',
      // 1/31 of 15.00.
      'recurring 2026-05-01→2026-05-02 48 + 10',
    ],
  ]);
});

test('an account without service has none', async () => {
  const { id } = await isp.api.post('/accounts', { name: 'Nobody' });
  expect(await isp.api.get(`/accounts/${id}/running-bill`)).toMatchObject({
    held: null,
    subscriptions: [],
    bills: [],
    to_pay_minor: 0,
  });
  const none = await isp.api.call('GET', '/accounts/019c0000-0000-7000-8000-000000000001/running-bill');
  expect(none.status).toBe(404);
});
