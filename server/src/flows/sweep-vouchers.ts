import type { Id } from '@isp/values';
import { lookAtVouchers } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { deriveVouchers } from './voucher-use.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

type Looked = Awaited<ReturnType<typeof lookAtVouchers>>;

const CHUNK = 5000;
const ZEROS: Id = '00000000-0000-0000-0000-000000000000';

/** Finds vouchers that were used up while nobody noticed (a process that died between a commit and what follows from it), and derives them anew. */
export const sweepVouchers = async (kernel: Kernel): Promise<void> => {
  let after: Key | undefined = { account_id: ZEROS, subscription_id: ZEROS };
  while (after !== undefined) {
    const { last, used }: Looked = await lookAtVouchers(kernel.db, after, CHUNK);
    if (used.length > 0)
      await transact(kernel, system('sweep-vouchers'), (ctx) => deriveVouchers(ctx, used, 'voucher'));
    after = last;
  }
};
