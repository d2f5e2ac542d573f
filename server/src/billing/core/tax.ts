import {
  type Decimal,
  decimalScale,
  decimalUnscaled,
  powerOfTen,
  type RoundingMode,
  roundRatio,
  splitShares,
} from '@isp/values';

/** A tax of the catalogue. A compound tax is charged on the net and on the taxes before it in the list. */
export interface Tax {
  readonly code: string;
  /** `'20'` is 20 %. */
  readonly rate_percent: Decimal;
  readonly compound: boolean;
}

/** What a line brings to the tax: its amount after discounts, with tax inside it or not, and the codes of the taxes on it. */
export interface Taxable {
  readonly amount_minor: bigint;
  readonly tax_inclusive: boolean;
  readonly tax_codes: readonly string[];
}

/** One tax on one line, or on a document. `base_minor` is what it was charged on. */
export interface TaxAmount {
  readonly code: string;
  readonly base_minor: bigint;
  readonly tax_minor: bigint;
}

/** A tax of an issued line, as its document names it. */
export interface ChargedTax extends TaxAmount {
  readonly name: string;
  readonly rate_percent: Decimal;
}

/** A line after tax: `net + tax = gross`. */
export interface TaxedLine<T extends TaxAmount = TaxAmount> {
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly taxes: readonly T[];
}

/** A document's taxes: by line, and per tax with its rate. */
export interface TaxedDocument {
  readonly lines: readonly TaxedLine[];
  readonly taxes: readonly (TaxAmount & { readonly rate_percent: Decimal })[];
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

interface Working {
  readonly line: Taxable;
  tax_minor: bigint;
  readonly taxes: TaxAmount[];
}

const rateOf = (tax: Tax): Fraction => ({
  numerator: decimalUnscaled(tax.rate_percent),
  denominator: 100n * powerOfTen(decimalScale(tax.rate_percent)),
});

/**
 * A tax's part of an inclusive amount: own ÷ (1 + all), where a simple tax adds its rate to what one unit of net costs and a compound one its rate of the net and
 * the taxes before it. Everything over the product of the rates' denominators.
 */
const partOfGross = (tax: Tax, taxes: readonly Tax[]): Fraction => {
  let scale = 1n;
  let cost = 1n;
  let own = 0n;
  for (const each of taxes) {
    const rate = rateOf(each);
    const added = (each.compound ? cost : scale) * rate.numerator;
    scale *= rate.denominator;
    cost = cost * rate.denominator + added;
    own = each.code === tax.code ? added : own * rate.denominator;
  }
  return { numerator: own, denominator: cost };
};

const shareOn = ({ line, tax_minor }: Working, tax: Tax, rate: Fraction, taxes: readonly Tax[]): Fraction => {
  if (line.tax_inclusive) {
    const onLine = taxes.filter(({ code }) => line.tax_codes.includes(code));
    const part = partOfGross(tax, onLine);
    return { numerator: line.amount_minor * part.numerator, denominator: part.denominator };
  }
  const base = line.amount_minor + (tax.compound ? tax_minor : 0n);
  return { numerator: base * rate.numerator, denominator: rate.denominator };
};

/** Brings fractions to one denominator: the product of the different ones, of which a document has few. */
const overOne = (fractions: readonly Fraction[]): { shares: bigint[]; denominator: bigint } => {
  const [first] = fractions;
  if (first && fractions.every((fraction) => fraction.denominator === first.denominator))
    return { shares: fractions.map((fraction) => fraction.numerator), denominator: first.denominator };
  const denominator = [...new Set(fractions.map((fraction) => fraction.denominator))].reduce(
    (product, d) => product * d,
    1n,
  );
  return {
    shares: fractions.map((fraction) => fraction.numerator * (denominator / fraction.denominator)),
    denominator,
  };
};

/** One tax over the document: the sum of its exact shares rounded once, then split to the lines by largest remainder. */
const levy = (tax: Tax, liable: readonly Working[], taxes: readonly Tax[], rounding: RoundingMode): void => {
  const rate = rateOf(tax);
  const { shares, denominator } = overOne(liable.map((working) => shareOn(working, tax, rate, taxes)));
  const total = roundRatio(
    shares.reduce((sum, share) => sum + share, 0n),
    denominator,
    rounding,
  );
  for (const [i, part] of splitShares(shares, denominator, total).entries()) {
    const working = liable[i];
    if (working === undefined) continue;
    const base_minor = working.line.amount_minor + (tax.compound ? working.tax_minor : 0n);
    working.taxes.push({ code: tax.code, base_minor, tax_minor: part });
    working.tax_minor += part;
  }
};

/** The line after tax. The net of an inclusive line, and so the base of its taxes, is known only now. */
const settled = ({ line, tax_minor, taxes }: Working, compound: ReadonlySet<string>): TaxedLine => {
  if (!line.tax_inclusive) {
    return { net_minor: line.amount_minor, tax_minor, gross_minor: line.amount_minor + tax_minor, taxes };
  }
  const net_minor = line.amount_minor - tax_minor;
  let before = 0n;
  const based = taxes.map((tax) => {
    const base_minor = net_minor + (compound.has(tax.code) ? before : 0n);
    before += tax.tax_minor;
    return { ...tax, base_minor };
  });
  return { net_minor, tax_minor, gross_minor: line.amount_minor, taxes: based };
};

const sumOf = (code: string, lines: readonly TaxedLine[]): { base_minor: bigint; tax_minor: bigint } => {
  const sum = { base_minor: 0n, tax_minor: 0n };
  for (const line of lines) {
    for (const tax of line.taxes) {
      if (tax.code !== code) continue;
      sum.base_minor += tax.base_minor;
      sum.tax_minor += tax.tax_minor;
    }
  }
  return sum;
};

/**
 * The taxes of a document, rule D7: each tax is rounded once for the document and split to its lines by largest remainder. Exclusive lines keep their net,
 * inclusive ones their gross. `taxes` gives the order in which compound ones build up; a code that is not in it is a `RangeError`.
 */
export const taxDocument = (
  lines: readonly Taxable[],
  taxes: readonly Tax[],
  rounding: RoundingMode,
): TaxedDocument => {
  for (const { tax_codes } of lines)
    for (const code of tax_codes)
      if (!taxes.some((tax) => tax.code === code)) throw new RangeError(`no tax ${code} was given`);
  const workings: Working[] = lines.map((line) => ({ line, tax_minor: 0n, taxes: [] }));
  const levied = taxes.filter((tax) => {
    const liable = workings.filter((working) => working.line.tax_codes.includes(tax.code));
    if (liable.length > 0) levy(tax, liable, taxes, rounding);
    return liable.length > 0;
  });
  const compound = new Set(taxes.filter((tax) => tax.compound).map((tax) => tax.code));
  const taxed = workings.map((working) => settled(working, compound));
  return {
    lines: taxed,
    taxes: levied.map((tax) => ({ code: tax.code, rate_percent: tax.rate_percent, ...sumOf(tax.code, taxed) })),
  };
};
