import { carryOver, type Day, epochMs, type Id, type Instant, instantFromEpochMs, type RolledOver } from '@isp/values';
import { countedBy, type Used, type WindowRule } from './limit-rules.ts';
import { firstRolling, givenIn, keepsOwn, ownOf, type Spell } from './past.ts';
import { type Place, type Window, windowAt } from './windows.ts';

/** More to use: octets or seconds granted at a moment, until a moment or, without one, until the window ends that it was granted in. */
export interface TopUp {
  readonly id: Id;
  readonly what: 'time' | 'data';
  readonly amount: number;
  readonly granted_at: Instant;
  readonly ends_at: Instant | null;
  /** What was used, when it was granted, of the windows that held then (`markKey`). */
  readonly used_at_grant: Readonly<Record<string, Used>>;
}

/** Names a window in a top-up's `used_at_grant`. */
export const markKey = (window: Pick<Window, 'per' | 'from_on'>): string => `${window.per} ${window.from_on}`;

/** A use that must be known: from a window's beginning up to a moment; without one, all there is of it. */
export interface Ask {
  readonly from_on: Window['from_on'];
  readonly from_at: Instant;
  readonly to_at: Instant | null;
}

/** Names an ask among the answers. */
export const askKey = ({ from_at, to_at }: Ask): string => `${from_at} ${to_at ?? ''}`;

/** Looks up what was used of an ask. */
export type UseOf = (ask: Ask) => Used;

/** What rolled over from a window into the one that holds. */
export interface Rolled {
  /** That window's first day. */
  readonly of: Day;
  /** What there was of it when the window began. */
  readonly amount: number;
  readonly left: number;
  readonly ends_at: Instant;
}

/** How one rule stands in the window that holds now. */
export interface Meter {
  readonly rule: WindowRule;
  readonly window: Window;
  /** What was used in the window and counts; the rule's amount of it is the plan's, the rest top-ups or beyond. */
  readonly used: number;
  /** What may still be used before the rule takes hold, top-ups with it. */
  readonly left: number;
  /** Of `left`, by top-up. */
  readonly top_ups: readonly { readonly id: Id; readonly left: number }[];
  /** Of `left`, what rolled over, what ends soonest first; what is used up of it, too. */
  readonly rolled: readonly Rolled[];
  /** What the window gives in all: the rule's amount, and what rolled over into it. */
  readonly whole: number;
  /** What the next window would give if nothing more were used. */
  readonly next: number;
}

/** Something to use, and when it ends (milliseconds since 1970): the window's own, what rolled over, a top-up, or what a limit in money lets be bought. */
type Bucket = { readonly ends_ms: number; left: number } & (
  | { readonly kind: 'own' | 'bought' }
  | { readonly kind: 'rolled'; readonly of: RolledOver }
  | { readonly kind: 'top-up'; readonly id: Id }
);
type RolledBucket = Extract<Bucket, { kind: 'rolled' }>;
type TopUpBucket = Extract<Bucket, { kind: 'top-up' }>;
const isRolled = (bucket: Bucket): bucket is RolledBucket => bucket.kind === 'rolled';
const isTopUp = (bucket: Bucket): bucket is TopUpBucket => bucket.kind === 'top-up';

const numberOf = (octets: bigint): number => Number.parseInt(`${octets}`, 10);

const msOf = (at: Instant | null): number => (at === null ? Number.POSITIVE_INFINITY : epochMs(at));

/** Without subtraction: two without an end are equal. */
const byEnd = (a: Bucket, b: Bucket): number => (a.ends_ms === b.ends_ms ? 0 : a.ends_ms < b.ends_ms ? -1 : 1);

/** Takes `octets` (or seconds) from what ends soonest first, of two that end at once the older; what nobody has is lost. */
const spend = (buckets: readonly Bucket[], amount: number): void => {
  let rest = amount;
  for (const bucket of [...buckets].sort(byEnd)) {
    const taken = Math.min(bucket.left, rest);
    bucket.left -= taken;
    rest -= taken;
  }
};

const isAlive = (topUp: TopUp, window: Window, now: number): boolean => {
  const granted = epochMs(topUp.granted_at);
  if (granted > now || granted >= msOf(window.to_at)) return false;
  const from = epochMs(window.from_at);
  return topUp.ends_at === null ? granted >= from : epochMs(topUp.ends_at) > from;
};

const ofRule = (rule: WindowRule, topUps: readonly TopUp[]): TopUp[] =>
  topUps
    .filter((topUp) => rule.cost === null && topUp.what === rule.what)
    .sort((a, b) => epochMs(a.granted_at) - epochMs(b.granted_at) || (a.id < b.id ? -1 : 1));

/** The windows to be gone through: that of now, and those before it that a top-up reaches back into, or that something may have rolled over from. */
const chainOf = (rule: WindowRule, topUps: readonly TopUp[], now: Instant, place: Place): Window[] => {
  const current = windowAt(rule.per, now, place);
  let first = firstRolling(rule, current, place);
  for (;;) {
    const reaching = topUps.filter((t) => isAlive(t, first, epochMs(now))).map((t) => t.granted_at);
    const [earliest = first.from_at] = [...reaching, first.from_at].sort();
    const before = windowAt(rule.per, earliest, place);
    if (before.from_at >= first.from_at) break;
    first = before;
  }
  const chain = [first];
  for (let last = first; last.to_at !== null && last.from_at < current.from_at; chain.push(last))
    last = windowAt(rule.per, last.to_at, place);
  return chain;
};

const whole = (window: Window): Ask => ({ from_on: window.from_on, from_at: window.from_at, to_at: window.to_at });

/** A moment of a window at which what there is to use changes. */
type Turn = { readonly at_ms: number } & (
  | { readonly granted: TopUp }
  | { readonly ended: TopUp & { readonly ends_at: Instant } }
);

const endsIn = (topUp: TopUp, window: Window, now: number): topUp is TopUp & { readonly ends_at: Instant } => {
  if (topUp.ends_at === null) return false;
  const ends = epochMs(topUp.ends_at);
  return ends > epochMs(window.from_at) && ends <= Math.min(msOf(window.to_at), now);
};

const rankOf = (turn: Turn): number => ('granted' in turn ? 1 : 0);

/** In order of time; at one moment what ends goes before what begins. */
const turnsOf = (topUps: readonly TopUp[], window: Window, now: number): Turn[] => {
  const turns = topUps
    .filter((t) => isAlive(t, window, now))
    .flatMap((topUp): Turn[] => [
      ...(topUp.granted_at >= window.from_at ? [{ at_ms: epochMs(topUp.granted_at), granted: topUp }] : []),
      ...(endsIn(topUp, window, now) ? [{ at_ms: epochMs(topUp.ends_at), ended: topUp }] : []),
    ]);
  return turns.sort((a, b) => a.at_ms - b.at_ms || rankOf(a) - rankOf(b));
};

const upTo = (window: Window, at: Instant): Ask => ({ ...whole(window), to_at: at });

const usedAt = (rule: WindowRule, window: Window, turn: Turn, useOf: UseOf): number => {
  if ('ended' in turn) return countedBy(rule, useOf(upTo(window, turn.ended.ends_at)));
  const mark = turn.granted.used_at_grant[markKey(window)];
  return mark === undefined ? 0 : countedBy(rule, mark);
};

/** One window with what the rule gives in it. */
interface Stage {
  readonly window: Window;
  readonly given: Omit<Spell, 'from_on'>;
  readonly isNow: boolean;
}

/** When the window after `more` others ends. */
const endAfter = (window: Window, more: number, place: Place): number => {
  let last = window;
  for (let n = 0; n < more && last.to_at !== null; n++) last = windowAt(last.per, last.to_at, place);
  return msOf(last.to_at);
};

/** What there is when a window begins. Its own ends with it, unless what is left of it may be used later and goes last. */
const bucketsOf = (
  rule: WindowRule,
  { window, given, isNow }: Stage,
  carried: { readonly rolled: readonly RolledOver[]; readonly top_ups: readonly TopUpBucket[] },
  place: Place,
): Bucket[] => {
  const rolled = carried.rolled.map((of): RolledBucket => {
    const left = numberOf(of.amount);
    return { kind: 'rolled', of, left, ends_ms: endAfter(window, of.periods - 1, place) };
  });
  const { rollover } = given;
  const later =
    rollover?.used === 'first' ? [endAfter(window, rollover.periods, place), ...rolled.map((r) => r.ends_ms)] : [];
  const own = { kind: 'own' as const, left: given.own, ends_ms: Math.max(msOf(window.to_at), ...later) };
  const bought = {
    kind: 'bought' as const,
    left: isNow ? rule.amount - ownOf(rule) : 0,
    ends_ms: Number.POSITIVE_INFINITY,
  };
  const allowed = rollover?.used === 'last' ? [own, ...rolled] : [...rolled, own];
  return [...allowed, ...carried.top_ups, bought];
};

/** Goes through one window. Gives what is left of each when it ends, or now. */
const through = (
  rule: WindowRule,
  window: Window,
  first: readonly Bucket[],
  topUps: readonly TopUp[],
  useOf: UseOf,
  now: number,
): { readonly buckets: Bucket[]; readonly used: number } => {
  let buckets: Bucket[] = [...first];
  let used = 0;
  const advance = (to: number): void => {
    spend(buckets, Math.max(0, to - used));
    used = Math.max(used, to);
  };
  for (const turn of turnsOf(topUps, window, now)) {
    advance(usedAt(rule, window, turn, useOf));
    if ('ended' in turn) buckets = buckets.filter((b) => !isTopUp(b) || b.id !== turn.ended.id);
    else {
      const { id, amount, ends_at } = turn.granted;
      const ends_ms = ends_at === null ? msOf(window.to_at) : epochMs(ends_at);
      buckets.push({ kind: 'top-up', id, left: amount, ends_ms });
    }
  }
  advance(countedBy(rule, useOf(whole(window))));
  return { buckets, used };
};

/** What must be known to read the meters of some rules now. */
export const asksOf = (
  rules: readonly WindowRule[],
  topUps: readonly TopUp[],
  now: Instant,
  place: Place,
): ReadonlyMap<string, Ask> => {
  const asks = new Map<string, Ask>();
  const add = (ask: Ask) => asks.set(askKey(ask), ask);
  for (const rule of rules) {
    const own = ofRule(rule, topUps);
    for (const window of chainOf(rule, own, now, place)) {
      add(whole(window));
      for (const turn of turnsOf(own, window, epochMs(now))) if ('ended' in turn) add(upTo(window, turn.ended.ends_at));
    }
  }
  return asks;
};

/** What rolls over from a window into the next one, as it is left. */
const rollsOn = (
  rule: WindowRule,
  stage: Stage,
  buckets: readonly Bucket[],
  next: Omit<Spell, 'from_on'>,
  place: Place,
) => {
  const { window, given } = stage;
  if (rule.past === undefined) return [];
  const own = keepsOwn(rule, window, place) ? (buckets.find(({ kind }) => kind === 'own')?.left ?? 0) : 0;
  const rolled_left = buckets.filter(isRolled).map(({ of, left }) => ({ ...of, amount: BigInt(left) }));
  const closed = { from: window.from_on, own_left: BigInt(own), rolled_left, rollover: given.rollover };
  return carryOver(closed, { own: BigInt(next.own), rollover: next.rollover });
};

/** The windows with what the rule gives in each: in the one that holds as it stands, in those before as it did. */
const stagesOf = (rule: WindowRule, topUps: readonly TopUp[], now: Instant, place: Place): Stage[] => {
  const windows = chainOf(rule, topUps, now, place);
  const current = { own: ownOf(rule), rollover: rule.past?.spells.at(-1)?.rollover ?? null };
  return windows.map((window, i) => {
    const isNow = i === windows.length - 1;
    return { window, isNow, given: isNow ? current : givenIn(rule, window, place) };
  });
};

/** What was there of a bucket when its window began, and is left. */
const rolledOf = ({ of, left, ends_ms }: RolledBucket): Rolled => ({
  of: of.of,
  amount: numberOf(of.amount),
  left,
  ends_at: instantFromEpochMs(ends_ms),
});

/** How a rule stands now: what was used of its window, and what is left of the plan's amount, of what rolled over and of each top-up, what ends soonest being used first. */
export const meterOf = (
  rule: WindowRule,
  topUps: readonly TopUp[],
  useOf: UseOf,
  now: Instant,
  place: Place,
): Meter => {
  const own = ofRule(rule, topUps);
  const stages = stagesOf(rule, own, now, place);
  let carried: { rolled: RolledOver[]; top_ups: TopUpBucket[] } = { rolled: [], top_ups: [] };
  let last: { buckets: Bucket[]; used: number } = { buckets: [], used: 0 };
  for (const [i, stage] of stages.entries()) {
    const { window, given } = stage;
    last = through(rule, window, bucketsOf(rule, stage, carried, place), own, useOf, epochMs(now));
    const rolled = rollsOn(rule, stage, last.buckets, stages[i + 1]?.given ?? given, place);
    const isOn = (b: TopUpBucket) => b.ends_ms > msOf(window.to_at) && b.left > 0;
    carried = { rolled, top_ups: last.buckets.filter(isTopUp).filter(isOn) };
  }
  const rolled = last.buckets.filter(isRolled).map(rolledOf);
  const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0);
  return {
    rule,
    window: stages.at(-1)?.window ?? windowAt(rule.per, now, place),
    used: last.used,
    left: sum(last.buckets.map(({ left }) => left)),
    top_ups: last.buckets.filter(isTopUp).flatMap(({ id, left }) => (left === 0 ? [] : [{ id, left }])),
    rolled,
    whole: rule.amount + sum(rolled.map(({ amount }) => amount)),
    next: rule.amount + sum(carried.rolled.map(({ amount }) => numberOf(amount))),
  };
};
