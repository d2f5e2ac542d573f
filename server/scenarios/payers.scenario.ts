/** A firm that pays for its branches: one invoice, lines by branch, one debt; told through the API, with a NAS on the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const PASSWORD = 'open sesame 42';
type Json = Record<string, unknown>;

interface Line extends Json {
  readonly line_no: number;
  readonly account_id: string;
  readonly subscription_id: string | null;
  readonly net_minor: number;
  readonly period_from: string;
  readonly period_to: string;
}

let stage: Stage;
let isp: Platform;
let nas: FakeNas;
let plan_id: unknown;
let session: FakeSession;
const account = { head: '', north: '', south: '', lone: '' };
const service = { head: '', north: '', south: '', lone: '' };
type Name = keyof typeof account;

const open = async (name: Name, price_minor: number, started_on?: string): Promise<void> => {
  account[name] = String((await isp.api.post('/accounts', { name, zone: 'Europe/Berlin' })).id);
  const body = {
    account_id: account[name],
    plan_id,
    username: name,
    password: PASSWORD,
    price_override_minor: price_minor,
    ...(started_on ? { started_on } : {}),
  };
  const made = await isp.api.post(`/accounts/${account[name]}/subscriptions`, body);
  service[name] = (made.subscription as { readonly id: string }).id;
};
const put = (name: Name, payer: Name) =>
  isp.api.call('PUT', `/accounts/${account[name]}/payer`, { payer_id: account[payer] });
const drop = (name: Name) => isp.api.call('DELETE', `/accounts/${account[name]}/payer`);
const items = async (path: string) => ((await isp.api.get(path)).items ?? []) as unknown as Json[];
const invoicesOf = (name: Name) => items(`/invoices?account_id=${account[name]}&sort=issued_on`);
const page = async (name: Name) => (await isp.api.get(`/accounts/${account[name]}/page`)) as Json;
const stateOf = async (name: Name) => ((await page(name)).subscriptions as Json[])[0]?.state;
const payAll = async (): Promise<void> => {
  for (const invoice of await items('/invoices?state=open&limit=200'))
    await isp.api.post('/payments', {
      account_id: String(invoice.account_id),
      method: 'transfer',
      amount_minor: Number(invoice.open_minor),
    });
};
const nameOf = (id: unknown): string | undefined => Object.entries(account).find(([, each]) => each === id)?.[0];
const linesOf = async (id: unknown): Promise<Line[]> => (await isp.api.get(`/invoices/${id}`)).lines as Line[];

beforeAll(async () => {
  stage = await setStage('2026-04-01T08:00:00Z');
  ({ isp, nas } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { code: 'branch', name: 'Branch line', price_minor: 2000, tax_code: 'VAT20', cycle_unit: 'week' };
  const [entity] = await items('/legal-entities');
  await isp.api.patch(`/legal-entities/${entity?.id}`, { payment_days: 1 });
  await isp.api.patch('/dunning-policies/standard', { steps: [{ kind: 'suspend', days: 2 }] });
  plan_id = (await isp.api.post('/plans', plan)).id;
  await open('head', 10_000);
  await open('north', 3000);
  await open('south', 6000);
  await open('lone', 1000);
  expect((await nas.login('north', PASSWORD)).outcome).toBe('accept');
  const login = await nas.login('north', PASSWORD);
  if (!login.session) throw new Error('not let on');
  session = login.session;
  await nas.start(session);
});
afterAll(() => stage?.close());

describe('who may pay for whom', () => {
  test('an account names its payer; both sides say so', async () => {
    expect(await put('north', 'head')).toMatchObject({ status: 200, body: { payer_id: account.head } });
    expect(await page('north')).toMatchObject({ payer: { id: account.head, name: 'head' }, pays_for: 0 });
    expect(await page('head')).toMatchObject({ payer: null, pays_for: 1 });
    expect((await items(`/accounts?payer_id=${account.head}`)).map(({ name }) => name)).toEqual(['north']);
  });

  const refusals: readonly (readonly [string, () => Promise<{ status: number; body: Json }>, string, string])[] = [
    ['itself', () => put('south', 'south'), 'crm.payer-unfit', 'the same account'],
    ['one that another pays for', () => put('south', 'north'), 'crm.payer-unfit', 'another account pays for it'],
    ['for one that pays for others', () => put('head', 'lone'), 'crm.payer-unfit', 'pays for 1 itself'],
    ['nobody', () => drop('lone'), 'crm.payer-missing', 'Nobody else pays'],
  ];
  test.each(refusals)('refused: %s', async (_, call, title, why) => {
    const { status, body } = await call();
    expect([status, body.title]).toEqual([409, title]);
    expect(String(body.detail)).toContain(why);
  });

  test('refused: of another zone, currency, legal entity, or closed; and a payer is neither closed nor moved to another zone', async () => {
    const make = async (more: Json) =>
      String((await isp.api.post('/accounts', { name: 'other', zone: 'Europe/Berlin', ...more })).id);
    const entity = await isp.api.post('/legal-entities', {
      code: 'two',
      name: 'Two',
      country: 'DE',
      currency: 'EUR',
      zone: 'Europe/Berlin',
      number_pattern: 'T-{0000}',
    });
    const closed = await make({});
    await isp.api.post(`/accounts/${closed}/close`);
    for (const [payer_id, why] of [
      [await make({ zone: 'UTC' }), 'its days begin in UTC'],
      [await make({ currency: 'CHF' }), 'it is billed in CHF'],
      [await make({ legal_entity_id: entity.id }), 'another legal entity'],
      [closed, 'is closed'],
    ]) {
      const { status, body } = await isp.api.call('PUT', `/accounts/${account.lone}/payer`, { payer_id });
      expect([status, String(body.detail)]).toEqual([409, expect.stringContaining(String(why))]);
    }
    const zone = await isp.api.call('PATCH', `/accounts/${account.head}`, { zone: 'UTC' });
    expect(zone).toMatchObject({ status: 409, body: { title: 'crm.zone-shared' } });
    const idle = await make({});
    const other = await make({});
    await isp.api.call('PUT', `/accounts/${idle}/payer`, { payer_id: other });
    expect(await isp.api.call('POST', `/accounts/${other}/close`)).toMatchObject({
      status: 409,
      body: { title: 'crm.pays-for-others' },
    });
    const gone = await isp.api.call('DELETE', `/accounts/${idle}/payer`, undefined);
    expect(gone.status).toBe(200);
    expect((await isp.api.call('POST', `/accounts/${other}/close`)).status).toBe(200);
    expect((await isp.api.call('PUT', `/accounts/${idle}/payer`, { payer_id: other, more: 1 })).status).toBe(400);
  });

  test('it is told in the account’s story', async () => {
    const story = await items(`/accounts/${account.north}/timeline`);
    expect(JSON.stringify(story)).toContain('Paid for by head');
  });
});

describe('one invoice', () => {
  test('the running bill of a branch says what goes on the payer’s; the payer’s has all of it', async () => {
    const north = await isp.api.get(`/accounts/${account.north}/running-bill`);
    expect(north).toMatchObject({ payer_id: account.head, so_far_minor: 3600, to_pay_minor: 0 });
    const head = await isp.api.get(`/accounts/${account.head}/running-bill`);
    expect(head).toMatchObject({ payer_id: null, so_far_minor: 15_600, to_pay_minor: 15_600 });
  });

  test('made by the night: lines by account with sums, on the payer’s only; what was due of others is theirs', async () => {
    await isp.api.post(`/accounts/${account.north}/charges`, {
      account_id: account.north,
      description: 'Router',
      unit_price_minor: 4900,
    });
    await isp.turnTo('2026-04-02T08:00:00Z');
    const [invoice, ...more] = await invoicesOf('head');
    expect(more).toEqual([]);
    expect(await invoicesOf('north')).toEqual([]);
    expect(await invoicesOf('south')).toHaveLength(1);
    const shown = await isp.api.get(`/invoices/${invoice?.id}`);
    expect(shown).toMatchObject({ gross_minor: 20_500, recipient: { name: 'head' } });
    expect((shown.lines as Line[]).map((line) => [nameOf(line.account_id), line.description, line.net_minor])).toEqual([
      ['head', 'Branch line', 10_000],
      ['north', 'Branch line', 3000],
      ['north', 'Router', 4900],
    ]);
    expect(shown.parts).toMatchObject([
      { for_account_id: account.head, first_line: 1, last_line: 1, gross_minor: 12_000 },
      {
        for_account_id: account.north,
        recipient: { name: 'north' },
        first_line: 2,
        last_line: 3,
        net_minor: 7900,
        gross_minor: 8500,
      },
    ]);
    const found = await items(`/invoices?for_account_id=${account.north}`);
    expect(found.map(({ id }) => id)).toEqual([invoice?.id]);
    expect(await items(`/charges?account_id=${account.north}`)).toMatchObject([
      { state: 'billed', invoice_number: invoice?.number },
    ]);
  });

  test('a rehearsal lives with all of them, whoever it is asked of', async () => {
    const body = { months: 1, acts: [{ kind: 'end', on: '2026-04-11', subscription_id: service.north }] };
    const rehearsed = await isp.api.post(`/accounts/${account.north}/rehearsals`, {
      account_id: account.north,
      ...body,
    });
    expect(rehearsed.account_id).toBe(account.head);
    const documents = rehearsed.documents as { kind: string; issued_on: string; gross_minor: number }[];
    expect(documents.map(({ kind, issued_on, gross_minor }) => [kind, issued_on, gross_minor])).toEqual([
      ['invoice', '2026-04-08', 15_600],
      ['credit-note', '2026-04-12', 2057],
      ['invoice', '2026-04-15', 12_000],
      ['invoice', '2026-04-22', 12_000],
      ['invoice', '2026-04-29', 12_000],
    ]);
  });
});

describe('in the middle of a period', () => {
  test('a branch that had invoices of its own gets its credit on its own note, and is charged on the payer’s', async () => {
    const put_ = await put('south', 'head');
    expect(put_.status).toBe(200);
    await payAll();
    await isp.turnTo('2026-04-03T08:00:00Z');
    await isp.api.post(`/subscriptions/${service.south}/change-plan`, {
      plan_id,
      price_override_minor: 9000,
      when: 'now',
    });
    await isp.turnTo('2026-04-04T08:00:00Z');
    const [note] = await items(`/credit-notes?account_id=${account.south}`);
    expect(note).toMatchObject({ net_minor: 4286, gross_minor: 5143 });
    const [, second] = await invoicesOf('head');
    expect(
      (await linesOf(second?.id)).map((line) => [nameOf(line.account_id), line.net_minor, line.period_from]),
    ).toEqual([['south', 6429, '2026-04-03']]);
    expect(await invoicesOf('south')).toHaveLength(1);
  });

  test('a branch that pays for itself again is charged from then on; what the payer paid ahead comes back to the payer', async () => {
    expect((await drop('south')).status).toBe(200);
    await payAll();
    await isp.turnTo('2026-04-08T08:00:00Z');
    const own = await invoicesOf('south');
    expect(own.at(-1)).toMatchObject({ issued_on: '2026-04-08', net_minor: 9000 });
    expect((await put('south', 'head')).status).toBe(200);
    await payAll();
    await isp.turnTo('2026-04-15T08:00:00Z');
    expect((await drop('south')).status).toBe(200);
    await isp.api.post(`/subscriptions/${service.south}/end`, { on: '2026-04-18' });
    await isp.turnTo('2026-04-19T08:00:00Z');
    const notes = await items(`/credit-notes?account_id=${account.head}`);
    expect(notes.map(({ net_minor }) => net_minor)).toContain(5143);
    expect(await items(`/credit-notes?account_id=${account.south}`)).toHaveLength(1);
  });

  test('no day of any service is billed twice or lost', async () => {
    const all = await items('/invoices?limit=200');
    const lines = (await Promise.all(all.map(({ id }) => linesOf(id)))).flat();
    for (const id of [service.head, service.north, service.south]) {
      const of = lines
        .filter((line) => line.subscription_id === id)
        .sort((a, b) => (a.period_from < b.period_from ? -1 : 1));
      const days = of.map((line) => [line.period_from, line.period_to]);
      expect(new Set(days.map(([from]) => from)).size).toBe(days.length);
      expect([days.at(0)?.[0], days.at(-1)?.[1]]).toEqual(['2026-04-01', '2026-04-22']);
    }
  });
});

describe('one debt', () => {
  test('what dunning suspends are the branches’ services too: the live session is walled', async () => {
    expect(await stateOf('north')).toBe('suspended');
    expect(await stateOf('head')).toBe('suspended');
    await expect.poll(async () => (await isp.api.get(`/subscriptions/${service.north}/limits`)).mode).toBe('walled');
  });

  test('a branch whose payer owes is suspended when it gets that payer, and comes back when it pays for itself', async () => {
    for (const invoice of await invoicesOf('lone'))
      if (Number(invoice.open_minor) > 0)
        await isp.api.post('/payments', {
          account_id: account.lone,
          method: 'transfer',
          amount_minor: Number(invoice.open_minor),
        });
    expect(await stateOf('lone')).toBe('active');
    await put('lone', 'head');
    expect(await stateOf('lone')).toBe('suspended');
    await drop('lone');
    expect(await stateOf('lone')).toBe('active');
    await put('lone', 'head');
  });

  test('paying brings all of them back, in the transaction of the payment', async () => {
    const { balance } = (await page('head')) as { balance: { open_minor: number } };
    await isp.api.post('/payments', { account_id: account.head, method: 'transfer', amount_minor: balance.open_minor });
    for (const name of ['head', 'north', 'lone'] as const) expect(await stateOf(name)).toBe('active');
    await expect.poll(async () => (await isp.api.get(`/subscriptions/${service.north}/limits`)).mode).toBe('allow');
    await nas.stop(session);
  });

  test('made now, for a branch: it is the payer’s invoice', async () => {
    await isp.api.post(`/accounts/${account.head}/bill`, { account_id: account.head });
    await isp.api.post(`/accounts/${account.lone}/charges`, {
      account_id: account.lone,
      description: 'Visit',
      unit_price_minor: 7000,
    });
    const { invoice_id } = await isp.api.post(`/accounts/${account.lone}/bill`, { account_id: account.lone });
    const invoice = await isp.api.get(`/invoices/${invoice_id}`);
    expect(invoice).toMatchObject({
      account_id: account.head,
      parts: [{ for_account_id: account.lone, net_minor: 7000 }],
    });
    expect(await isp.api.post(`/accounts/${account.head}/bill`, { account_id: account.head })).toMatchObject({
      invoice_id: null,
    });
  });
});
