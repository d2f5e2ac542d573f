import type { GetMeter } from '@isp/server/contract/metering';
import type { Reply } from '../api/contract.ts';
import { countText } from '../kit/format.ts';

export type Meter = Reply<typeof GetMeter>;

/** What of a period’s records is billed, as one chooses it. */
export const AGGREGATIONS = {
  sum: 'Their sum',
  count: 'How many there are',
  max: 'The largest',
  p95: 'Their 95th percentile',
} as const;

const BILLED = {
  sum: 'the sum of the records of a period is billed',
  count: 'the records of a period are counted',
  max: 'the largest record of a period is billed',
  p95: 'of the samples of a period the 5 % largest are dropped, and the next is billed',
} as const;

/** A meter in one sentence: `In min, of 60 counted things each; the sum of the records of a period is billed.` */
export const meterSentence = ({ unit_code, unit_size, aggregation }: Meter): string =>
  `In ${unit_code}${unit_size === 1 ? '' : `, of ${countText(unit_size)} counted things each`}; ${BILLED[aggregation]}.`;

/** Counted things as units: `(90, min of 60)` → `1.5 min`, cut after three digits. */
export const inUnits = (count: number, { unit_code, unit_size }: Pick<Meter, 'unit_code' | 'unit_size'>): string => {
  const thousandths = Math.trunc((count / unit_size) * 1000) / 1000;
  return `${thousandths.toLocaleString('en', { maximumFractionDigits: 3 })} ${unit_code}`;
};
