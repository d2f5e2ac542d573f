import type { Registry } from 'prom-client';
import { measureSessions } from '../aaa/measure-sessions.ts';
import { startRadius } from '../aaa/udp.ts';
import type { Role } from '../kernel/config.ts';
import type { Kernel } from '../kernel/ctx.ts';
import { startWorkers } from '../kernel/jobs.ts';
import { measureJobs, measurePool, measureSchedules } from '../kernel/measure.ts';
import { createMetrics } from '../kernel/observe.ts';
import { startSchedules } from '../kernel/schedule.ts';
import { schedules } from './app.ts';

export interface Running {
  /** Where it listens, for the log: `http 3000`, `radius 1812/1813`. */
  readonly at: string;
  /** Comes when it cannot go on: its process is to be started anew. */
  readonly failure?: Promise<Error>;
  stop(): Promise<void>;
}

const JOBS_AT_ONCE = 4;

const START: Readonly<Record<Role, (kernel: Kernel, metrics: Registry) => Promise<Running>>> = {
  http: async (kernel, metrics) => {
    // What serves HTTP is a fifth of the program: the other roles, and the commands, begin without it.
    const { startHttp } = await import('./http.ts');
    const http = await startHttp(kernel, metrics);
    return { at: `http ${http.port}`, stop: http.stop };
  },
  radius: async (kernel, metrics) => {
    const { radius_auth_port: auth_port, radius_acct_port: acct_port, radsec_port, coa_port } = kernel.config;
    const { ports, stop } = await startRadius(kernel, { auth_port, acct_port, radsec_port, coa_port, metrics });
    const radsec = ports.radsec === undefined ? '' : `, RadSec ${ports.radsec}`;
    return { at: `radius ${ports.auth}/${ports.acct}${radsec}`, stop };
  },
  worker: async (kernel, metrics) => {
    measureJobs(kernel, metrics);
    measureSessions(kernel, metrics);
    return { at: 'worker', ...(await startWorkers(kernel, JOBS_AT_ONCE)) };
  },
  poller: async (kernel, metrics) => {
    measureSchedules(kernel, metrics);
    return { at: 'poller', stop: startSchedules(kernel, schedules).stop };
  },
};

/** Starts one role of the platform in this process; `metrics` is what is told of it. */
export const startRole = (kernel: Kernel, role: Role, metrics: Registry = createMetrics(role)): Promise<Running> => {
  measurePool(kernel, metrics);
  return START[role](kernel, metrics);
};

/** Database connections a role may hold. */
export const CONNECTIONS: Readonly<Record<Role, number>> = { http: 10, radius: 6, worker: 10, poller: 5 };
