import type { Id } from '@isp/values';
import { runById } from '../billing/index.ts';
import { system } from '../kernel/actor.ts';
import type { Kernel } from '../kernel/ctx.ts';
import { billZone } from './bill-period.ts';

/** Works on a run that was begun, in the name of who began it; one that is over stays as it is. What it fails with stands with the run. */
export const workBillRun = async (kernel: Kernel, { run_id }: { readonly run_id: Id }): Promise<void> => {
  const run = await runById(kernel.db, run_id);
  if (run?.state !== 'running') return;
  try {
    await billZone(kernel, system(run.started_by), { ...run, dry_run: run.kind === 'dry', run });
  } catch (err) {
    kernel.log.error({ err, run_id }, 'a bill run failed');
  }
};
