import { dayText } from '../kit/format.ts';

/** A plan that was given no first day holds from this one, however far back a subscription starts. */
const ALWAYS = '2000-01-01';

/** From when a version holds, in words. */
export const beginText = (effective_from: string): string =>
  effective_from <= ALWAYS ? 'from the start' : `from ${dayText(effective_from)}`;
