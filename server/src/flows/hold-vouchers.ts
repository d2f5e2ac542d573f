import { dueVouchers } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { deriveVouchers } from './voucher-use.ts';

const CHUNK = 500;
/** After a long absence other schedules want their turn, too: the rest is left to the next run. */
const CHUNKS = 200;

/** A moment has come at which some vouchers are over: they expire, or who is online has used up the time. They are derived anew. */
export const holdVouchers = async (kernel: Kernel): Promise<void> => {
  for (let i = 0; i < CHUNKS; i++) {
    const due = await dueVouchers(kernel.db, kernel.clock.now(), CHUNK);
    if (due.length > 0) await transact(kernel, system('hold-vouchers'), (ctx) => deriveVouchers(ctx, due, 'voucher'));
    if (due.length < CHUNK) return;
  }
};
