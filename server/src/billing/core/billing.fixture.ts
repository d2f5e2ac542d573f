/** For tests: charge streams in few words, and a billing room in memory that keeps what runs find. */
import {
  type Anchor,
  anchorFromAnniversary,
  anchorFromBillingDay,
  type Cycle,
  currency,
  type Day,
  day,
  decimal,
} from '@isp/values';
import { type BillingState, type DueCharges, dueCharges, NEVER_BILLED } from './charges.ts';
import type { BilledLine, ChargeLine, CreditLine, Timing } from './lines.ts';
import { type BillingTerms, DEFAULT_TERMS } from './terms.ts';
import type { ChargeStream, Ending, Pause, PriceSegment } from './timeline.ts';

export const MONTHLY: Cycle = { unit: 'month', count: 1 };
export const QUARTERLY: Cycle = { unit: 'month', count: 3 };
export const YEARLY: Cycle = { unit: 'year', count: 1 };

interface SegmentOptions {
  readonly cycle?: Cycle;
  readonly billing_day?: number;
  readonly anchor?: Anchor;
  readonly timing?: Timing;
  readonly known_on?: string;
  readonly from_second?: number;
  readonly price_id?: string;
}

/** A price from a day on: monthly, in advance, by anniversary unless said. */
export const segment = (from: string, price: string, options: SegmentOptions = {}): PriceSegment => {
  const start = day(from);
  const cycle = options.cycle ?? MONTHLY;
  const byDay =
    options.billing_day === undefined ? anchorFromAnniversary(start) : anchorFromBillingDay(options.billing_day, start);
  return {
    from: start,
    price_id: options.price_id ?? `${price} a ${cycle.count} ${cycle.unit}`,
    unit_price: decimal(price),
    quantity: decimal('1'),
    cycle,
    anchor: options.anchor ?? byDay,
    timing: options.timing ?? 'advance',
    terms: DEFAULT_TERMS,
    ...(options.known_on === undefined ? {} : { known_on: day(options.known_on) }),
    ...(options.from_second === undefined ? {} : { from_second: options.from_second }),
  };
};

interface StreamOptions {
  readonly pauses?: readonly Pause[];
  readonly ended?: Ending;
  readonly terms?: Partial<BillingTerms>;
  readonly currency?: string;
}

export const stream = (segments: readonly PriceSegment[], options: StreamOptions = {}): ChargeStream => ({
  subscription_id: 'subscription',
  charge_code: 'base',
  currency: currency(options.currency ?? 'EUR'),
  segments: segments.map((each) => ({ ...each, terms: { ...DEFAULT_TERMS, ...options.terms } })),
  pauses: options.pauses ?? [],
  ended: options.ended ?? null,
});

/** An end known on the day itself, or before. */
export const ending = (on: string, known_on = on): Ending => ({ on: day(on), known_on: day(known_on) });

const asBilled = (line: ChargeLine): BilledLine => ({
  ...line,
  invoiced_minor: line.amount_minor,
  adjusted_minor: 0n,
  credits: [],
});

const withCredits = (line: BilledLine, credits: readonly CreditLine[]): BilledLine => ({
  ...line,
  credits: [...line.credits, ...credits.filter((credit) => credit.credits_key === line.line_key)],
});

/** The state after a run. */
export const billedAfter = (state: BillingState, due: DueCharges, as_of: Day): BillingState => ({
  run_on: as_of,
  settled_to: state.settled_to,
  billed: [...state.billed, ...due.lines.map(asBilled)].map((line) => withCredits(line, due.credits)),
});

/** Runs on each of the days, each time with the stream as it was then. */
export const runAll = (
  streamOn: (on: Day) => ChargeStream,
  days: readonly Day[],
  from: BillingState = NEVER_BILLED,
) => {
  let state = from;
  const lines: ChargeLine[] = [];
  const credits: CreditLine[] = [];
  for (const on of days) {
    const due = dueCharges(streamOn(on), state, on);
    lines.push(...due.lines);
    credits.push(...due.credits);
    state = billedAfter(state, due, on);
  }
  return { lines, credits, state };
};

/** `'2012-03-02→2012-03-31 29/31 56124'`: a line in short. */
export const short = (line: ChargeLine | CreditLine): string =>
  `${line.period_from}→${line.period_to} ${line.days}/${line.denominator} ${line.kind === 'credit' ? '-' : ''}${line.amount_minor}`;

export const net = (due: { readonly lines: readonly ChargeLine[]; readonly credits: readonly CreditLine[] }): bigint =>
  due.lines.reduce((sum, line) => sum + line.amount_minor, 0n) -
  due.credits.reduce((sum, credit) => sum + credit.amount_minor, 0n);
