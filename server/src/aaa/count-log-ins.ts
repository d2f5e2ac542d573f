import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { countLogins, lastLogin } from './store/roll-up.ts';
import { writersGone } from './writers-gone.ts';

const AT_ONCE = 200_000;

/** Counts the log-ins written since the last time, by quarter of an hour, outcome and reason: each once, whenever it was written. */
export const countLogIns = async (kernel: Kernel): Promise<void> => {
  const last = await lastLogin(kernel.db);
  if (!(await writersGone(kernel, 'aaa.login'))) return;
  for (let more = true; more; )
    more = await transact(kernel, system('count-log-ins'), (ctx) => countLogins(ctx.tx, last, AT_ONCE));
};
