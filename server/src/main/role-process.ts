import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../kernel/config.ts';

const CLI = join(import.meta.dirname, 'cli.ts');

/**
 * Node's own setting of the RADIUS role. A log-in waits for the collector of young objects, whose pause grows with the space they have: 10 ms by
 * default, 1 ms with 2 MB, at the same rate of log-ins; accounting pays for it with a sixth of its rate (docs/benchmarks.md).
 * That `node:ffi` is experimental is known (docs/decisions/0015).
 */
const FOR_RADIUS = ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning'];

/** What Node is given to run a role as a process of its own. */
export const roleArguments = (role: Role): string[] => [...(role === 'radius' ? FOR_RADIUS : []), CLI, 'role', role];

/** Lets this process go before bill runs and reports, where the system allows it (as root, or with CAP_SYS_NICE); elsewhere nothing changes. */
export const goFirst = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Not allowed here: all are served alike.
  }
};
