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
    const { as_of, zone, legal_entity_id, kind } = run;
    const billing = { as_of, zone, legal_entity_id, dry_run: kind === 'dry', run };
    await billZone(kernel, system(run.started_by), billing, { patience_ms: Number.POSITIVE_INFINITY });
  } catch (err) {
    kernel.log.error({ err, run_id }, 'a bill run failed');
  }
};
