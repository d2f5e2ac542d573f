import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../kernel/config.ts';

const CLI = join(import.meta.dirname, 'cli.ts');

/**
 * Node's own setting of the RADIUS role: the space young objects have, in MB. Accounting records wait for their commit, and in a small space all of them are copied again and again: with 2 MB,
 * 99 of 100 records at 5,000 a second took 22 ms, with 16 MB 7. Log-ins leave nothing behind that is copied, so they do not care (docs/benchmarks.md).
 * That `node:ffi` is experimental is known (docs/decisions/0015).
 */
const FOR_RADIUS = ['--max-semi-space-size=16', '--disable-warning=ExperimentalWarning'];

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
