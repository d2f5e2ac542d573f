import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { hasNotes } from './store/address-uses.ts';

/** Queues the filling of the uses of addresses when there is something to fill: a job, so that its failing holds no other schedule up. */
export const queueAddressUses = (kernel: Kernel): Promise<void> =>
  transact(kernel, system('queue-address-uses'), async ({ tx }) => {
    const task = 'aaa.fill-address-uses';
    if (await hasNotes(tx)) await addJobs(tx, [{ task, key: task, payload: {} }]);
  });
