import { addMs, epochMs, type Id, type Instant, instantFromEpochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import {
  type Ask,
  askKey,
  asksOf,
  type FairUseStep,
  type Holding,
  type HoursRule,
  holdingOf,
  type Limit,
  type Meter,
  markKey,
  meterOf,
  type Place,
  rollingRules,
  rulesOf,
  type Span,
  spansOf,
  type TermsSpell,
  type Used,
} from '../tariffs/index.ts';
import type { AccessInput } from '../views/access-inputs.ts';
import { type LiveUse, liveOf, type TopUpRow, topUpsOf, type UseAsk, usesOf } from '../views/limit-use.ts';
import { type PastOf, pastTermsOf } from '../views/past-terms.ts';

/** How the limits of a subscription stand, and what they make of its access. */
export interface Limited {
  readonly holding: Holding;
  readonly meters: readonly Meter[];
  readonly top_ups: readonly TopUpRow[];
  readonly hours: readonly HoursRule[];
  readonly place: Place;
  /** What is used now of each window that holds, as a top-up keeps it. */
  readonly marks: Readonly<Record<string, Used>>;
}

/** A session that has been silent for longer has no time counted beyond its last record. */
const FRESH_MS = 30 * 60_000;

/** One subscription with all that its limits depend on but the use. */
interface Subject {
  readonly of: AccessInput;
  readonly place: Place;
  readonly rules: ReturnType<typeof rulesOf>;
  /** Those of a window, with what they gave before where what is left of them rolls over. */
  readonly windowed: ReturnType<typeof rollingRules>;
  readonly hours: readonly HoursRule[];
  readonly top_ups: readonly TopUpRow[];
  readonly live: readonly LiveUse[];
  readonly asks: ReadonlyMap<string, Ask>;
}

const placeOf = (of: AccessInput): Place | undefined =>
  of.started_on === null || of.anchor_on === null || of.anchor_day === null
    ? undefined
    : {
        zone: of.zone,
        started_on: of.started_on,
        anchor: { anchor_on: of.anchor_on, anchor_day: of.anchor_day },
        cycle: { unit: of.cycle_unit, count: of.cycle_count },
      };

const isLimited = (of: AccessInput): boolean =>
  of.kind === 'internet' && of.limits.length + of.fair_use.length + of.hours.length > 0;

const freeIn = ({ hours, place }: Subject, from: Instant, to: Instant): readonly Span[] =>
  spansOf(
    hours.filter((h) => h.free),
    from,
    to,
    place.zone,
  );

type Key = Pick<UseAsk, 'account_id' | 'subscription_id'>;
type Summand = UseAsk & { readonly is_free: boolean };

/** Records may bear a time a little ahead of now. */
const AHEAD_MS = 15 * 60_000;

/** An ask of what a subscription used, with those it went on from, and the free stretches in it, to be summed: what is free is taken off. */
const summands = (subject: Subject, ask: Ask, now: Instant): Summand[] => {
  const { account_id, subscription_id, earlier } = subject.of;
  return [{ account_id, subscription_id }, ...earlier].flatMap((key) => summandsOf(subject, key, ask, now));
};

const summandsOf = (subject: Subject, of: Key, ask: Ask, now: Instant): Summand[] => {
  const key = { ...of, zone: subject.place.zone };
  const ahead = addMs(now, AHEAD_MS);
  const until = ask.to_at !== null && ask.to_at < ahead ? ask.to_at : ahead;
  const free = freeIn(subject, ask.from_at, until).map(({ from_ms, to_ms }) => ({
    ...key,
    from_on: null,
    from_at: instantFromEpochMs(from_ms),
    to_at: instantFromEpochMs(to_ms),
    is_free: true,
  }));
  return [{ ...key, ...ask, is_free: false }, ...free];
};

/** Seconds that sessions are online since they were last heard of, free ones left out. */
const running = (subject: Subject, ask: Ask, now: Instant): number => {
  if (ask.to_at !== null && ask.to_at <= now) return 0;
  let ms = 0;
  for (const { heard_at } of subject.live) {
    const [, from = heard_at] = [heard_at, ask.from_at].sort();
    if (from >= now) continue;
    ms += epochMs(now) - epochMs(from);
    for (const span of freeIn(subject, from, now)) ms -= span.to_ms - span.from_ms;
  }
  return Math.floor(ms / 1000);
};

/** What is read of all subscriptions at once, by subscription. */
interface Read {
  readonly top_ups: ReadonlyMap<Id, readonly TopUpRow[]>;
  readonly live: ReadonlyMap<Id, readonly LiveUse[]>;
  readonly past: ReadonlyMap<Id, PastOf>;
}

const subjectOf = (of: AccessInput, place: Place, read: Read, now: Instant): Subject => {
  const top_ups = read.top_ups.get(of.subscription_id) ?? [];
  const live = read.live.get(of.subscription_id) ?? [];
  const { terms = [], pauses = [], kept_on = null } = read.past.get(of.subscription_id) ?? {};
  const { currency, included_bytes, overage_unit_bytes, overage_unit_price_minor } = of;
  const price = { currency, included_bytes, overage_unit_bytes, overage_unit_price_minor };
  const limits = of.limits as readonly Limit[];
  const rules = rulesOf({ ...price, limits, fair_use: of.fair_use as readonly FairUseStep[] });
  const hours = of.hours as readonly HoursRule[];
  const windowed = rollingRules(rules, terms as readonly TermsSpell[], { pauses, kept_on });
  return { of, place, rules, windowed, hours, top_ups, live, asks: asksOf(windowed, top_ups, now, place) };
};

/** Everybody's asks in one reading. Gives, by subscription, what was used of each. */
const readUse = async (ctx: Ctx, subjects: readonly Subject[]): Promise<ReadonlyMap<Id, ReadonlyMap<string, Used>>> => {
  const asked = subjects.flatMap((subject) =>
    [...subject.asks].map(([key, ask]) => ({ subject, key, ask, parts: summands(subject, ask, ctx.now) })),
  );
  const sums = await usesOf(
    ctx.tx,
    asked.flatMap(({ parts }) => parts),
  );
  const found = new Map<Id, Map<string, Used>>();
  let at = 0;
  for (const { subject, key, ask, parts } of asked) {
    const found_sums = sums.slice(at, at + parts.length);
    at += parts.length;
    const total = (name: keyof Used): number =>
      parts.reduce((sum, { is_free }, i) => sum + (found_sums[i]?.[name] ?? 0) * (is_free ? -1 : 1), 0);
    const used = { down: total('down'), up: total('up'), seconds: total('seconds') + running(subject, ask, ctx.now) };
    const { subscription_id } = subject.of;
    found.set(subscription_id, (found.get(subscription_id) ?? new Map<string, Used>()).set(key, used));
  }
  return found;
};

const NOTHING: Used = { down: 0, up: 0, seconds: 0 };

const limitedOf = (subject: Subject, used: ReadonlyMap<string, Used>, now: Instant): Limited => {
  const { of, place, rules, windowed, hours, top_ups, live } = subject;
  const useOf = (ask: Ask): Used => used.get(askKey(ask)) ?? NOTHING;
  const meters = windowed.map((rule) => meterOf(rule, top_ups, useOf, now, place));
  const { zone, rate_down_kbps, rate_up_kbps } = of;
  const holding = holdingOf({
    now,
    zone,
    rate_down_kbps,
    rate_up_kbps,
    rules,
    hours,
    meters,
    top_ups,
    online: live.length,
  });
  const marks = Object.fromEntries(meters.map(({ window }) => [markKey(window), useOf(window)]));
  return { holding, meters, top_ups, hours, place, marks };
};

/** How the limits of subscriptions stand now, by id; those whose plan has none are left out. One reading of use for all of them. */
export const limitsOf = async (ctx: Ctx, inputs: readonly AccessInput[]): Promise<ReadonlyMap<Id, Limited>> => {
  const limited = inputs.filter(isLimited);
  if (limited.length === 0) return new Map();
  const bySubscription = <T extends { readonly subscription_id: Id }>(rows: readonly T[]) =>
    Map.groupBy(rows, (row) => row.subscription_id);
  const rolling = limited.filter(({ rollover }) => rollover !== null);
  const read: Read = {
    top_ups: bySubscription(await topUpsOf(ctx.tx, limited)),
    live: bySubscription(await liveOf(ctx.tx, limited, addMs(ctx.now, -FRESH_MS))),
    past: await pastTermsOf(ctx.tx, rolling, ctx.now),
  };
  const subjects = limited.flatMap((of) => {
    const place = placeOf(of);
    return place ? [subjectOf(of, place, read, ctx.now)] : [];
  });
  const used = await readUse(ctx, subjects);
  return new Map(
    subjects.map((subject) => [
      subject.of.subscription_id,
      limitedOf(subject, used.get(subject.of.subscription_id) ?? new Map(), ctx.now),
    ]),
  );
};
