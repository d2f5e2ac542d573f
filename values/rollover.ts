import type { Day } from './day.ts';
import { lesser } from './rounding.ts';

/** What becomes of what is left of a period's allowance. */
export interface Rollover {
  /** In how many of the periods after its own it may be used, 1–12. */
  readonly periods: number;
  /** Octets that may have rolled over into a period at most, of all periods together; null: said by the next, or as much as there is. */
  readonly most_bytes: number | null;
  /** The same in per cent of the period's own. */
  readonly most_percent: number | null;
  /** Whether what rolled over is used before the period's own, or after it. */
  readonly used: 'first' | 'last';
}

/** What a period rolled over. */
export interface RolledOver {
  /** The period's first day. */
  readonly of: Day;
  readonly amount: bigint;
  /** In how many periods it may be used, from the one it stands in on. */
  readonly periods: number;
}

/** A period that is over: what is left of its own, and of what had rolled over into it. */
export interface ClosedAllowance {
  readonly from: Day;
  readonly own_left: bigint;
  readonly rolled_left: readonly RolledOver[];
  readonly rollover: Rollover | null;
}

const byEnd = (a: RolledOver, b: RolledOver): number => a.periods - b.periods || (a.of < b.of ? -1 : 1);

/** What may have rolled over into a period at most; null: as much as there is. */
const mostOf = ({ most_bytes, most_percent }: Rollover, own: bigint): bigint | null => {
  if (most_bytes !== null) return BigInt(most_bytes);
  return most_percent === null ? null : (own * BigInt(most_percent)) / 100n;
};

/** What of it may stay: what ends soonest goes first. */
const within = (kept: readonly RolledOver[], most: bigint): RolledOver[] => {
  let room = most;
  return kept
    .toReversed()
    .map((each) => {
      const amount = lesser(each.amount, room);
      room -= amount;
      return { ...each, amount };
    })
    .toReversed()
    .filter(({ amount }) => amount > 0n);
};

/** What rolls over from a period into the next one, what ends soonest first: nothing where the next one's terms say so, and never more than they allow. */
export const carryOver = (
  closed: ClosedAllowance,
  next: { readonly own: bigint; readonly rollover: Rollover | null },
): RolledOver[] => {
  if (next.rollover === null) return [];
  const { from: of, own_left: amount, rolled_left, rollover } = closed;
  const own = rollover === null ? [] : [{ of, amount, periods: rollover.periods }];
  const older = rolled_left.map((each) => ({ ...each, periods: each.periods - 1 }));
  const kept = [...older, ...own].filter((each) => each.amount > 0n && each.periods > 0).sort(byEnd);
  const most = mostOf(next.rollover, next.own);
  return most === null ? kept : within(kept, most);
};

/** A period with what it gives and what was used in it. */
export interface AllowancePeriod {
  readonly from: Day;
  readonly own: bigint;
  readonly used: bigint;
  readonly rollover: Rollover | null;
  /** False when nothing of its own rolls over, whatever is left of it. */
  readonly keeps: boolean;
}

/** How a period's use was taken from what there was. */
export interface UsedAllowance {
  readonly own_used: bigint;
  readonly rolled: readonly (RolledOver & { readonly used: bigint })[];
  /** What nothing was there for. */
  readonly beyond: bigint;
}

const taker = (used: bigint) => {
  let rest = used;
  const take = (amount: bigint): bigint => {
    const taken = lesser(amount, rest);
    rest -= taken;
    return taken;
  };
  return { take, rest: () => rest };
};

const usedOf = ({ own, used, rollover }: AllowancePeriod, rolled: readonly RolledOver[]): UsedAllowance => {
  const { take, rest } = taker(used);
  const early = rollover?.used === 'last' ? take(own) : 0n;
  const taken = rolled.map((each) => ({ ...each, used: take(each.amount) }));
  return { own_used: early + take(own - early), rolled: taken, beyond: rest() };
};

/**
 * How use was taken from periods' own and what rolled over, one period after the other: of what rolled over what ends soonest first. From the periods' allowances and
 * uses alone, so what is known later of an earlier one changes those after it.
 */
export const rollOver = (periods: readonly AllowancePeriod[]): UsedAllowance[] => {
  let closed: ClosedAllowance | undefined;
  return periods.map((period) => {
    const found = usedOf(period, closed === undefined ? [] : carryOver(closed, period));
    const rolled_left = found.rolled.map(({ used, ...each }) => ({ ...each, amount: each.amount - used }));
    const { from, own, rollover, keeps } = period;
    closed = { from, own_left: keeps ? own - found.own_used : 0n, rolled_left, rollover };
    return found;
  });
};
