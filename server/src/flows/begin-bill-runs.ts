import { dayIn } from '@isp/values';
import { type BillRun, BooksClosed, startBillRun } from '../billing/index.ts';
import { accountZones } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { closedInZone } from '../views/closing-facts.ts';
import { countDue } from '../views/due-accounts.ts';
import type { BeginBillRuns } from './contract.ts';

/** Begins a run in each zone that accounts live in, to be worked on in the background; none where nothing is due, but for dry ones. */
export const beginBillRuns = async (ctx: Ctx, input: BeginBillRuns): Promise<{ runs: BillRun[] }> => {
  const { as_of, dry_run, legal_entity_id = null } = input;
  const runs: BillRun[] = [];
  const zones = (await accountZones(ctx.tx)).filter((zone) => input.zone === undefined || zone === input.zone);
  for (const zone of zones) {
    const of = { zone, as_of: as_of ?? dayIn(ctx.now, zone), legal_entity_id };
    const closed = await closedInZone(ctx.tx, zone, of.as_of);
    if (closed) throw BooksClosed(closed);
    const due = await countDue(ctx.tx, of);
    const run = await startBillRun(ctx, { ...of, kind: dry_run ? 'dry' : 'run', due, waits: true });
    if (run) runs.push(run);
  }
  await addJobs(
    ctx.tx,
    runs.map(({ id }) => ({ task: 'flows.bill-run', key: `flows.bill-run:${id}`, payload: { run_id: id } })),
  );
  return { runs };
};
