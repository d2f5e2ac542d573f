import { addDays, type Day, dayIn, type Rollover, startOfDay } from '@isp/values';
import { type Rule, type RuleTerms, rulesOf, type WindowRule, windowRules } from './limit-rules.ts';
import { mayRoll } from './terms.ts';
import { type Place, type Window, windowAt } from './windows.ts';

/** From a day on, what a rule gives in each window, and what becomes of what is left of it. */
export interface Spell {
  readonly from_on: Day;
  readonly own: number;
  readonly rollover: Rollover | null;
}

/** Days on which a subscription rests, up to and without `to_on`; null while nobody knows when they end. */
export interface Pause {
  readonly from_on: Day;
  readonly to_on: Day | null;
  readonly known_on: Day;
  /** The day `to_on` was recorded; null when with the rest itself. */
  readonly to_known_on: Day | null;
}

/** What a rule gave in the windows before the one that holds, where what is left of it rolls over. */
export interface Past {
  /** By day. */
  readonly spells: readonly Spell[];
  readonly pauses: readonly Pause[];
  /** Windows that begin before have nothing to roll over: nobody knows any more what was used in them. */
  readonly kept_on: Day | null;
}

/** A plan's terms from a day on, as far as rules and what rolls over go. */
export interface TermsSpell extends RuleTerms {
  readonly from_on: Day;
  readonly rollover: Rollover | null;
}

/** What of a rule is a volume that the window gives: of a limit in money what the plan includes, the rest of it is bought. */
export const ownOf = ({ amount, cost }: Pick<Rule, 'amount' | 'cost'>): number =>
  cost === null ? amount : Number.parseInt(`${cost.price.included_bytes}`, 10);

const kindOf = ({ name, what, direction, per, cost }: WindowRule): string =>
  `${name} ${what} ${direction} ${per} ${cost === null ? '' : 'money'}`;

/** The rule of other terms that stands where this one does among those of its kind. */
const sameOf = (
  rules: readonly WindowRule[],
  rule: WindowRule,
  among: readonly WindowRule[],
): WindowRule | undefined => {
  const ofKind = (all: readonly WindowRule[]) => all.filter((each) => kindOf(each) === kindOf(rule));
  return ofKind(among)[ofKind(rules).indexOf(rule)];
};

/** The rules that have a window, each with its past where what is left of it rolls over. `history` is by day; its last terms are those that hold. */
export const rollingRules = (
  rules: readonly Rule[],
  history: readonly TermsSpell[],
  past: Pick<Past, 'pauses' | 'kept_on'>,
): WindowRule[] => {
  const all = windowRules(rules);
  if (history.at(-1)?.rollover == null) return all;
  const before = history.map(({ from_on, rollover, ...terms }) => ({
    from_on,
    rollover,
    rules: windowRules(rulesOf(terms)),
  }));
  return all.map((rule) => {
    if (!mayRoll(rule)) return rule;
    const spells = before.map(({ from_on, rollover, rules: among }): Spell => {
      const same = sameOf(all, rule, among);
      return { from_on, own: same ? ownOf(same) : 0, rollover: same ? rollover : null };
    });
    return { ...rule, past: { ...past, spells } };
  });
};

/** What a rule gives in a window that is over: as it did on its last day. */
export const givenIn = (rule: WindowRule, { to_at }: Window, { zone }: Place): Omit<Spell, 'from_on'> => {
  const { spells = [] } = rule.past ?? {};
  const last = to_at === null ? undefined : addDays(dayIn(to_at, zone), -1);
  const spell = last === undefined ? spells.at(-1) : spells.findLast(({ from_on }) => from_on <= last);
  return spell ?? spells[0] ?? { own: rule.amount, rollover: null };
};

/** As it was known on a day. */
const endOf = ({ to_on, to_known_on }: Pause, on: Day): Day | null =>
  to_known_on !== null && to_known_on > on ? null : to_on;

/** Whether something of a window's own may roll over: not when it was paused throughout, as was known when it ended. */
export const keepsOwn = ({ past }: WindowRule, { from_on, to_at }: Window, { zone }: Place): boolean => {
  if (past === undefined || to_at === null) return false;
  const to_on = dayIn(to_at, zone);
  let open = from_on;
  for (const pause of past.pauses)
    if (pause.known_on <= to_on && pause.from_on <= open) {
      const end = endOf(pause, to_on);
      if (end === null || end >= to_on) return false;
      if (end > open) open = end;
    }
  return true;
};

/** The first window that something may have rolled over from into the current one; the current one when there is none. */
export const firstRolling = (rule: WindowRule, current: Window, place: Place): Window => {
  const { spells = [], kept_on = null } = rule.past ?? {};
  const lost = spells.findLastIndex(({ rollover }) => rollover === null);
  const [from = current.from_on] = spells.slice(lost + 1).map(({ from_on }) => from_on);
  const [, since = from] = [from, place.started_on].sort();
  let first = windowAt(rule.per, startOfDay(since, place.zone), place);
  while (kept_on !== null && first.to_at !== null && first.from_on < kept_on)
    first = windowAt(rule.per, first.to_at, place);
  return rule.past === undefined || first.from_at > current.from_at ? current : first;
};
