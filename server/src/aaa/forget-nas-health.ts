import { addMs, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { forgetHealth } from './store/nas-health.ts';

const KEPT_MS = 8 * 86_400_000;

/** Forgets what came from NASes more than eight days before `at`. */
export const forgetNasHealth = (kernel: Kernel, at: Instant): Promise<void> =>
  transact(kernel, system('forget-nas-health'), (ctx) => forgetHealth(ctx.tx, addMs(at, -KEPT_MS)));
