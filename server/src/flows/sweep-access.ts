import { dayIn, type Id, type Instant } from '@isp/values';
import { setAccess } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { type AccessInput, accessAfter } from '../views/access-inputs.ts';
import { deservedAccess } from './access.ts';

const CHUNK = 1000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';

const mend = async (kernel: Kernel, chunk: readonly AccessInput[]): Promise<number> => {
  let mended = 0;
  await transact(kernel, system('sweep-access'), async (ctx) => {
    for (const input of chunk) {
      const access = deservedAccess(input);
      if (!access || !(await setAccess(ctx, access, 'nightly comparison'))) continue;
      mended++;
      ctx.log.error(
        { account_id: input.account_id, subscription_id: input.subscription_id },
        'stored access was not what the subscription deserves; mended',
      );
    }
  });
  return mended;
};

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
