import {
  type Anchor,
  addDays,
  type Currency,
  type Cycle,
  type Day,
  type Decimal,
  dayFromEpoch,
  epochDay,
  type Id,
} from '@isp/values';
import type { BundlePart } from './bundle-part.ts';
import type { Timing } from './lines.ts';
import { DAY_SECONDS, type ProrationUnit, type Span } from './proration.ts';
import type { BillingTerms } from './terms.ts';

/** From a day on, a charge has this price. The segments of a stream are ordered by `from`; of two on one day the later in the list holds. */
export interface PriceSegment {
  readonly from: Day;
  /** Seconds into `from`; read under the option `second` only. */
  readonly from_second?: number;
  /** The day it was recorded, when that was not the day it took effect: earlier for a scheduled change, later for a backdated one. */
  readonly known_on?: Day;
  readonly price_id: Id;
  /** Price of one whole period; not negative (what lowers it is a discount). */
  readonly unit_price: Decimal;
  readonly quantity: Decimal;
  /** Its price is a part of a bundle's. */
  readonly part?: BundlePart | null;
  readonly cycle: Cycle;
  readonly anchor: Anchor;
  readonly timing: Timing;
  readonly terms: BillingTerms;
}

/** Days on which the service rests: nothing is charged but the hold fee, if there is one. The pauses of a stream are ordered by `from`. */
export interface Pause {
  readonly from: Day;
  /** The day it resumes (billed again); null while nobody knows. */
  readonly to: Day | null;
  readonly known_on?: Day;
  /** The day `to` was recorded, when not with the pause itself. */
  readonly to_known_on?: Day;
  readonly reason: 'pause' | 'suspension';
  /** Price of a whole period at rest, charged to the day like the price it stands for. */
  readonly hold_price?: Decimal;
  readonly hold_price_id?: Id;
}

/** The last day of a charge; whether it is still billed is the termination option. */
export interface Ending {
  readonly on: Day;
  readonly known_on?: Day;
  /** Somebody else is charged from that day on: what was paid for later days comes back, whatever the price says. */
  readonly is_transfer?: boolean;
}

/** One recurring charge of a subscription (its plan, or one add-on) through time: all that the bill run knows of it. */
export interface ChargeStream {
  readonly subscription_id: Id;
  readonly charge_code: string;
  readonly currency: Currency;
  readonly segments: readonly PriceSegment[];
  readonly pauses: readonly Pause[];
  readonly ended: Ending | null;
}

/** A span charged at one price. */
export interface Stretch extends Span {
  readonly kind: 'recurring' | 'hold_fee';
  readonly price_id: Id;
  readonly unit_price: Decimal;
  readonly segment: PriceSegment;
}

/** Seconds of the local calendar at a day, and `second` into it under the option `second`. */
export const secondOf = (day: Day, second: number, unit: ProrationUnit): number =>
  epochDay(day) * DAY_SECONDS + (unit === 'second' ? second : 0);

/** How far into its day a second of the local calendar lies. */
export const secondOfDay = (at: number): number => at - Math.floor(at / DAY_SECONDS) * DAY_SECONDS;

/** The day that holds a second of the local calendar. */
export const dayOfSecond = (at: number): Day => dayFromEpoch(Math.floor(at / DAY_SECONDS));

const startKnown = (fact: { readonly from: Day; readonly known_on?: Day }): Day => fact.known_on ?? fact.from;
const resumeKnown = (pause: Pause): Day => pause.to_known_on ?? startKnown(pause);
const endKnown = (ending: Ending): Day => ending.known_on ?? ending.on;

/** The first day that is not charged, as known on a day; null while the charge goes on. */
export const endedFrom = (stream: ChargeStream, known: Day): Day | null => {
  const { ended, segments } = stream;
  if (ended === null || endKnown(ended) > known) return null;
  const last = segments.findLast((each) => startKnown(each) <= known && each.from <= ended.on) ?? segments[0];
  return last?.terms.termination === 'inclusive' ? addDays(ended.on, 1) : ended.on;
};

/** Every day on which something about the charge became known, in order, each once. */
export const knowledgeDays = (stream: ChargeStream): Day[] => {
  const days: Day[] = [];
  const add = (day: Day): void => {
    if (!days.includes(day)) days.push(day);
  };
  for (const segment of stream.segments) add(startKnown(segment));
  for (const pause of stream.pauses) {
    add(startKnown(pause));
    if (pause.to !== null) add(resumeKnown(pause));
  }
  if (stream.ended !== null) add(endKnown(stream.ended));
  return days.sort();
};

/** Cuts the pauses out of one segment's stretch and puts the hold fee in their place. */
const withoutPauses = (whole: Stretch, pauses: readonly Pause[], known: Day): Stretch[] => {
  const { unit, bill_suspended } = whole.segment.terms;
  const stretches: Stretch[] = [];
  let at = whole.from;
  for (const pause of pauses) {
    if (bill_suspended && pause.reason === 'suspension') continue;
    const from = Math.max(at, secondOf(pause.from, 0, unit));
    const resumes = pause.to !== null && resumeKnown(pause) <= known ? secondOf(pause.to, 0, unit) : Infinity;
    const to = Math.min(whole.to, resumes);
    if (from >= to) continue;
    if (at < from) stretches.push({ ...whole, from: at, to: from });
    if (pause.hold_price !== undefined) {
      const price_id = pause.hold_price_id ?? whole.price_id;
      stretches.push({ ...whole, kind: 'hold_fee', price_id, unit_price: pause.hold_price, from, to });
    }
    at = to;
  }
  if (at < whole.to) stretches.push(at === whole.from ? whole : { ...whole, from: at });
  return stretches;
};

const beginningOf = ({ from, from_second = 0, terms }: PriceSegment): number => secondOf(from, from_second, terms.unit);

/** What is to be charged when, as known on a day: stretches in order, without overlap, the last without end while the charge goes on. */
export const stretchesKnown = (stream: ChargeStream, known: Day): Stretch[] => {
  const segments = stream.segments.filter((segment) => startKnown(segment) <= known);
  const ended = endedFrom(stream, known);
  const end = ended === null ? Infinity : secondOf(ended, 0, 'day');
  const pauses = stream.pauses.filter((pause) => startKnown(pause) <= known);
  const stretches: Stretch[] = [];
  segments.forEach((segment, i) => {
    const next = segments[i + 1];
    const from = beginningOf(segment);
    const to = Math.min(end, next === undefined ? Infinity : beginningOf(next));
    if (from >= to) return;
    const { price_id, unit_price } = segment;
    stretches.push(...withoutPauses({ from, to, kind: 'recurring', price_id, unit_price, segment }, pauses, known));
  });
  return stretches;
};
