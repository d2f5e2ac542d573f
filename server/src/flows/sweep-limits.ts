import type { Id } from '@isp/values';
import { lookAtAllowances } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { holdAllowances } from './pack-rules.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

const CHUNK = 5000;
/** Allowances looked at in a run. */
const AT_A_RUN = 50_000;
const ZEROS: Id = '00000000-0000-0000-0000-000000000000';
const FIRST: Key = { account_id: ZEROS, subscription_id: ZEROS };

/** Where the next run goes on: it begins anew with the process. */
const places = new WeakMap<Kernel['pool'], Key>();

const look = async (kernel: Kernel, after: Key): Promise<Key | undefined> => {
  const { last, used } = await lookAtAllowances(kernel.db, after, CHUNK);
  if (used.length > 0) await transact(kernel, system('sweep-limits'), (ctx) => holdAllowances(ctx, used, 'limits'));
  return last;
};

/** Finds subscriptions that used up what was left while nobody noticed (a process that died between a commit and what follows from it), some more each run, and derives their access anew. */
export const sweepLimits = async (kernel: Kernel): Promise<void> => {
  let after = places.get(kernel.pool) ?? FIRST;
  for (let looked = 0; looked < AT_A_RUN; looked += CHUNK) {
    const last = await look(kernel, after);
    after = last ?? FIRST;
    if (last === undefined) break;
  }
  places.set(kernel.pool, after);
};
