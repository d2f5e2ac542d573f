import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { BillRunPage } from './contract.ts';
import { BillRunNotFound } from './faults.ts';
import { classesOf } from './store/findings.ts';
import { runById } from './store/runs.ts';

/** One run with what it found, by class. */
export const getBillRun = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<BillRunPage> => {
  const run = await runById(ctx.tx, id);
  if (!run) throw BillRunNotFound({ id });
  return { ...run, classes: await classesOf(ctx.tx, id) };
};
