import { addMs, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { SECRET_PATIENCE_MS } from './core/nas-condition.ts';
import { finishSecrets as finish } from './store/nas-registry.ts';

/** Ends, as of `at`, the changes of secrets that are through: the next one was used for half an hour, and the old one not once. */
export const finishSecrets = (kernel: Kernel, at: Instant): Promise<void> =>
  transact(kernel, system('finish-secrets'), async (ctx) => {
    const finished = await finish(ctx.tx, addMs(at, -SECRET_PATIENCE_MS));
    if (finished.length > 0) ctx.log.info({ finished }, 'old secrets of NASes are believed no more');
  });
