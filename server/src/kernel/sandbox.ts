import type { Instant } from '@isp/values';
import { system } from './actor.ts';
import { type Ctx, type Kernel, transact } from './ctx.ts';
import { ClockBackwards, NotSandbox } from './faults.ts';
import { type Schedule, turnClock } from './schedule.ts';

export interface SandboxState {
  readonly sandbox: boolean;
  readonly now: Instant;
  readonly running: boolean;
}

/** Whether this database is a sandbox, and what its clock shows. */
export const sandboxState = async (ctx: Ctx): Promise<SandboxState> => {
  const clock = await ctx.tx.selectFrom('kernel.sandbox_clock').select('running').executeTakeFirst();
  return { sandbox: clock !== undefined, now: ctx.now, running: clock?.running ?? false };
};

/** Turns a sandbox's clock forward, running what falls due on the way; refuses a real installation and an earlier moment. */
export const turnSandboxClock = async (
  kernel: Kernel,
  schedules: readonly Schedule[],
  input: { readonly now: Instant; readonly running: boolean },
): Promise<SandboxState & { readonly ran: number }> => {
  const state = await transact(kernel, system('sandbox'), sandboxState);
  if (!state.sandbox) throw NotSandbox();
  if (input.now < state.now) throw ClockBackwards({ now: state.now });
  const ran = await turnClock(kernel, schedules, input.now, input.running);
  return { sandbox: true, ...input, ran };
};
