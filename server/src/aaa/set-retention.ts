import type { Ctx } from '../kernel/ctx.ts';
import type { Retention, SetRetention } from './contract.ts';
import { retentionRows, setKept } from './store/retention.ts';

/** Sets how long things are kept; what is left out stays. Shortened, the next night deletes more; lengthened, what is gone stays gone. */
export const setRetention = async (ctx: Ctx, input: SetRetention): Promise<{ items: Retention[] }> => {
  for (const { kind } of await retentionRows(ctx.tx)) {
    const kept = input[kind];
    if (kept !== undefined) await setKept(ctx.tx, kind, kept);
  }
  return { items: await retentionRows(ctx.tx) };
};
