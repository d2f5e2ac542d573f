import { bytesText } from '../kit/format.ts';
import type { Terms } from './plan-sentence.ts';

type Rollover = NonNullable<Terms['rollover']>;
type Typed = number | string;

/** What becomes of what is left of a period, as it is typed: no periods is nothing; a cap in GB or per cent. */
export type RolloverValues = {
  rollover_periods: Typed;
  rollover_cap: 'none' | 'bytes' | 'percent';
  rollover_most: Typed;
  rollover_used: Rollover['used'];
};

const GB = 1_000_000_000;
const MOST_PERIODS = 12;
const MOST_PERCENT = 1200;

/** What is left is lost. */
export const NO_ROLLOVER: RolloverValues = {
  rollover_periods: '',
  rollover_cap: 'none',
  rollover_most: '',
  rollover_used: 'first',
};

/** What a version says of it, to be typed over. */
export const typedRollover = ({ rollover }: Pick<Terms, 'rollover'>): RolloverValues => {
  if (rollover === null) return NO_ROLLOVER;
  const { periods, most_bytes, most_percent, used } = rollover;
  const cap = most_bytes === null ? (most_percent === null ? 'none' : 'percent') : 'bytes';
  const most = most_bytes === null ? (most_percent ?? '') : most_bytes / GB;
  return { rollover_periods: periods, rollover_cap: cap, rollover_most: most, rollover_used: used };
};

const isGiven = (value: Typed): boolean => String(value).trim() !== '';

/** What was typed, as terms. */
export const rolloverOf = (values: RolloverValues): Pick<Terms, 'rollover'> => {
  const { rollover_periods, rollover_cap, rollover_most, rollover_used: used } = values;
  if (!isGiven(rollover_periods)) return { rollover: null };
  const most = Number(rollover_most);
  const most_bytes = rollover_cap === 'bytes' ? Math.round(most * GB) : null;
  const most_percent = rollover_cap === 'percent' ? Math.round(most) : null;
  return { rollover: { periods: Number(rollover_periods), most_bytes, most_percent, used } };
};

const isWhole = (value: Typed, most: number): boolean =>
  Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= most;

/** What is wrong with what was typed, by field. */
export const rolloverProblems = {
  rollover_periods: (value: Typed) =>
    !isGiven(value) || isWhole(value, MOST_PERIODS) ? null : `write 1 to ${MOST_PERIODS} periods, or leave it empty`,
  rollover_most: (value: Typed, { rollover_periods, rollover_cap }: RolloverValues) => {
    if (!isGiven(rollover_periods) || rollover_cap === 'none') return null;
    if (rollover_cap === 'bytes') return Number(value) > 0 ? null : 'write how much';
    return isWhole(value, MOST_PERCENT) ? null : `write 1 to ${MOST_PERCENT} %`;
  },
};

/** In a sentence: `what is left may be used for 3 periods more, 50 GB of it at most, before a period’s own`. */
export const rolloverText = ({ rollover }: Pick<Terms, 'rollover'>): string => {
  if (rollover === null) return 'what is left of a period is lost';
  const { periods, most_bytes, most_percent, used } = rollover;
  const share = most_percent === null ? '' : `, ${most_percent} % of a period’s own at most`;
  const most = most_bytes === null ? share : `, ${bytesText(most_bytes)} at most`;
  const order = used === 'first' ? 'before' : 'after';
  return `what is left may be used for ${periods === 1 ? '1 period' : `${periods} periods`} more${most}, ${order} a period’s own`;
};
