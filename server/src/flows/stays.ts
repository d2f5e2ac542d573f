import type { Subscription } from '../subscriptions/index.ts';
import { TransferPlanned } from './faults.ts';

type Moving = Pick<
  Subscription,
  'state' | 'started_on' | 'ended_on' | 'transferred_to' | 'transferred_from' | 'transferred_at'
>;

/** Refuses what would change a subscription that is to go to another account, or the one that is to take over: both are what they were when that was said. */
export const checkStays = (of: Moving): void => {
  const { state, started_on, ended_on, transferred_to, transferred_from, transferred_at } = of;
  if (state === 'ended') return;
  if (transferred_to !== null) throw TransferPlanned({ on: `${ended_on}` });
  if (transferred_from !== null && transferred_at === null) throw TransferPlanned({ on: `${started_on}` });
};
