import { dayIn, type Id, type Instant } from '@isp/values';
import { lockAccess } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { type AccessInput, accessAfter, accessInputs } from '../views/access-inputs.ts';
import { grantAll } from './access.ts';

const CHUNK = 1000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';

const mend = (kernel: Kernel, chunk: readonly AccessInput[]): Promise<number> =>
  transact(kernel, system('sweep-access'), async (ctx) => {
    await lockAccess(ctx.tx, chunk);
    const mended = await grantAll(ctx, await accessInputs(ctx.tx, chunk, ctx.now), 'nightly comparison');
    for (const { account_id, subscription_id } of mended)
      ctx.log.error({ account_id, subscription_id }, 'stored access was not what the subscription deserves; mended');
    return mended.length;
  });

/** Derives every subscription's access anew and compares it with what is stored; a difference is a defect: it is logged as an error and mended. Gives how many differed. */
export const sweepAccess = async (kernel: Kernel, at: Instant, zone: string): Promise<number> => {
  let after = { account_id: FIRST, subscription_id: FIRST };
  let mended = 0;
  for (;;) {
    const chunk = await accessAfter(kernel.db, after, zone, dayIn(at, zone), CHUNK);
    mended += await mend(kernel, chunk);
    const last = chunk.at(-1);
    if (!last || chunk.length < CHUNK) return mended;
    after = last;
  }
};
