import { GetSandbox, TurnClock } from '../flows/contract.ts';
import { command, get, may, type Route, signedIn } from '../kernel/http/route.ts';
import { sandboxState, turnSandboxClock } from '../kernel/sandbox.ts';
import type { Schedule } from '../kernel/schedule.ts';

/** The sandbox's own doors; they need all schedules, so they are made where those are known. */
export const sandboxRoutes = (schedules: readonly Schedule[]): readonly Route[] => [
  get('/sandbox', signedIn, GetSandbox, sandboxState),
  command('/sandbox/clock', may('sandbox.turn'), TurnClock, (kernel, _, input) =>
    turnSandboxClock(kernel, schedules, input),
  ),
];
