import type { Kernel } from '../../kernel/ctx.ts';
import { addJobs } from '../../kernel/queue.ts';
import type { Owner } from '../core/record.ts';

const AGAIN_MS = 30_000;
const REMEMBERED = 10_000;

/**
 * Gives a way to ask the NASes of a subscription whether its sessions live: for one who was rejected because of them. A subscription is
 * asked about once in 30 s, however often it is rejected.
 */
export const createProbes = (kernel: Kernel): ((owner: Owner) => void) => {
  const asked = new Map<string, number>();
  return ({ account_id, subscription_id }) => {
    const now = performance.now();
    if (now - (asked.get(subscription_id) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    if (asked.size >= REMEMBERED) asked.clear();
    asked.set(subscription_id, now);
    const job = { task: 'aaa.probe', key: `aaa.probe:${subscription_id}`, payload: { account_id, subscription_id } };
    addJobs(kernel.db, [job]).catch((err: unknown) => {
      asked.delete(subscription_id);
      kernel.log.warn({ err }, 'the sessions of somebody rejected for them could not be asked about');
    });
  };
};
