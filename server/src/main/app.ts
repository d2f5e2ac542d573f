/** The one place that knows every room: which routes, jobs, listeners and schedules there are. */

import { jobs as aaaJobs, schedules as aaaSchedules } from '../aaa/jobs.ts';
import * as aaa from '../aaa/routes.ts';
import * as billing from '../billing/routes.ts';
import * as crm from '../crm/routes.ts';
import { jobs as flowJobs } from '../flows/jobs.ts';
import { listeners } from '../flows/listeners.ts';
import * as flows from '../flows/routes.ts';
import { schedules as flowSchedules } from '../flows/schedules.ts';
import { schedules as identitySchedules } from '../identity/jobs.ts';
import * as identity from '../identity/routes.ts';
import { foldTallies } from '../kernel/fold-tallies.ts';
import { housekeeping } from '../kernel/housekeeping.ts';
import type { Route } from '../kernel/http/route.ts';
import { createRegistry, type Registry } from '../kernel/jobs.ts';
import type { Schedule } from '../kernel/schedule.ts';
import * as metering from '../metering/routes.ts';
import * as payments from '../payments/routes.ts';
import * as subscriptions from '../subscriptions/routes.ts';
import * as tariffs from '../tariffs/routes.ts';
import * as views from '../views/routes.ts';
import { sandboxRoutes } from './sandbox-routes.ts';

/** In the order they run when they fall due at one moment. */
export const schedules: readonly Schedule[] = [
  ...flowSchedules,
  ...aaaSchedules,
  ...identitySchedules,
  foldTallies,
  housekeeping,
];

export const rooms: Readonly<Record<string, readonly Route[]>> = {
  identity: identity.routes,
  crm: crm.routes,
  tariffs: tariffs.routes,
  subscriptions: subscriptions.routes,
  billing: billing.routes,
  payments: payments.routes,
  metering: metering.routes,
  aaa: aaa.routes,
  flows: flows.routes,
  views: views.routes,
  sandbox: sandboxRoutes(schedules),
};

/** Every permission that some route asks for. */
export const permissions: readonly string[] = [
  ...new Set(
    Object.values(rooms).flatMap((routes) =>
      routes.flatMap((r) => (r.access.kind === 'permission' ? [r.access.permission] : [])),
    ),
  ),
].sort();

export const registry: Registry = createRegistry([...aaaJobs, ...flowJobs], listeners);
