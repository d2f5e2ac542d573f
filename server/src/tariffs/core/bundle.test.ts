import { type Decimal, decimal } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ListedPart, priceByParts, pricesOfParts, sharesOf, sumOfParts } from './bundle.ts';

const part = (list_minor: bigint, more: Partial<ListedPart> = {}): ListedPart => ({
  quantity: 1,
  optional: false,
  list_minor,
  price_minor: null,
  ...more,
});
const NO_LESS = { percent: null, amount_minor: null };

test.each<[string, bigint, ListedPart[], bigint[] | undefined]>([
  ['in proportion', 4990n, [part(2990n), part(1490n), part(990n)], [2728n, 1359n, 903n]],
  ['the same when the price is the sum', 5470n, [part(2990n), part(1490n), part(990n)], [2990n, 1490n, 990n]],
  ['in equal parts where none has a price', 1000n, [part(0n), part(0n), part(0n)], [334n, 333n, 333n]],
  ['nothing for what costs nothing', 2000n, [part(2990n), part(0n)], [2000n, 0n]],
  ['whole prices of several', 4990n, [part(2990n), part(500n, { quantity: 3 })], [3325n, 555n]],
  ['several without a single one, when it divides', 900n, [part(100n, { quantity: 2 }), part(100n)], [300n, 300n]],
  ['or not', 901n, [part(100n, { quantity: 2 })], undefined],
])('a price is divided %s', (_, price, parts, shares) => {
  expect(sharesOf(price, parts)).toEqual(shares);
});

test('shares sum to the price, and each is within the cents that whole prices of several leave of its proportion', () => {
  const parts = fc.array(
    fc.record({ list_minor: fc.bigInt({ min: 0n, max: 100_000n }), quantity: fc.integer({ min: 1, max: 9 }) }),
    { minLength: 1, maxLength: 8 },
  );
  const property = fc.property(fc.bigInt({ min: 0n, max: 500_000n }), parts, (price, drawn) => {
    const all = [{ list_minor: 1000n, quantity: 1 }, ...drawn];
    const shares = sharesOf(price, all) ?? [];
    const total = shares.reduce((sum, share, i) => sum + share * BigInt(all[i]?.quantity ?? 1), 0n);
    expect(total).toBe(price);
    const whole = all.reduce((sum, each) => sum + each.list_minor * BigInt(each.quantity), 0n);
    const loose = BigInt(all.reduce((sum, each) => sum + each.quantity, 0));
    for (const [i, { list_minor, quantity }] of all.entries()) {
      const off = (shares[i] ?? 0n) * BigInt(quantity) * whole - price * list_minor * BigInt(quantity);
      expect((off < 0n ? -off : off) <= loose * whole).toBe(true);
    }
  });
  fc.assert(property, { seed: 20261128, numRuns: 1000 });
});

const PARTS = [part(2990n), part(1490n), part(990n, { optional: true })];

test.each<[string, Decimal | null, bigint | null, bigint]>([
  ['what they cost', null, null, 4480n],
  ['less a percentage', decimal('12.5'), null, 3920n],
  ['less an amount', null, 500n, 3980n],
  ['never below nothing', null, 9000n, 0n],
])('priced by its parts: %s', (_, percent, amount_minor, price) => {
  expect(sumOfParts(PARTS)).toBe(4480n);
  expect(priceByParts(PARTS, { percent, amount_minor })).toBe(price);
});

test('an optional part adds its own price, less the percentage, or the one that is said', () => {
  expect(pricesOfParts(4000n, PARTS, NO_LESS)).toEqual({ ok: true, value: [2670n, 1330n, 990n] });
  expect(pricesOfParts(4032n, PARTS, { percent: decimal('10') })).toEqual({ ok: true, value: [2691n, 1341n, 891n] });
  const said = [...PARTS.slice(0, 2), part(990n, { optional: true, price_minor: 500n })];
  expect(pricesOfParts(4000n, said, NO_LESS)).toEqual({ ok: true, value: [2670n, 1330n, 500n] });
});

test.each<[string, ListedPart[]]>([
  ['it has no part that always comes with it', [part(990n, { optional: true })]],
  [
    'only a part that may be left out has a price of its own; the others have their share',
    [part(990n, { price_minor: 100n })],
  ],
  [
    'its price does not divide into whole prices of parts of which there are several: change it, or let one part be a single one',
    [part(990n, { quantity: 3 })],
  ],
])('refused: %s', (reason, parts) => {
  expect(pricesOfParts(100n, parts, NO_LESS)).toEqual({ ok: false, reason });
});
