import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { LIVE, standingOf, type VoucherUse } from './core/voucher.ts';
import { storeStandings, type VoucherRowFacts } from './store/voucher-standing.ts';

/** A locked voucher and what was used of it. */
export interface UsedVoucher {
  readonly facts: VoucherRowFacts;
  readonly use: VoucherUse;
}

/**
 * Stores how vouchers stand by what was used of them. RADIUS answers from it within milliseconds of the commit, and live sessions of one that is over are cut
 * by the job this commit queues.
 */
export const standVouchers = async (ctx: Ctx, used: readonly UsedVoucher[], cause: string): Promise<void> => {
  if (used.length === 0) return;
  const stood = used.map(({ facts, use }) => ({ ...facts, use, standing: standingOf(facts, use, ctx.now) }));
  await storeStandings(ctx.tx, stood, ctx.now);
  const over = stood.filter(({ standing, first_used_at }) => first_used_at !== null && !LIVE.includes(standing.state));
  await addJobs(
    ctx.tx,
    over.map(({ account_id, id, standing }) => ({
      task: 'aaa.reconcile',
      key: `aaa.reconcile:${id}`,
      payload: { account_id, subscription_id: id, cause: `${cause}; ${standing.reason}`, requested_at: ctx.now },
    })),
  );
};
