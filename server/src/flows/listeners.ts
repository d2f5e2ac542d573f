import { AllowanceUsed } from '../aaa/index.ts';
import { DunningStepTaken } from '../billing/index.ts';
import { type Listener, on } from '../kernel/events.ts';
import { holdAllowances } from './pack-rules.ts';
import { suspendIfOwing } from './unpaid.ts';

/** Which event starts which flow. */
export const listeners: readonly Listener[] = [
  on(AllowanceUsed, 'hold-limits', (ctx, key) => holdAllowances(ctx, [key], 'limits')),
  on(DunningStepTaken, 'unpaid', async (ctx, { account_id, kind }) => {
    if (kind === 'suspend') await suspendIfOwing(ctx, account_id);
  }),
];
