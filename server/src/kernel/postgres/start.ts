import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '@isp/values';
import { type Address, freePort, socketDirFor } from './address.ts';
import { findBinaries } from './binaries.ts';
import { PostgresForeignServer } from './faults.ts';
import { type ClusterPlan, ensureCluster, resetPassword, writeSettings } from './initdb.ts';
import { endLeftovers, forgetDead } from './leftovers.ts';
import type { Lock } from './lock.ts';
import { pruneLogs } from './logs.ts';
import { type Place, placeCluster } from './place.ts';
import { clusterProcesses } from './processes.ts';
import {
  adopt,
  fingerprint,
  type Hindrance,
  type LaunchFailure,
  launch,
  type Running,
  type ServerPlan,
} from './server.ts';
import { type Settings, tunedSettings, usableMemory } from './settings.ts';
import { ensurePassword, readState, writeState } from './state.ts';

const STILL_IN_USE_LIMIT_MS = 15_000;

/** A server that serves, and the plan by which it was started, to start it again the same way. */
export interface Opened {
  readonly plan: ServerPlan;
  readonly running: Running;
}

/** The data directory's real path and the place of its cluster; the directory is made when there is none. */
export const openPlace = async (dataDir: string): Promise<Place> => {
  await mkdir(dataDir, { recursive: true });
  const home = await realpath(dataDir);
  return placeCluster(home, await readState(home));
};

/** Deals with a server that is there already: it is kept when it is just what we would start; else it is ended, if a dead platform left it. */
const settleOld = async (plan: ServerPlan, known: string | undefined): Promise<Running | undefined> => {
  const { place, lock, log } = plan;
  const [pid] = await clusterProcesses(place.cluster);
  if (pid === undefined) return undefined;
  if (!lock.tookOver) throw PostgresForeignServer({ dir: place.cluster, pid });
  const adopted = known === fingerprint(plan) ? await adopt(plan) : undefined;
  if (adopted !== undefined)
    log(`keeping the PostgreSQL (process ${adopted.pid}) of a platform process that was killed`);
  else await endLeftovers(place.cluster, log);
  return adopted;
};

/** The way around each hindrance: the next address to try, or `undefined` when there is none. */
const wayAround: Partial<Record<Hindrance, (plan: ServerPlan) => Promise<Address>>> = {
  'port-taken': async ({ address }) => ({ ...address, port: await freePort(undefined) }),
  'no-socket': async ({ address }) => ({ port: address.port }),
  'wrong-password': async (plan) => {
    plan.log(`the password of the database in ${plan.place.cluster} was lost: setting a new one`);
    await resetPassword(plan);
    return plan.address;
  },
};

const launchSomehow = async (first: ServerPlan): Promise<Opened> => {
  const tried = new Map<Hindrance, number>();
  for (let plan = first; ; ) {
    const started = await launchPatiently(plan);
    if (started.ok) return { plan, running: started.value };
    const { why, fault } = started.reason;
    const times = (tried.get(why) ?? 0) + 1;
    tried.set(why, times);
    const around = wayAround[why];
    if (around === undefined || times > (why === 'port-taken' ? 10 : 1)) throw fault;
    plan = { ...plan, address: await around(plan) };
  }
};

/** Starts the server; what a killed one left in memory goes by itself after a moment, which is waited for. */
const launchPatiently = async (plan: ServerPlan): Promise<Result<Running, LaunchFailure>> => {
  const end = performance.now() + STILL_IN_USE_LIMIT_MS;
  for (;;) {
    await forgetDead(plan.place.cluster);
    const started = await launch(plan);
    if (started.ok || started.reason.why !== 'still-in-use' || performance.now() > end) return started;
    await sleep(100);
  }
};

const clusterPlan = async (place: Place, settings: Settings, log: (line: string) => void): Promise<ClusterPlan> => {
  const binaries = await findBinaries(place.owner, log);
  const { password } = await ensurePassword(place.home);
  return { place, binaries, settings, password, log };
};

/** Opens a place whose lock we hold: its cluster made if need be, a server serving, its port remembered. */
export const openServer = async (
  place: Place,
  lock: Lock,
  settings: Settings,
  log: (line: string) => void,
): Promise<Opened> => {
  const cluster = await clusterPlan(place, settings, log);
  await ensureCluster(cluster);
  const state = (await readState(place.home)) ?? { phase: 'ready' as const };
  const socketDir = socketDirFor(place.cluster);
  const kept: ServerPlan = { ...cluster, lock, address: { port: state.port ?? 0, socketDir } };
  const old = await settleOld(kept, state.fingerprint);
  if (old !== undefined) return { plan: kept, running: old };
  await writeSettings(place, tunedSettings(usableMemory()));
  await pruneLogs(place.cluster);
  const opened = await launchSomehow({ ...kept, address: { port: await freePort(state.port), socketDir } });
  const { plan } = opened;
  await writeState(place.home, { ...state, port: plan.address.port, fingerprint: fingerprint(plan) });
  return opened;
};

/** Starts the server of a plan anew; for the supervisor. */
export const reopen = (plan: ServerPlan) => (): Promise<Result<Running, LaunchFailure>> => launchPatiently(plan);
