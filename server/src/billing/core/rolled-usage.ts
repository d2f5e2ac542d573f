import { type Day, earlier, rollOver, type UsedAllowance } from '@isp/values';
import type { PlanTerms, Rest } from './billable.ts';
import type { KnownSubscription } from './known-subscription.ts';
import { isMetered, type UsagePeriod, usedPeriods } from './usage-charge.ts';

type Rated = Pick<UsagePeriod, 'from' | 'to' | 'terms'>;

/** As it was known on a day. */
const endOf = ({ to_on, to_known_on }: Rest, on: Day): Day | null =>
  to_known_on !== null && to_known_on > on ? null : to_on;

/** Whether a period was paused throughout, as was known when it was over: nothing of its own rolls over. */
const isPaused = ({ subscription: { rests } }: KnownSubscription, { from, to }: Rated): boolean => {
  let open = from;
  for (const rest of rests)
    if (rest.reason === 'pause' && rest.known_on <= to && rest.from_on <= open) {
      const end = earlier(endOf(rest, to) ?? to, to);
      if (end > open) open = end;
    }
  return open >= to;
};

/** What was used in a period before: as it was read with it, else as is known of what was billed. */
const usedIn = ({ subscription: { usage, past_use } }: KnownSubscription, { from, to }: Rated): bigint => {
  const read = usage.find(({ period_from, period_to }) => period_from === from && period_to === to);
  if (read !== undefined) return read.octets;
  return past_use.reduce(
    (sum, { period_from, octets }) => (period_from >= from && period_from < to ? sum + octets : sum),
    0n,
  );
};

const isRolling = (terms: PlanTerms | undefined): boolean =>
  terms !== undefined && isMetered(terms) && terms.rollover !== null;

/** The periods before one that what is left may have come from, by day: those since the last day by whose plan nothing rolls over. */
const before = (known: KnownSubscription, { from }: Rated): Rated[] => {
  const { segments } = known.subscription;
  const lost = segments.findLastIndex(({ from_on }, i) => from_on < from && !isRolling(known.terms[i]));
  const since = segments[lost + 1]?.from_on ?? from;
  return usedPeriods(known, from).filter((period) => period.from >= since && period.from < from);
};

/**
 * How a period's octets are taken from what it includes and what rolled over into it; nothing rolled over where its terms do not say so. From the periods before it and what is known
 * of their use: a period includes all it does, however short a change of plan made it, and what is left of that rolls over too.
 */
export const rolledUse = (known: KnownSubscription, period: Rated, octets: bigint): UsedAllowance => {
  const given = (of: Rated, used: bigint) => ({
    from: of.from,
    own: of.terms.included_bytes,
    used,
    rollover: of.terms.rollover,
    keeps: !isPaused(known, of),
  });
  const past = period.terms.rollover === null ? [] : before(known, period).map((of) => given(of, usedIn(known, of)));
  return rollOver([...past, given(period, octets)]).at(-1) as UsedAllowance;
};

/** Octets that rolled over into a period, of all periods together. */
export const rolledOctets = ({ rolled }: UsedAllowance): bigint => rolled.reduce((sum, { amount }) => sum + amount, 0n);

/** What a line keeps of what rolled over: `2026-10-01:30:20`, the period it is of, its octets and how many were used of them. */
export const rolledTrace = (use: UsedAllowance, { rollover }: Rated['terms']): Record<string, string> =>
  rollover === null
    ? {}
    : {
        rolled_bytes: `${rolledOctets(use)}`,
        rolled_over: use.rolled.map(({ of, amount, used }) => `${of}:${amount}:${used}`).join(' '),
      };
