/** Metered services through the API: calls, transit, messages, a turnover and a minimum are recorded, imported twice, billed, and proven. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Told, tell } from './billing-agenda.ts';
import { MBIT, MINUTE, STORIES, samples } from './meters-stories.ts';

const LONG_MS = 300_000;

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

const usageOf = (id: string) =>
  told.of(id).stood?.documents.filter((text) => !/ \d+\/\d+ /.test(text) && !text.includes('→2026-01-02'));

describe('what is billed', () => {
  test.each<[string, string[]]>([
    [
      'voice',
      [
        // 199 min 30 s: 99.5 beyond those included, 60 × 0.10 and 39.5 × 0.05 = 1.975.
        '2026-01-01→2026-02-01 6.00',
        '2026-01-01→2026-02-01 1.98',
        // 111 min with the one that came late.
        '2026-02-01→2026-03-01 1.10',
      ],
    ],
    // The 19th of 20: 19 × 0.80.
    ['transit', ['2026-01-01→2026-02-01 15.20']],
    ['peak', ['2026-01-01→2026-02-01 8.00']],
    // Three beyond the one included: two begun packages.
    ['messages', ['2026-01-01→2026-02-01 1.00']],
    // 2.5 % of 1234.56, and twice 0.10.
    ['turnover', ['2026-01-01→2026-02-01 30.86 + 6.17', '2026-01-01→2026-02-01 0.20 + 0.04']],
    [
      'committed',
      [
        // 16 of 31 days of 50.00 are 25.81, and 12.00 were used.
        '2026-01-16→2026-02-01 12.00',
        '2026-01-16→2026-02-01 13.81',
        '2026-02-01→2026-03-01 0.00',
        '2026-02-01→2026-03-01 50.00',
        '2026-03-01→2026-04-01 60.00',
      ],
    ],
    // Its last day is used, but not charged: 10 of 31 days of 50.00 are 16.13.
    ['ended', ['2026-01-01→2026-01-12 1.00', '2026-01-01→2026-01-12 15.13']],
  ])('%s', (id, lines) => expect(usageOf(id)).toEqual(lines));
});

interface Line {
  readonly line_no: number;
  readonly description: string;
  readonly kind: string;
  readonly charge_code: string;
  readonly trace: Record<string, unknown>;
}

const invoiceOf = async (id: string, on?: string) => {
  const { isp, account: of } = told.of(id);
  const { items = [] } = await isp.api.get(`/invoices?account_id=${of}`);
  const one = items.find(({ issued_on }) => on === undefined || issued_on === on);
  const invoice = await isp.api.get(`/invoices/${one?.id}`);
  return { id: String(invoice.id), lines: (invoice.lines as Line[]).filter(({ kind }) => kind === 'usage') };
};

describe('a line', () => {
  test('says what was used, and which records came late', async () => {
    const { lines } = await invoiceOf('voice', '2026-03-01');
    expect(lines).toMatchObject([
      {
        description: 'p0: Calls, 111 min used, 100 min included, 1 recorded late, above 0 up to 60 min',
        trace: { meter: 'voice', total: '6660', billed: '660', records: 2, late_records: 1, unit: 'min' },
      },
    ]);
  });

  test('of a minimum says its arithmetic', async () => {
    const { lines } = await invoiceOf('ended');
    expect(lines[1]).toMatchObject({
      description: expect.stringContaining('minimum commitment for 10 of 31 days: 16.13 less 1.00 used'),
      trace: { minimum_minor: 5000, least_minor: '1613', rated_minor: '100', days: 10, of_days: 31 },
    });
  });

  test('is proven by its records, page by page', async () => {
    const { isp } = told.of('transit');
    const { id, lines } = await invoiceOf('transit');
    const path = `/invoices/${id}/lines/${lines[0]?.line_no}/records?limit=15`;
    const first = await isp.api.get(path);
    expect(first).toMatchObject({
      meter: { code: 'transit', unit_code: 'Mbit/s' },
      total: 19 * MBIT,
      billed_total: 19 * MBIT,
      records: 20,
      billed_records: 20,
      checksum: lines[0]?.trace.checksum,
      proven: true,
    });
    const second = await isp.api.get(`${path}&cursor=${first.next_cursor}`);
    const all = [...(first.items ?? []), ...(second.items ?? [])].map(({ external_id }) => external_id);
    expect(new Set(all)).toEqual(new Set(samples.map(([each]) => `transit ${each}`)));
    expect(second.next_cursor).toBeNull();
    const octets = await isp.api.call('GET', `/invoices/${id}/lines/${lines[0]?.line_no}/sources`);
    expect(octets.status).toBe(404);
  });
});

describe('records', () => {
  const tellAgain = (records: readonly Record<string, unknown>[]) =>
    told.of('voice').isp.api.post('/usage-records', { records: [...records] });
  const record = (more: Record<string, unknown>) => ({
    subscription: '+49301111',
    meter: 'voice',
    external_id: 'voice a',
    used_at: '2026-01-02T11:00:00+01:00',
    quantity: 100 * MINUTE,
    ...more,
  });

  test('sent again are duplicates; with other content, of nobody, or that nothing charges, they are refused by name', async () => {
    const fresh = record({ external_id: 'new', used_at: '2026-03-01T10:00:00Z', attributes: { to: '+4930999' } });
    const reply = await tellAgain([
      record({}),
      record({ quantity: 1 }),
      record({ used_at: '2026-01-02T10:00:01Z' }),
      record({ external_id: 'x', subscription: '+4930000' }),
      record({ external_id: 'x', meter: 'pager' }),
      record({ external_id: 'x', meter: 'sms' }),
      record({ external_id: 'x', used_at: '2027-01-01T00:00:00Z' }),
      record({ external_id: 'x', used_at: '2025-12-31T23:59:59Z' }),
      fresh,
      fresh,
      { ...fresh, attributes: { to: '+4930998' } },
    ]);
    expect(reply).toMatchObject({ recorded: 1, duplicates: 2, refused: 8 });
    expect((reply.results as { reason: unknown }[]).map(({ reason }) => reason)).toEqual([
      null,
      'there is a record voice a with another quantity, 6000',
      'there is a record voice a with another time, 2026-01-02T10:00:00.000Z',
      'no subscription has the id, number or log-in name +4930000',
      'there is no meter pager',
      'its plan of 2026-04-01 charges nothing by meter sms',
      '2027-01-01T00:00:00.000Z is still to come',
      'the subscription had not begun on 2025-12-31',
      null,
      null,
      'there is a record new with other attributes',
    ]);
    expect(await tellAgain([fresh])).toMatchObject({ recorded: 0, duplicates: 1 });
  });

  test('of a subscription that is over and billed are refused', async () => {
    const { isp, subscription } = told.of('ended');
    const late = record({ subscription, external_id: 'late', used_at: '2026-01-10T10:00:00Z' });
    const { results } = await isp.api.post('/usage-records', { records: [late] });
    expect(results).toMatchObject([
      { outcome: 'refused', reason: 'the subscription is over and all its use is billed' },
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a negative quantity', { quantity: -1 }, '/records/0/quantity'],
    ['half a thing', { quantity: 1.5 }, '/records/0/quantity'],
    ['a time without an offset', { used_at: '2026-01-02T10:00:00' }, '/records/0/used_at'],
    ['a field nobody knows', { price: 1 }, '/records/0/price'],
  ])('%s is refused with the request', async (_, more, pointer) => {
    const { isp } = told.of('voice');
    const { status, body } = await isp.api.call('POST', '/usage-records', { records: [record(more)] });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test('are listed by subscription and meter and as CSV; of neither they are not', async () => {
    const { isp, subscription } = told.of('voice');
    const list = await isp.api.get(
      `/usage-records?subscription_id=${subscription}&meter=voice&used_to=2026-02-01T00:00:00Z`,
    );
    expect((list.items ?? []).map(({ external_id, late, counted_on }) => [external_id, late, counted_on])).toEqual([
      ['voice d', true, '2026-02-01'],
      ['voice c', false, '2026-01-20'],
      ['voice b', false, '2026-01-19'],
      ['voice a', false, '2026-01-02'],
    ]);
    expect((await isp.api.get('/usage-records?meter=transit&limit=7')).items).toHaveLength(7);
    expect((await isp.api.call('GET', '/usage-records')).status).toBe(400);
  });
});

describe('a file of call records', () => {
  const FILE = `Call-ID;Caller;Start;Seconds;Called
c1;+49301111;2026-03-01 10:00:00;90;+4930222
c2;+49301111;2026-03-01 10:05:00;x;+4930222

c3;+4930000;2026-03-01 10:10:00;60;+4930222
c1;+49301111;2026-03-01 10:00:00;90;+4930222
c4;+49301111;2026-03-01T10:20:00+01:00;30;`;
  const send = (csv: string, more: Record<string, unknown> = {}) =>
    told.of('voice').isp.api.call('POST', '/usage-imports', {
      csv,
      meter: 'voice',
      zone: 'Europe/Berlin',
      columns: {
        subscription: 'Caller',
        external_id: 'Call-ID',
        used_at: 'Start',
        quantity: 'Seconds',
        attributes: ['Called'],
      },
      ...more,
    });

  test('is looked at first, then recorded once; each row that is wrong is named by its line', async () => {
    const problems = [
      { line: 3, message: 'quantity: "x" is no whole number' },
      { line: 5, message: 'no subscription has the id, number or log-in name +4930000' },
    ];
    const counts = { rows: 5, recorded: 2, duplicates: 1, refused: 2, problems };
    expect((await send(FILE, { dry_run: true })).body).toEqual({ dry_run: true, ...counts });
    expect((await send(FILE)).body).toEqual({ dry_run: false, ...counts });
    expect((await send(FILE)).body).toMatchObject({ recorded: 0, duplicates: 3, refused: 2 });
    const { isp, subscription } = told.of('voice');
    const { items = [] } = await isp.api.get(
      `/usage-records?subscription_id=${subscription}&used_from=2026-03-01T00:00:00Z&sort=used_at`,
    );
    expect(items.filter(({ external_id }) => /^c\d/.test(String(external_id)))).toMatchObject([
      { external_id: 'c1', used_at: '2026-03-01T09:00:00.000Z', quantity: 90, attributes: { Called: '+4930222' } },
      { external_id: 'c4', used_at: '2026-03-01T09:20:00.000Z', quantity: 30, attributes: null },
    ]);
  });

  test('sent in pieces, each with the header, is spoken of by the lines of the whole', async () => {
    const piece = FILE.split('\n')
      .filter((_, i) => i === 0 || i === 2)
      .join('\n');
    expect((await send(piece, { first_line: 3 })).body.problems).toMatchObject([{ line: 3 }]);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['lacks a column', 'a,b\n1,2', {}, 'it has no column Caller, Call-ID, Start, Seconds, Called'],
    ['says no meter', FILE, { meter: undefined }, 'neither a column nor the import says the meter'],
    ['is no CSV', 'a,"b\n', {}, 'Quote Not Closed'],
  ])('that %s is refused', async (_, csv, more, why) => {
    const { status, body } = await send(csv, more);
    expect({ status, detail: body.detail }).toEqual({ status: 422, detail: expect.stringContaining(why) });
  });
});

describe('meters and what plans charge by them', () => {
  const plan = (...meter_charges: readonly Record<string, unknown>[]) =>
    told
      .of('voice')
      .isp.api.call('POST', '/plans', { code: 'new', name: 'New', kind: 'recurring', price_minor: 1, meter_charges });
  const flat = (meter: string) => ({ meter, model: 'flat', unit_price_minor: '1' });

  test.each<[string, Record<string, unknown>[], number, string]>([
    ['a meter that is not there', [flat('pager')], 404, 'There is no meter pager'],
    ['a meter twice', [flat('sms'), flat('sms')], 400, ''],
    [
      'steps that do not go up',
      [{ meter: 'sms', model: 'volume', tiers: [{ up_to: '5', unit_price_minor: '1' }] }],
      422,
      'steps of prices of meter sms',
    ],
    [
      'a percentage of minutes',
      [{ meter: 'voice', model: 'percentage', percent: '5' }],
      422,
      'a percentage is of an amount in the smallest coins of EUR',
    ],
    ['a price with too many digits', [{ ...flat('sms'), unit_price_minor: '0.0000001' }], 400, ''],
    ['a package without a size', [{ ...flat('sms'), model: 'package' }], 400, ''],
  ])('%s is refused', async (_, charges, status, detail) => {
    const answer = await plan(...charges);
    expect({ status: answer.status, detail: answer.body.detail }).toEqual({
      status,
      detail: expect.stringContaining(detail),
    });
  });

  test('a meter is made once, renamed and retired; a retired one is put into no plan', async () => {
    const { isp } = told.of('voice');
    const pager = { code: 'pager', name: 'Pager', unit_code: 'call' };
    expect((await isp.api.call('POST', '/meters', { ...pager, code: 'plan' })).status).toBe(400);
    const { id } = await isp.api.post('/meters', pager);
    expect((await isp.api.call('POST', '/meters', pager)).status).toBe(409);
    expect(await isp.api.patch(`/meters/${id}`, { name: 'Pages', state: 'retired' })).toMatchObject({
      ...pager,
      name: 'Pages',
      state: 'retired',
      unit_size: 1,
      aggregation: 'sum',
    });
    expect((await plan(flat('pager'))).body.detail).toContain('it is retired');
    expect((await isp.api.get('/meters?state=retired')).items).toMatchObject([{ id }]);
    expect(await isp.api.get(`/meters/${id}`)).toMatchObject({ name: 'Pages' });
  });

  test('a number is of one subscription at a time', async () => {
    const { isp, subscription } = told.of('committed');
    const set = (numbers: string[]) => isp.api.call('PUT', `/subscriptions/${subscription}/numbers`, { numbers });
    expect((await set(['+49301111'])).status).toBe(409);
    expect((await set(['+49302222', '+49303333'])).status).toBe(200);
    expect((await set(['+49303333'])).body.numbers).toEqual(['+49303333']);
    expect((await isp.api.get(`/subscriptions/${subscription}/numbers`)).numbers).toEqual(['+49303333']);
  });
});
