import { shareBehind } from './bundle-part.ts';
import type { BilledLine } from './lines.ts';
import { type Share, type Span, shareOfAmount, unusedShare } from './proration.ts';
import { type Stretch, secondOf } from './timeline.ts';

/** A billed line while a run looks at it: which of its seconds were given back (`gone`, in order of giving) and for how much. */
export interface Holding extends Span {
  readonly line: BilledLine;
  readonly gone: Span[];
  gone_seconds: number;
  credited_minor: bigint;
}

const goneSpan = (from: number, to: number): Span => ({ from, to });

/** Takes up a billed line with the credits it already had. */
export const holdingOf = (line: BilledLine): Holding => {
  const { unit } = line.terms;
  const gone = line.credits.map((credit) =>
    goneSpan(
      secondOf(credit.period_from, credit.from_second, unit),
      secondOf(credit.period_to, credit.to_second, unit),
    ),
  );
  return {
    line,
    from: secondOf(line.period_from, line.from_second, unit),
    to: secondOf(line.period_to, line.to_second, unit),
    gone,
    gone_seconds: gone.reduce((sum, span) => sum + span.to - span.from, 0),
    credited_minor: line.credits.reduce((sum, credit) => sum + credit.amount_minor, 0n),
  };
};

/** The parts of `spans` outside `cut`. */
const without = (spans: readonly Span[], cut: Span): Span[] => {
  const rest: Span[] = [];
  for (const span of spans) {
    if (cut.to <= span.from || span.to <= cut.from) {
      rest.push(span);
      continue;
    }
    if (span.from < cut.from) rest.push({ from: span.from, to: cut.from });
    if (cut.to < span.to) rest.push({ from: cut.to, to: span.to });
  }
  return rest;
};

/** The parts of a span outside all the others, in order. */
export const outside = (span: Span, others: readonly Span[]): Span[] => {
  let rest: Span[] = [span];
  for (const other of others) rest = without(rest, other);
  return rest;
};

/** The parts of a billed line that were not given back. */
export const liveSpans = (holding: Holding): Span[] => outside(holding, holding.gone);

/** True when a billed line is for the very charge a stretch asks for: same price, same quantity. */
export const sameCharge = (line: BilledLine, stretch: Stretch): boolean =>
  line.price_id === stretch.price_id &&
  line.kind === stretch.kind &&
  line.unit_price === stretch.unit_price &&
  line.quantity === stretch.segment.quantity;

/** What the days of a part's line cost of the parts before it. */
export const behind = ({ part }: Pick<BilledLine, 'part'>): bigint => part?.line_before_minor ?? 0n;

/** What of a line was given back so far. */
export const goneShare = ({ line, from, to, gone_seconds }: Holding): Share =>
  unusedShare(line.terms.unit, gone_seconds, to - from, line.days);

/**
 * What a line still charges for the days it keeps, at its price before discounts. Its credits count as given when nothing but them reduced it,
 * else the days given back count at the line's own price.
 */
export const keptMinor = (holding: Holding): bigint => {
  const { line, gone_seconds } = holding;
  if (gone_seconds === 0) return line.amount_minor;
  if (line.invoiced_minor === line.amount_minor) return line.amount_minor - holding.credited_minor;
  return line.amount_minor - shareBehind(behind(line), line.amount_minor, goneShare(holding), line.terms.rounding);
};

/** What a part's line still stands behind for the days it keeps: the price of the parts before it. */
export const keptBehind = (holding: Holding): bigint => {
  const { line, gone_seconds } = holding;
  const before = behind(line);
  if (before === 0n || gone_seconds === 0) return before;
  return before - shareOfAmount(before, goneShare(holding), line.terms.rounding);
};
