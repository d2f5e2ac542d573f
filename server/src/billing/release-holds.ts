import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { ReleaseHolds } from './contract.ts';
import { NothingHeld } from './faults.ts';
import { endHolds } from './store/holds.ts';

/** Releases held bills: the next run makes them. */
export const releaseHolds = async (ctx: Ctx, { note, ...wanted }: ReleaseHolds): Promise<{ released: number }> => {
  const release = { released_by: ctx.actor.name, released_at: ctx.now, release_note: note };
  const released = await endHolds(ctx.tx, wanted, release);
  if (released === 0) throw NothingHeld();
  await publish(ctx.tx, 'billing.bill_runs', { id: null, state: 'released' });
  return { released };
};
