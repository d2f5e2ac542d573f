import type { Id } from '@isp/values';
import { findingsOf, HOLDABLE, type HoldableClass, insertHolds, runById } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { claimDue } from '../views/due-accounts.ts';
import type { HoldBills } from './contract.ts';
import { NothingToHold } from './faults.ts';

const CHUNK = 1000;

/** Of these accounts those that still have something due; a run that is billing one is waited for. */
const stillDue = async (ctx: Ctx, ids: readonly Id[], as_of: Parameters<typeof claimDue>[2]['as_of']) => {
  const due = new Set<Id>();
  for (let at = 0; at < ids.length; at += CHUNK)
    for (const id of await claimDue(ctx.tx, ids.slice(at, at + CHUNK), { as_of, claim: 'wait' })) due.add(id);
  return due;
};

const isHoldable = <F extends { readonly class: string }>(found: F): found is F & { readonly class: HoldableClass } =>
  HOLDABLE.some((each) => each === found.class);

/** Holds bills that a run found, of a class or of accounts: no run makes them until somebody releases them. What was billed meanwhile, or is held already, is left out. */
export const holdBills = async (
  ctx: Ctx,
  { id, note, ...wanted }: HoldBills,
): Promise<{ held: number; left: number }> => {
  const found = (await findingsOf(ctx.tx, { bill_run_id: id, ...wanted })).filter(isHoldable);
  const run = await runById(ctx.tx, id);
  if (run === undefined || found.length === 0) throw NothingToHold();
  const due = await stillDue(
    ctx,
    found.map(({ account_id }) => account_id),
    run.as_of,
  );
  const holds = found.filter(({ account_id }) => due.has(account_id)).map((each) => ({ ...each, id: ctx.newId() }));
  const holding = { bill_run_id: id, as_of: run.as_of, held_by: ctx.actor.name, held_at: ctx.now, note };
  const held = await insertHolds(ctx.tx, holds, holding);
  await publish(ctx.tx, 'billing.bill_runs', { id, state: run.state });
  return { held, left: found.length - held };
};
