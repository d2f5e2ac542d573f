import type { Ctx } from '../kernel/ctx.ts';
import { BillRunTakenUp } from './faults.ts';
import { type Attempt, holdAttempt } from './store/runs.ts';

/** Keeps a run from being taken up by another process until this transaction ends; refused when it was already. */
export const holdBillRun = async (ctx: Ctx, attempt: Attempt): Promise<void> => {
  if (!(await holdAttempt(ctx.tx, attempt))) throw BillRunTakenUp(attempt);
};
