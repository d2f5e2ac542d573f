import { currency, day, instant } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingInChart } from './chart.ts';
import { encodeCp1252 } from './cp1252.ts';
import { DATEV_COLUMNS, type DatevFacts, datevHead, datevRows, fiscalYearOf } from './datev.ts';
import { type JournalEntry, pairsOf } from './journal-entry.ts';
import { PLAIN, QUICKBOOKS, XERO } from './journal-tables.ts';
import { safTTransaction } from './saf-t.ts';

const ENTITY = {
  id: '019c0000-0000-7000-8000-000000000001',
  code: 'main',
  name: 'Müller & Söhne "Netz"',
  street: null,
  postal_code: null,
  city: null,
  country: 'DE',
  tax_id: null,
};
const account = (ledger_account: string, code: string, tax_code: string | null = null) =>
  [ledger_account, { ledger_account, code, name: `Name of ${code}`, tax_code }] as const;
const FACTS: DatevFacts = {
  entity: ENTITY,
  currency: currency('EUR'),
  from: day('2026-01-01'),
  to: day('2026-01-31'),
  chart: new Map([
    account('receivable', '1400', 'No VAT'),
    account('revenue:recurring', '8400', '40'),
    account('tax_payable:VAT20', '1776'),
  ]),
  datev_consultant: 29098,
  datev_client: 55003,
  fiscal_month: 7,
  made_at: instant('2026-02-01T09:08:07.006Z'),
};
const INVOICE: JournalEntry = {
  number: 'J20260101-1',
  on: day('2026-01-20'),
  document: 'INV 2026/000001',
  text: 'Invoice; "first"\n– €5',
  account_number: '1001',
  lines: [
    { ledger_account: 'receivable', amount_minor: 3720n },
    { ledger_account: 'revenue:recurring', amount_minor: -3100n },
    { ledger_account: 'tax_payable:VAT20', amount_minor: -620n },
  ],
};

describe('an entry as pairs', () => {
  test('one debit, several credits: a pair for each credit', () => {
    expect(pairsOf(INVOICE)).toEqual([
      { debit: 'receivable', credit: 'revenue:recurring', amount_minor: 3100n },
      { debit: 'receivable', credit: 'tax_payable:VAT20', amount_minor: 620n },
    ]);
  });

  const amounts = fc.array(
    fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).filter((n) => n !== 0n),
    { minLength: 1, maxLength: 12 },
  );
  test('whatever the entry, the pairs move the same on each account, and are fewer than its lines', () => {
    fc.assert(
      fc.property(amounts, (some) => {
        const rest = -some.reduce((sum, one) => sum + one, 0n);
        const lines = [...some, ...(rest === 0n ? [] : [rest])].map((amount_minor, i) => ({
          ledger_account: `a${i}`,
          amount_minor,
        }));
        const pairs = pairsOf({ lines });
        const moved = new Map<string, bigint>();
        const add = (name: string, minor: bigint) => moved.set(name, (moved.get(name) ?? 0n) + minor);
        for (const { debit, credit, amount_minor } of pairs) {
          expect(amount_minor > 0n).toBe(true);
          add(debit, amount_minor);
          add(credit, -amount_minor);
        }
        expect(Object.fromEntries(moved)).toEqual(
          Object.fromEntries(lines.map((l) => [l.ledger_account, l.amount_minor])),
        );
        expect(pairs.length).toBeLessThan(lines.length);
      }),
    );
  });
});

describe('DATEV', () => {
  test('the head says whose books it is of, the fiscal year and the days', () => {
    const [about, columns] = datevHead(FACTS).split('\r\n');
    expect(about).toBe(
      '"EXTF";700;21;"Buchungsstapel";13;20260201090807006;;"RE";"";"";29098;55003;20250701;4;20260101;20260131;"Müller & Söhne ""Netz""";"";1;0;0;"EUR";;"";;;"";;;"";""',
    );
    expect(about?.split(';')).toHaveLength(31);
    expect(columns?.split(';')).toHaveLength(125);
    expect(new Set(DATEV_COLUMNS).size).toBe(125);
  });

  test('accounts have as many digits as the longest number, whatever else the chart has', () => {
    const chart = new Map([...FACTS.chart, account('cash:card', '12345'), account('write_off', 'Bad debts of before')]);
    expect(datevHead({ ...FACTS, chart }).split(';')[13]).toBe('5');
  });

  test('a row is account and contra account, with a decimal comma, and no control character', () => {
    const rows = datevRows(INVOICE, FACTS).trimEnd().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(
      rows[0]?.startsWith(
        '31,00;"S";"EUR";;;;1400;8400;"0040";2001;"INV-2026/000001";"1001";;"Invoice; ""first"" – €5";',
      ),
    ).toBe(true);
    expect(rows[1]?.startsWith('6,20;"S";"EUR";;;;1400;1776;')).toBe(true);
  });

  test.each([
    ['2026-01-31', 1, '2026-01-01'],
    ['2026-06-30', 7, '2025-07-01'],
    ['2026-07-01', 7, '2026-07-01'],
  ])('%s is in the year that begins in month %d at %s', (on, month, first) => {
    expect(fiscalYearOf(day(on), month)).toBe(first);
  });

  test('code page 1252 is what Windows reads, and has a question mark for the rest', () => {
    const sample = 'ÄÖÜß €–„“ Ÿž';
    expect(new TextDecoder('windows-1252').decode(encodeCp1252(sample))).toBe(sample);
    expect(new TextDecoder('windows-1252').decode(encodeCp1252('Łódź ✓ 东'))).toBe('?ódz ? ?');
  });
});

test('Xero: signed amounts, days as the country writes them', () => {
  const rows = XERO.rows(INVOICE, FACTS);
  expect(rows[0]?.slice(0, 6)).toEqual([
    `J20260101-1 ${INVOICE.text}`,
    '20/01/2026',
    `${INVOICE.text}, 1001`,
    '1400',
    'No VAT',
    '37.20',
  ]);
  expect(rows.map((row) => row[5])).toEqual(['37.20', '-31.00', '-6.20']);
  expect(XERO.rows(INVOICE, { ...FACTS, entity: { ...ENTITY, country: 'US' } })[0]?.[1]).toBe('01/20/2026');
  expect(rows.every((row) => row.length === XERO.header.length)).toBe(true);
});

test('QuickBooks: accounts by name, debits and credits apart', () => {
  const rows = QUICKBOOKS.rows(INVOICE, FACTS);
  expect(rows.map((row) => row.slice(0, 5))).toEqual([
    ['J20260101-1', '01/20/2026', 'Name of 1400', '37.20', ''],
    ['J20260101-1', '01/20/2026', 'Name of 8400', '', '31.00'],
    ['J20260101-1', '01/20/2026', 'Name of 1776', '', '6.20'],
  ]);
  expect(rows.every((row) => row.length === QUICKBOOKS.header.length)).toBe(true);
});

test('the plain file needs no chart', () => {
  const rows = PLAIN.rows(INVOICE, { ...FACTS, chart: new Map() });
  expect(rows[1]).toEqual([
    'J20260101-1',
    '2026-01-20',
    'INV 2026/000001',
    INVOICE.text,
    '1001',
    'revenue:recurring',
    '',
    '',
    '',
    '31.00',
    'EUR',
  ]);
  expect(rows.every((row) => row.length === PLAIN.header.length)).toBe(true);
});

test('a SAF-T transaction writes what XML would take for its own', () => {
  const facts = {
    ...FACTS,
    made_on: day('2026-02-01'),
    software_version: '1',
    balances: [],
    entries: 1n,
    turnover_minor: 0n,
  };
  const xml = safTTransaction({ ...INVOICE, text: 'A & B <c> \u0001' }, facts);
  expect(xml).toContain('<Description>A &amp; B &lt;c&gt;  </Description>');
  expect(xml).toContain('<CreditAmount><Amount>31.00</Amount></CreditAmount>');
});

test('what a format wants and the chart has not is named', () => {
  const names = ['receivable', 'revenue:recurring', 'tax_payable:VAT20', 'write_off'];
  expect(missingInChart('csv', names, FACTS.chart)).toEqual([]);
  expect(missingInChart('quickbooks', names, FACTS.chart)).toEqual(['write_off (no account)']);
  expect(missingInChart('xero', names, FACTS.chart)).toEqual([
    'tax_payable:VAT20 (no tax code)',
    'write_off (no account)',
  ]);
  expect(missingInChart('datev', names, FACTS.chart)).toEqual([
    'receivable (No VAT is no key of up to 4 digits)',
    'write_off (no account)',
  ]);
});
