import { type Day, earlier, periodContaining } from '@isp/values';
import { cycleOf } from './billable.ts';
import { firstNotCharged, type KnownSubscription } from './known-subscription.ts';

/** How far back a run looks. */
export interface LookBack {
  /** At charges from this day on; null: at all. */
  readonly settled_to: Day | null;
  /** At issued lines that reach beyond this day (null: at all), which is where a period begins; undefined: at none. */
  readonly lines_beyond: Day | null | undefined;
}

const earliest = (days: readonly Day[]): Day | null =>
  days.reduce<Day | null>((least, day) => (least === null ? day : earlier(least, day)), null);

/**
 * The first day whose charge may differ from what the last run knew: of what was recorded since (on its very day too), and of what begins or ends after it and by
 * `as_of`. Null when there is none.
 */
const touchedOn = (known: KnownSubscription, run_on: Day, as_of: Day): Day | null => {
  const { segments, rests, ended_on, end_known_on } = known.subscription;
  const isNew = (on: Day, known_on: Day) => known_on >= run_on || (on > run_on && on <= as_of);
  return earliest([
    ...segments.flatMap((s) => (isNew(s.from_on, s.known_on) ? [s.from_on] : [])),
    ...rests.flatMap((r) =>
      isNew(r.from_on, r.known_on) || (r.to_on !== null && isNew(r.to_on, r.to_known_on ?? r.known_on))
        ? [r.from_on]
        : [],
    ),
    ...(ended_on !== null && isNew(firstNotCharged(known, ended_on), end_known_on ?? ended_on) ? [ended_on] : []),
  ]);
};

/** The beginning of the period that holds a day, by whichever price of the subscription it begins first. */
const periodBeginning = ({ subscription, terms }: KnownSubscription, on: Day): Day =>
  subscription.segments.reduce(
    (least, segment, i) => earlier(least, periodContaining(segment, cycleOf(terms[i] ?? terms[0]), on).from),
    on,
  );

/** How far back the run of a day has to look at a subscription: when nothing changed since the last one, at what that left. */
export const lookBack = (known: KnownSubscription, as_of: Day): LookBack => {
  const { billed_on, settled_to, recurring_to } = known.subscription.billed;
  if (billed_on === null) return { settled_to: null, lines_beyond: undefined };
  if (settled_to === null) return { settled_to: null, lines_beyond: null };
  const touched = touchedOn(known, billed_on, as_of);
  if (touched === null && (recurring_to === null || recurring_to <= settled_to))
    return { settled_to, lines_beyond: undefined };
  const from = touched === null ? settled_to : earlier(touched, settled_to);
  return { settled_to: from, lines_beyond: periodBeginning(known, from) };
};
