import { addDays, boundaryAt, type Day, earlier, greater, later, lesser, nextBoundary, periodIndex } from '@isp/values';
import { shareBehind } from './bundle-part.ts';
import {
  behind,
  goneShare,
  type Holding,
  holdingOf,
  keptBehind,
  keptMinor,
  liveSpans,
  outside,
  sameCharge,
} from './holding.ts';
import { type BilledLine, beginningText, type ChargeLine, type CreditLine, lineKeyOf } from './lines.ts';
import { priceOf, type Share, type Span, shareOf, shareOfAmount, WHOLE } from './proration.ts';
import {
  type ChargeStream,
  dayOfSecond,
  endedFrom,
  knowledgeDays,
  type Stretch,
  secondOf,
  secondOfDay,
  stretchesKnown,
} from './timeline.ts';

/** How far a charge has been billed. */
export interface BillingState {
  /** The `as_of` of the last run; null before the first. */
  readonly run_on: Day | null;
  /** Days before this one are settled and not looked at; null looks at all. At or before whatever has changed since the last run, and what that left to charge. */
  readonly settled_to: Day | null;
  /** The lines that reach beyond the beginning of the period that holds `settled_to`. None are needed when nothing changed and none reaches beyond it. */
  readonly billed: readonly BilledLine[];
}

/** What a run finds: lines to charge and credits to give, each in order of `due_on`, and the `settled_to` of the next run: null when nothing is left to charge. */
export interface DueCharges {
  readonly lines: ChargeLine[];
  readonly credits: CreditLine[];
  readonly settled_to: Day | null;
}

/** A charge never billed before. */
export const NEVER_BILLED: BillingState = { run_on: null, settled_to: null, billed: [] };

/** One run's work on one stream under one state of knowledge, which began on `known`. */
interface Step {
  readonly stream: ChargeStream;
  readonly known: Day;
  readonly last: Day;
  readonly holdings: Holding[];
  readonly lines: ChargeLine[];
  readonly credits: CreditLine[];
}

interface Charge extends Span {
  readonly due_on: Day;
  readonly stretch: Stretch;
  readonly cycle_from: Day;
  readonly cycle_to: Day;
}

interface Return extends Span {
  readonly due_on: Day;
  readonly holding: Holding;
}

const isCharge = (action: Charge | Return): action is Charge => 'stretch' in action;

/** The parts of a billed line that nothing asks for any longer. */
const unwanted = (holding: Holding, stretches: readonly Stretch[]): Span[] => {
  const wanted = stretches.filter((stretch) => sameCharge(holding.line, stretch));
  if (wanted.some((stretch) => stretch.from <= holding.from && holding.to <= stretch.to)) return [];
  const spans = liveSpans(holding).flatMap((span) => outside(span, wanted));
  const { unit } = holding.line.terms;
  if (unit !== 'full' && unit !== 'none') return spans;
  const seconds = spans.reduce((sum, span) => sum + span.to - span.from, holding.gone_seconds);
  return seconds === holding.to - holding.from ? spans : [];
};

/** When the charge became somebody else's. */
const transferredAt = ({ stream: { ended }, known }: Step): number =>
  ended?.is_transfer && (ended.known_on ?? ended.on) <= known ? secondOf(ended.on, 0, 'day') : Infinity;

/** Of the parts that nothing asks for those that are given back. */
const returnable = (step: Step, { line }: Holding, spans: readonly Span[]): readonly Span[] => {
  if (line.terms.gives_back) return spans;
  const before = [{ from: -Infinity, to: transferredAt(step) }];
  return spans.flatMap((span) => outside(span, before));
};

const findReturns = (step: Step, stretches: readonly Stretch[]): Return[] => {
  const returns: Return[] = [];
  const at = transferredAt(step);
  for (const holding of step.holdings) {
    if (holding.gone_seconds === holding.to - holding.from) continue;
    if (!holding.line.terms.gives_back && holding.to <= at) continue;
    for (const span of returnable(step, holding, unwanted(holding, stretches))) {
      const due_on = later(dayOfSecond(span.from), step.known);
      if (due_on <= step.last) returns.push({ from: span.from, to: span.to, due_on, holding });
    }
  }
  return returns;
};

/** The parts of a slice that no billed line of the same charge covers. */
const uncovered = (step: Step, slice: Span, stretch: Stretch): Span[] => {
  let gaps: Span[] = [slice];
  for (const holding of step.holdings) {
    if (holding.to <= slice.from || slice.to <= holding.from || !sameCharge(holding.line, stretch)) continue;
    const live = liveSpans(holding);
    gaps = gaps.flatMap((gap) => outside(gap, live));
  }
  return gaps;
};

/** When a slice of a period falls due if not at its own beginning: at the period's end, or the charge's. */
const dueLate = (step: Step, stretch: Stretch, cycle_from: Day, cycle_to: Day): Day | undefined => {
  const start = step.stream.segments[0]?.from ?? cycle_from;
  const joins = step.stream.segments[0]?.terms.first_part === 'with-next' && cycle_from < start;
  if (stretch.segment.timing === 'advance' && !joins) return undefined;
  return earlier(cycle_to, endedFrom(step.stream, step.known) ?? cycle_to);
};

/** Finds what is due of a stretch; gives the second from which nothing is yet, none when all of it is. */
const findCharges = (step: Step, stretch: Stretch, settled: number, charges: Charge[]): number => {
  const { anchor, cycle } = stretch.segment;
  const start = Math.max(stretch.from, settled);
  if (start >= stretch.to) return Infinity;
  let k = periodIndex(anchor, cycle, dayOfSecond(start));
  let cycle_from = boundaryAt(anchor, cycle, k);
  for (;;) {
    k += 1;
    const cycle_to = boundaryAt(anchor, cycle, k);
    const from = Math.max(start, secondOf(cycle_from, 0, 'day'));
    const to = Math.min(stretch.to, secondOf(cycle_to, 0, 'day'));
    const late = dueLate(step, stretch, cycle_from, cycle_to);
    if (from >= to) return Infinity;
    if ((late ?? dayOfSecond(from)) > step.last) return from;
    for (const gap of uncovered(step, { from, to }, stretch)) {
      const due_on = later(late ?? dayOfSecond(gap.from), step.known);
      if (due_on > step.last) return gap.from;
      charges.push({ from: gap.from, to: gap.to, due_on, stretch, cycle_from, cycle_to });
    }
    cycle_from = cycle_to;
  }
};

const revisionOf = (step: Step, charge: Charge): number =>
  step.holdings.filter(({ from, line }) => from === charge.from && line.kind === charge.stretch.kind).length;

/** Days and money of the same period that lines at the same price already hold, and what of the parts before them. */
const keptOf = (step: Step, charge: Charge): { seconds: number; minor: bigint; behind: bigint } => {
  const kept = { seconds: 0, minor: 0n, behind: 0n };
  for (const holding of step.holdings) {
    const { line } = holding;
    if (line.cycle_from !== charge.cycle_from || line.cycle_to !== charge.cycle_to || !sameCharge(line, charge.stretch))
      continue;
    kept.seconds += holding.to - holding.from - holding.gone_seconds;
    kept.minor += keptMinor(holding);
    kept.behind += keptBehind(holding);
  }
  return kept;
};

const spanFields = (span: Span) => ({
  period_from: dayOfSecond(span.from),
  period_to: dayOfSecond(span.to),
  from_second: secondOfDay(span.from),
  to_second: secondOfDay(span.to),
});

/** What a share of a period costs, and, of a part of a bundle, what it costs of the parts before it. */
const priced = (step: Step, { kind, unit_price, segment }: Stretch, share: Share) => {
  const { quantity, terms, part } = segment;
  const price = (of: Share): bigint => priceOf(unit_price, quantity, of, step.stream.currency, terms.rounding);
  if (!part || kind !== 'recurring') return { minor: price(share), behind: 0n };
  return {
    minor: shareBehind(part.before_minor, price(WHOLE), share, terms.rounding),
    behind: shareOfAmount(part.before_minor, share, terms.rounding),
  };
};

const chargeLine = (step: Step, charge: Charge): ChargeLine => {
  const { subscription_id, charge_code } = step.stream;
  const { stretch, cycle_from, cycle_to } = charge;
  const { kind, price_id, unit_price } = stretch;
  const { cycle, quantity, terms, part } = stretch.segment;
  const whole = secondOf(cycle_to, 0, 'day') - secondOf(cycle_from, 0, 'day');
  const kept = keptOf(step, charge);
  const before = shareOf(terms.unit, kept.seconds, whole, cycle);
  const after = shareOf(terms.unit, kept.seconds + charge.to - charge.from, whole, cycle);
  const price = priced(step, stretch, after);
  const amount = price.minor - kept.minor;
  const span = spanFields(charge);
  const revision = revisionOf(step, charge);
  return {
    kind,
    subscription_id,
    charge_code,
    price_id,
    line_key: lineKeyOf({ kind, charge_code, revision, ...span }),
    revision,
    due_on: charge.due_on,
    ...span,
    cycle_from,
    cycle_to,
    quantity,
    unit_price,
    days: after.units - before.units,
    denominator: after.denominator,
    carried_days: before.units,
    carried_minor: kept.minor,
    amount_minor: greater(0n, amount),
    terms,
    ...(part && kind === 'recurring' ? { part: { ...part, line_before_minor: price.behind - kept.behind } } : {}),
  };
};

/** Charges a span: the line is found, and from now on held. */
const applyCharge = (step: Step, charge: Charge): void => {
  const line = chargeLine(step, charge);
  step.lines.push(line);
  step.holdings.push(holdingOf({ ...line, invoiced_minor: line.amount_minor, adjusted_minor: 0n, credits: [] }));
};

/** Gives a span back, rule D5: the unused days' share of what was invoiced less what was given before, at most what is left. */
const applyReturn = (step: Step, give: Return): void => {
  const { subscription_id, charge_code } = step.stream;
  const { holding } = give;
  const { line, credited_minor } = holding;
  const { terms } = line;
  holding.gone.push({ from: give.from, to: give.to });
  holding.gone_seconds += give.to - give.from;
  const share = goneShare(holding);
  const owed = shareBehind(behind(line), line.invoiced_minor, share, terms.rounding) - credited_minor;
  const left = line.invoiced_minor - line.adjusted_minor - credited_minor;
  const amount_minor = greater(0n, lesser(owed, left));
  holding.credited_minor += amount_minor;
  const span = spanFields(give);
  step.credits.push({
    kind: 'credit',
    subscription_id,
    charge_code,
    line_key: `credit:${line.line_key}:${beginningText(span.period_from, span.from_second)}`,
    credits_key: line.line_key,
    due_on: give.due_on,
    ...span,
    days: share.units,
    denominator: share.denominator,
    invoiced_minor: line.invoiced_minor,
    carried_minor: credited_minor,
    amount_minor,
  });
};

/** By day; on one day what is given back comes before what is charged, then the earlier span. */
const inOrder = (a: Charge | Return, b: Charge | Return): number => {
  if (a.due_on !== b.due_on) return a.due_on < b.due_on ? -1 : 1;
  if (isCharge(a) !== isCharge(b)) return isCharge(b) ? -1 : 1;
  return a.from - b.from;
};

/** Gives the second from which something is left to charge. */
const runStep = (step: Step, settled: number): number => {
  const stretches = stretchesKnown(step.stream, step.known);
  const charges: Charge[] = [];
  const left = stretches.reduce(
    (least, stretch) => Math.min(least, findCharges(step, stretch, settled, charges)),
    Infinity,
  );
  const actions = [...findReturns(step, stretches), ...charges].sort(inOrder);
  for (const action of actions) {
    if (isCharge(action)) applyCharge(step, action);
    else applyReturn(step, action);
  }
  return left;
};

/**
 * The lines due on a charge up to and with the day `as_of`, and the credits owed on what was billed before: first part, whole periods, catch-up, changes, pauses, end.
 *
 * Pure: the result depends on what was known on each day, not on when one asks. Runs day by day find the same lines as one run for all the days,
 * and a run again finds nothing. `due_on` is the day the first run could have found a line.
 */
export const dueCharges = (stream: ChargeStream, state: BillingState, as_of: Day): DueCharges => {
  const { run_on, settled_to, billed } = state;
  const until = run_on === null ? as_of : later(run_on, as_of);
  const settled = settled_to === null ? -Infinity : secondOf(settled_to, 0, 'day');
  const found = { lines: [] as ChargeLine[], credits: [] as CreditLine[] };
  let left = Infinity;
  const holdings = billed.map(holdingOf);
  const known = knowledgeDays(stream).filter((day) => day <= until);
  known.forEach((day, i) => {
    const next = known[i + 1];
    if (run_on !== null && next !== undefined && next <= run_on) return;
    const last = next === undefined ? until : addDays(next, -1);
    left = runStep({ stream, known: day, last, holdings, ...found }, settled);
  });
  return { ...found, settled_to: left === Infinity ? null : dayOfSecond(left) };
};

/** The first day after `as_of` on which a run may find something, by what is recorded now; null when the charge is over. */
export const nextDueOn = (stream: ChargeStream, as_of: Day): Day | null => {
  let next: Day | null = null;
  const offer = (day: Day) => {
    if (day > as_of && (next === null || day < next)) next = day;
  };
  for (const day of knowledgeDays(stream)) offer(day);
  for (const { from, to, segment } of stretchesKnown(stream, '9999-12-31' as Day)) {
    const start = dayOfSecond(from);
    offer(start);
    if (to === Infinity || dayOfSecond(to) > as_of)
      offer(nextBoundary(segment.anchor, segment.cycle, later(as_of, start)));
    if (to !== Infinity) offer(dayOfSecond(to));
  }
  return next;
};
