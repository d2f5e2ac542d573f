import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../kernel/config.ts';

const CLI = join(import.meta.dirname, 'cli.ts');

/**
 * Node's own settings of the RADIUS role. The space young objects have, in MB: accounting records wait for their commit, and in a small space all of them are copied again and again; log-ins leave nothing behind that is copied, so they do not care.
 * And V8 does not guess in a peak, when all that waits outlives its small collections, that what is made at such a place is better made among the old objects: it would be for ever after
 * (docs/decisions/0023-short-lives.md). That `node:ffi` is experimental is known (docs/decisions/0015).
 */
const FOR_RADIUS = [
  '--max-semi-space-size=16',
  '--no-allocation-site-pretenuring',
  '--disable-warning=ExperimentalWarning',
];

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
