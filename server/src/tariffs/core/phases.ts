import { type Anchor, addDays, boundaryAt, type Cycle, type Day, periodIndex } from '@isp/values';

/** Another price at the beginning of a subscription, for so many days or whole periods. */
export interface Phase {
  readonly days?: number | undefined;
  readonly cycles?: number | undefined;
  readonly price_minor: number;
}

/** From a day on, this price. */
export interface PriceFrom {
  readonly from_on: Day;
  readonly price_minor: bigint;
}

/** The n-th beginning of a period after a day; the period that a day begins in counts. */
const afterCycles = (anchor: Anchor, cycle: Cycle, from: Day, n: number): Day =>
  boundaryAt(anchor, cycle, periodIndex(anchor, cycle, from) + n);

/** The prices of a subscription that starts on a day: those of its phases, one after the other, and then the plan's. */
export const pricesFrom = (
  start: Day,
  anchor: Anchor,
  terms: { readonly cycle: Cycle; readonly price_minor: bigint; readonly phases: readonly Phase[] },
): readonly [PriceFrom, ...PriceFrom[]] => {
  let from_on = start;
  const prices = terms.phases.map((phase): PriceFrom => {
    const price = { from_on, price_minor: BigInt(phase.price_minor) };
    from_on =
      phase.days === undefined
        ? afterCycles(anchor, terms.cycle, from_on, phase.cycles ?? 1)
        : addDays(from_on, phase.days);
    return price;
  });
  const last = { from_on, price_minor: terms.price_minor };
  const [first, ...rest] = [...prices, last];
  return [first ?? last, ...rest];
};
