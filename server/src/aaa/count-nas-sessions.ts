import { addMs, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { countSessions } from './store/nas-health.ts';
import { SILENT_SESSION_MS } from './store/nas-registry.ts';

/** Counts the open sessions of each NAS, and those of them whose interim record is missing, as of `at`. */
export const countNasSessions = (kernel: Kernel, at: Instant): Promise<void> =>
  transact(kernel, system('count-nas-sessions'), (ctx) => countSessions(ctx.tx, at, addMs(at, -SILENT_SESSION_MS)));
