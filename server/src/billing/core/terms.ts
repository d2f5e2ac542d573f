import type { RoundingMode } from '@isp/values';
import type { ProrationUnit } from './proration.ts';

/** How discounts and taxes are rounded. */
export const ROUNDING: RoundingMode = 'half-up';

/** How a price is billed, the options of a plan's version; `DEFAULT_TERMS` is rule D. */
export interface BillingTerms {
  readonly unit: ProrationUnit;
  /** Whether the day it ends is still charged. Of a stream, its last price says so. */
  readonly termination: 'exclusive' | 'inclusive';
  /** Of a stream, its first price says so. */
  readonly first_part: 'separately' | 'with-next';
  readonly bill_suspended: boolean;
  /** Whether unused days of what was billed are given back. */
  readonly gives_back: boolean;
  readonly rounding: RoundingMode;
}

/** Rule D: by the day, the last day free, the first part billed at once, nothing while suspended, unused days given back, half-up. */
export const DEFAULT_TERMS: BillingTerms = {
  unit: 'day',
  termination: 'exclusive',
  first_part: 'separately',
  bill_suspended: false,
  gives_back: true,
  rounding: 'half-up',
};
