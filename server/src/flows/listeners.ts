import { DunningStepTaken } from '../billing/index.ts';
import { type Listener, on } from '../kernel/events.ts';
import { suspendUnpaid } from './unpaid.ts';

/** Which event starts which flow. */
export const listeners: readonly Listener[] = [
  on(DunningStepTaken, 'unpaid', async (ctx, { account_id, kind }) => {
    if (kind === 'suspend') await suspendUnpaid(ctx, account_id);
  }),
];
