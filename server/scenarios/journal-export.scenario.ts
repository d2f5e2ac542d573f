/** The journal as files for accountants, read back: each account moves by what the trial balance says, and every entry sums to zero. Through the API. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../src/identity/create-client.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage | undefined;
let isp: Platform;
let entity: string;
let token: string;

const CODES: Readonly<Record<string, string>> = {
  receivable: '1400',
  customer_credit: '1718',
  'revenue:recurring': '8400',
  'revenue:one_time': '8400',
  'deferred_revenue:recurring': '0990',
  'tax_payable:VAT20': '1776',
  'cash:transfer': '1200',
};

const sell = async (name: string, plan_id: unknown, start_on: string): Promise<string> => {
  const id = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  await isp.api.post(`/accounts/${id}/subscriptions`, { account_id: id, plan_id, start_on });
  await isp.api.post(`/accounts/${id}/bill`);
  return id;
};

beforeAll(async () => {
  stage = await setStage('2026-01-20T10:00:00Z');
  ({ isp } = stage);
  entity = String((await isp.api.get('/legal-entities')).items?.[0]?.id);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = {
    kind: 'recurring',
    code: 'home',
    name: 'Home',
    price_minor: 3100,
    tax_code: 'VAT20',
    setup_fee_minor: 1501,
  };
  const { id: plan_id } = await isp.api.post('/plans', plan);
  const ids = [];
  for (const day of ['16', '17', '20']) ids.push(await sell(`Käthe "${day}" Ørsted`, plan_id, `2026-01-${day}`));
  const reference = '=SUM(A1) "Ž" ✓ <b>';
  await isp.api.post('/payments', { account_id: ids[0], method: 'transfer', amount_minor: 6000, reference });
  await isp.turnTo('2026-02-02T10:00:00Z');
  await isp.api.post('/closings', { legal_entity_id: entity, through: '2026-01-31' });
  const client = await isp.db.run((ctx) => createClient(ctx, { name: 'files', role: 'owner' }));
  const body = new URLSearchParams({ grant_type: 'client_credentials', resource: `${isp.url}/api`, ...client });
  const response = await fetch(`${isp.url}/oauth/token`, { method: 'POST', body });
  token = ((await response.json()) as { access_token: string }).access_token;
});
afterAll(() => stage?.close());

const file = async (format: string, query = 'from=2026-01-01&to=2026-01-31') => {
  const response = await fetch(`${isp.url}/api/v1/legal-entities/${entity}/journal/${format}?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, bytes, text: new TextDecoder().decode(bytes), headers: response.headers };
};
const rowsOf = (text: string, delimiter = ',', from = 1) =>
  parse(text, { delimiter, columns: true, from_line: from, skip_empty_lines: true }) as Record<string, string>[];
const refusal = async (format: string, query?: string): Promise<string> => {
  const { status, text } = await file(format, query);
  expect(status).toBeGreaterThanOrEqual(400);
  return JSON.stringify(JSON.parse(text));
};

/** `31.00`, `31,00`, `-31` or nothing, in cents. */
const cents = (amount: string | undefined): number => Math.round(Number((amount || '0').replace(',', '.')) * 100);
const add = (sums: Record<string, number>, key: string | undefined, minor: number) => {
  sums[key ?? ''] = (sums[key ?? ''] ?? 0) + minor;
};
const sumsOf = (rows: readonly (readonly [key: string | undefined, minor: number])[]) => {
  const sums: Record<string, number> = {};
  for (const [key, minor] of rows) add(sums, key, minor);
  return Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0));
};

/** What the trial balance says each ledger account moved by, under another name for it. */
const moved = async (nameOf: (ledger_account: string) => string) => {
  const { rows } = (await isp.api.get('/trial-balance?on=2026-01-31')) as unknown as {
    rows: { ledger_account: string; balance_minor: number }[];
  };
  return sumsOf(rows.map((row) => [nameOf(row.ledger_account), row.balance_minor] as const));
};
const codeOf = (name: string): string => CODES[name] ?? '';

const map = (change: Readonly<Record<string, { code?: string; tax_code?: string | null }>> = {}, numbers = true) =>
  isp.api.call('PUT', `/legal-entities/${entity}/chart`, {
    fiscal_month: 1,
    datev_consultant: numbers ? 29098 : null,
    datev_client: numbers ? 55003 : null,
    accounts: Object.entries(CODES).map(([ledger_account, code]) => ({
      ledger_account,
      code,
      name: `Konto ${code}`,
      tax_code: '40',
      ...change[ledger_account],
    })),
  });

test('the plain file needs no chart; the others name what is not mapped', async () => {
  expect((await file('csv')).status).toBe(200);
  expect(rowsOf((await file('csv', 'from=2026-01-01&to=2026-01-31&currency=CHF')).text)).toEqual([]);
  for (const format of ['xero', 'quickbooks', 'datev', 'saf-t'])
    expect(await refusal(format)).toMatch(/cash:transfer \(no account\), customer_credit \(no account\)/);
  const other = await isp.api.post('/legal-entities', {
    code: 'other',
    name: 'Other',
    country: 'DE',
    currency: 'EUR',
    zone: 'UTC',
    number_pattern: 'OTH-{000000}',
  });
  const theirs = [{ ledger_account: 'receivable', code: '1410', name: 'Theirs', tax_code: null }];
  const settings = { fiscal_month: 4, datev_consultant: null, datev_client: null };
  await isp.api.call('PUT', `/legal-entities/${String(other.id)}/chart`, { ...settings, accounts: theirs });
  expect((await isp.api.get(`/legal-entities/${String(other.id)}/chart`)).accounts).toEqual(theirs);
  const chart = await isp.api.get(`/legal-entities/${entity}/chart`);
  expect((chart.accounts as { ledger_account: string; code: null }[]).map((one) => one.ledger_account)).toEqual(
    Object.keys(CODES).sort(),
  );
  await map({ receivable: { code: 'AR-1' }, customer_credit: { tax_code: null } }, false);
  expect(await refusal('datev')).toContain('receivable (AR-1 is no number of 4 to 8 digits)');
  expect(await refusal('xero')).toContain('customer_credit (no tax code)');
  await map({}, false);
  expect(await refusal('datev')).toContain('datev-numbers-missing');
  expect((await map()).status).toBe(200);
});

test('what makes no sense is refused before a file begins', async () => {
  expect(await refusal('csv', 'from=2026-02-01&to=2026-01-31')).toContain('the last day comes before the first');
  expect(await refusal('datev', 'from=2025-12-01&to=2026-01-31')).toContain('another one begins on 2026-01-01');
  const twice = { ledger_account: 'receivable', code: '1', name: 'x', tax_code: null };
  const body = { fiscal_month: 1, datev_consultant: null, datev_client: null, accounts: [twice, twice] };
  expect((await isp.api.call('PUT', `/legal-entities/${entity}/chart`, body)).status).toBe(422);
});

describe.each(['transaction', 'day'])('an entry a %s', (by) => {
  const query = `from=2026-01-01&to=2026-01-31&by=${by}`;
  const entries = by === 'day' ? 2 : 6;

  test('CSV', async () => {
    const rows = rowsOf((await file('csv', query)).text);
    const minor = (row: Record<string, string>) => cents(row.debit) - cents(row.credit);
    expect(sumsOf(rows.map((row) => [row.ledger_account, minor(row)]))).toEqual(await moved((name) => name));
    expect(sumsOf(rows.map((row) => [row.entry, minor(row)]))).toEqual({});
    expect(new Set(rows.map((row) => row.entry)).size).toBe(entries);
    if (by === 'transaction') expect(rows.some((row) => row.document === '\'=SUM(A1) "Ž" ✓ <b>')).toBe(true);
  });

  test('Xero', async () => {
    const rows = rowsOf((await file('xero', query)).text);
    expect(sumsOf(rows.map((row) => [row['*AccountCode'], cents(row['*Amount'])]))).toEqual(await moved(codeOf));
    expect(sumsOf(rows.map((row) => [`${row['*Narration']} ${row['*Date']}`, cents(row['*Amount'])]))).toEqual({});
    expect(new Set(rows.map((row) => row['*Narration'])).size).toBe(entries);
  });

  test('QuickBooks', async () => {
    const rows = rowsOf((await file('quickbooks', query)).text);
    const minor = (row: Record<string, string>) => cents(row['*Debits']) - cents(row['*Credits']);
    expect(sumsOf(rows.map((row) => [row['*AccountName'], minor(row)]))).toEqual(
      await moved((name) => `Konto ${codeOf(name)}`),
    );
    expect(sumsOf(rows.map((row) => [row['*JournalNo'], minor(row)]))).toEqual({});
    expect(rows.every((row) => (row['*JournalNo'] ?? '').length <= 21)).toBe(true);
  });

  test('DATEV', async () => {
    const { bytes, headers } = await file('datev', query);
    expect(headers.get('content-disposition')).toMatch(
      /filename="EXTF_Buchungsstapel_.*_EUR_2026-01-01_2026-01-31\.csv"/,
    );
    const text = new TextDecoder('windows-1252', { fatal: true }).decode(bytes);
    const [head = ''] = text.split('\r\n');
    expect(head).toMatch(
      /^"EXTF";700;21;"Buchungsstapel";13;20260202100000000;;"RE";"";"";29098;55003;20260101;4;20260101;20260131;/,
    );
    const rows = rowsOf(text, ';', 2);
    const [debit, credit, amount] = ['Konto', 'Gegenkonto (ohne BU-Schlüssel)', 'Umsatz (ohne Soll/Haben-Kz)'];
    const both = rows.flatMap((row) => [
      [row[debit], cents(row[amount])] as const,
      [row[credit], -cents(row[amount])] as const,
    ]);
    expect(sumsOf(both)).toEqual(await moved(codeOf));
    expect(
      rows.every((row) => /^\d{1,10},\d\d$/.test(row[amount] ?? '') && row['Soll/Haben-Kennzeichen'] === 'S'),
    ).toBe(true);
    if (by === 'transaction') expect(rows.some((row) => row.Buchungstext === 'Payment =SUM(A1) "Ž" ? <b>')).toBe(true);
  });

  test('SAF-T', async () => {
    const { text } = await file('saf-t', query);
    const open: string[] = [];
    for (const [, close, name = ''] of text.matchAll(/<(\/?)([A-Za-z]+)[^>?]*>/g))
      if (close) expect(open.pop()).toBe(name);
      else open.push(name);
    expect(open).toEqual([]);
    expect(text.replaceAll(/<[^<>]+>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
    const one = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
    const lines = [
      ...text.matchAll(/<AccountID>(\d+)<\/AccountID>(?:(?!<AccountID>).)*?<(Debit|Credit)Amount><Amount>([\d.]+)/gs),
    ];
    const minor = ([, , side, amount]: RegExpMatchArray) => (side === 'Debit' ? 1 : -1) * cents(amount);
    const moves = lines.filter(([all]) => !all.includes('Balance'));
    expect(sumsOf(moves.map((line) => [line[1], minor(line)] as const))).toEqual(await moved(codeOf));
    const debits = moves.reduce((sum, line) => sum + Math.max(0, minor(line)), 0);
    expect([cents(one('TotalDebit')), cents(one('TotalCredit'))]).toEqual([debits, debits]);
    expect(Number(one('NumberOfEntries'))).toBe(text.match(/<Transaction>/g)?.length);
    expect(Number(one('NumberOfEntries'))).toBe(entries);
    expect(text.match(/<AccountID>8400<\/AccountID><AccountDescription>/g)).toHaveLength(1);
  });
});
