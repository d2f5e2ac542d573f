import type { Day, Decimal } from '@isp/values';
import type { Tax } from './tax.ts';

/** A rate that holds from a day on, as long as no later one does. */
export interface RateChange {
  readonly effective_from: Day;
  readonly rate_percent: Decimal;
}

/** A tax of the catalogue with what a document says about it. `rate_percent` holds before the first of `changes`. */
export interface TaxTerms extends Tax {
  readonly name: string;
  /** Prices that name this tax have it inside. */
  readonly inclusive: boolean;
  /** By day. */
  readonly changes: readonly RateChange[];
}

/** Other taxes of a group for accounts of a country, and, where they are said, a region and the beginning of a postal code. */
export interface TaxRule {
  readonly country: string;
  readonly region: string | null;
  readonly postal_prefix: string | null;
  readonly taxes: readonly string[];
}

/** Taxes that are charged together, in order. The first of its rules that fits an account's address says which, else `taxes`. */
export interface TaxGroup {
  readonly code: string;
  /** Prices that name this group have its taxes inside. */
  readonly inclusive: boolean;
  readonly taxes: readonly string[];
  readonly rules: readonly TaxRule[];
}

/** Where an account is, as the address on its documents says. */
export interface Place {
  readonly country: string;
  readonly region?: string | null;
  readonly postal_code: string | null;
}

/** A tax at its rate of a day. */
export const taxOn = (tax: TaxTerms, on: Day): TaxTerms => {
  if (tax.changes.length === 0) return tax;
  const change = tax.changes.findLast(({ effective_from }) => effective_from <= on);
  return change === undefined ? tax : { ...tax, rate_percent: change.rate_percent };
};

const written = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase();

const fits = ({ country, region, postal_prefix }: TaxRule, place: Place): boolean =>
  country === place.country &&
  (region === null || written(region) === written(place.region ?? '')) &&
  (postal_prefix === null || written(place.postal_code ?? '').startsWith(written(postal_prefix)));

/** The codes of a group's taxes for an account, in order. Postal codes are compared without spaces and dashes, in capitals. */
export const taxesAt = (group: Pick<TaxGroup, 'taxes' | 'rules'>, place: Place): readonly string[] =>
  (group.rules.find((rule) => fits(rule, place)) ?? group).taxes;

/**
 * One order of taxes that keeps to each of the lists; between those that no list puts in order, by code. `undefined` when there is none: two lists have taxes
 * in opposite orders, or several go round in a circle.
 */
export const taxOrder = (lists: readonly (readonly string[])[]): string[] | undefined => {
  const before = new Map<string, Set<string>>();
  for (const list of lists)
    for (const [i, code] of list.entries()) {
      const known = before.get(code) ?? new Set();
      before.set(code, known.union(new Set(list.slice(0, i))));
    }
  const left = [...before.keys()].sort();
  const order: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex((code) => before.get(code)?.isSubsetOf(new Set(order)));
    if (next < 0) return undefined;
    order.push(...left.splice(next, 1));
  }
  return order;
};
