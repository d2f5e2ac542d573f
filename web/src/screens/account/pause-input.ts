import type { PauseSubscription } from '@isp/server/contract/flows';
import type { Input } from '../../api/contract.ts';
import { minorOf } from '../../kit/money-text.ts';

/** A pause as it is typed. */
export type PauseValues = { from_on: string | null; to_on: string | null; hold_fee_minor: string; note: string };

/** A pause as the server takes it; an empty fee is the plan’s. */
export const pauseOf = (values: PauseValues, currency: string): Omit<Input<typeof PauseSubscription>, 'id'> => {
  const { from_on, to_on, hold_fee_minor, note } = values;
  const fee = hold_fee_minor.trim() === '' ? undefined : minorOf(hold_fee_minor, currency);
  return {
    ...(from_on ? { from_on } : {}),
    to_on: to_on || null,
    ...(fee === undefined ? {} : { hold_fee_minor: fee }),
    note: note.trim() || null,
  };
};

/** What is wrong with the days of a pause. */
export const untilProblem = ({ from_on, to_on }: Pick<PauseValues, 'from_on' | 'to_on'>): string | null =>
  from_on && to_on && to_on <= from_on ? 'choose a later day than its first' : null;

/** Whether so much is typed that it says what to do. */
export const saysPause = (values: PauseValues, currency: string): boolean =>
  Boolean(values.from_on) &&
  untilProblem(values) === null &&
  (values.hold_fee_minor.trim() === '' || minorOf(values.hold_fee_minor, currency) !== undefined);
