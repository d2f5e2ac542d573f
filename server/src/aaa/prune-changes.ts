import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { pruneChanges as prune } from './store/directory.ts';

/** Forgets what the directories of every process have long read. */
export const pruneChanges = (kernel: Kernel): Promise<void> =>
  transact(kernel, system('prune-changes'), (ctx) => prune(ctx.tx));
