import { decimal, type RoundingMode } from '@isp/values';
import { describe, expect, test } from 'vitest';
import {
  type CreditableLine,
  type CreditNoteLine,
  creditableMinor,
  creditOf,
  NOT_CREDITED,
  sumCredits,
} from './credit-note.ts';
import { type Tax, taxDocument } from './tax.ts';

const HALF_UP: RoundingMode = 'half-up';

const issued = (amount_minor: bigint, percents: readonly string[], tax_inclusive = false): CreditableLine => {
  const taxes: Tax[] = percents.map((percent, i) => ({
    code: `t${i}`,
    rate_percent: decimal(percent),
    compound: false,
  }));
  const [line] = taxDocument(
    [{ amount_minor, tax_inclusive, tax_codes: taxes.map((tax) => tax.code) }],
    taxes,
    HALF_UP,
  ).lines;
  if (line === undefined) throw new Error('no line');
  return { ...line, tax_inclusive, credited: NOT_CREDITED };
};

/** Credits amounts one after the other. */
const credits = (line: CreditableLine, amounts: readonly bigint[]): CreditNoteLine[] => {
  const made: CreditNoteLine[] = [];
  for (const amount of amounts) {
    const credit = creditOf({ ...line, credited: sumCredits(made) }, amount, HALF_UP);
    if (!credit.ok) throw new Error(credit.reason);
    made.push(credit.value);
  }
  return made;
};

describe('creditOf', () => {
  test.each<[string, CreditableLine, bigint[], bigint[]]>([
    ['L23: two parts make the whole', issued(76900n, ['20']), [72686n, 4214n], [87223n, 5057n]],
    ['L03', issued(3750n, ['20']), [3571n], [4285n]],
    ['L06', issued(7500n, ['20']), [2500n], [3000n]],
    ['L10: 20 of 27 days of 8.71', issued(871n, ['25']), [645n], [806n]],
    ['L12: the first change', issued(1000n, ['25']), [774n], [968n]],
    ['L12: all of a line', issued(1161n, ['25']), [1161n], [1451n]],
    ['cent by cent', issued(3n, ['20']), [1n, 1n, 1n], [1n, 2n, 1n]],
    ['inclusive: in gross', issued(1200n, ['20'], true), [600n, 600n], [600n, 600n]],
  ])('%s', (_, line, amounts, gross) =>
    expect(credits(line, amounts).map((credit) => credit.gross_minor)).toEqual(gross),
  );

  test('all credits of a line sum to it, tax by tax', () => {
    const line = issued(76901n, ['20', '7.3']);
    const total = sumCredits(credits(line, [1n, 33333n, 12345n, 31222n]));
    expect(total).toMatchObject({
      net_minor: line.net_minor,
      tax_minor: line.tax_minor,
      gross_minor: line.gross_minor,
    });
    expect(total.taxes.map((tax) => tax.tax_minor)).toEqual(line.taxes.map((tax) => tax.tax_minor));
  });
  test('the net given back stays within the line even under three taxes of more than its net', () => {
    const line = issued(100n, ['118.1818', '118.1818', '118.1818'], true);
    const [credit] = credits(line, [98n]);
    expect([line.net_minor, credit?.net_minor]).toEqual([22n, 22n]);
  });
  test.each([
    [0n, 'not-positive'],
    [-5n, 'not-positive'],
    [1001n, 'exceeds-line'],
  ])('refuses %d', (amount, reason) =>
    expect(creditOf(issued(1000n, ['20']), amount, HALF_UP)).toEqual({ ok: false, reason }),
  );
  test('refuses what is no longer left', () => {
    const line = issued(1000n, ['20']);
    const credited = sumCredits(credits(line, [600n]));
    expect(creditableMinor({ ...line, credited })).toBe(400n);
    expect(creditOf({ ...line, credited }, 401n, HALF_UP)).toEqual({ ok: false, reason: 'exceeds-line' });
  });
});
