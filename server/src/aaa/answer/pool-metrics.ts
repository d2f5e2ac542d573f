import { setTimeout as pause } from 'node:timers/promises';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { AddressAsks } from './ask-addresses.ts';

/** How full a pool of ours is. */
export interface PoolUse {
  readonly code: string;
  readonly size: bigint;
  readonly assigned: bigint;
}

/** A pool changes slowly, and is counted by the database. */
const AGAIN_MS = 15_000;

/** Nobody who looks waits for the database longer than this. */
const WAIT_MS = 500;

/** Reads at most once in 15 s; what was read last when the database is away or says nothing. */
const remembered = (read: () => Promise<readonly PoolUse[]>): (() => Promise<readonly PoolUse[]>) => {
  let last: readonly PoolUse[] = [];
  let at = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const readAgain = async () => {
    last = await read().catch(() => last);
    reading = undefined;
  };
  return async () => {
    if (reading === undefined && performance.now() - at >= AGAIN_MS) {
      at = performance.now();
      reading = readAgain();
    }
    if (reading !== undefined) await Promise.race([reading, pause(WAIT_MS, undefined, { ref: false })]);
    return last;
  };
};

/** Shows in `/metrics` how full the pools are, and what log-ins asked of them. */
export const measurePools = (
  registry: Registry,
  addresses: AddressAsks,
  read: () => Promise<readonly PoolUse[]>,
): void => {
  const pools = remembered(read);
  const gauge = (name: string, help: string, field: 'size' | 'assigned'): void => {
    const one: Gauge = new Gauge({
      name,
      help,
      labelNames: ['pool'],
      registers: [registry],
      collect: async () => {
        one.reset();
        for (const pool of await pools()) one.set({ pool: pool.code }, Number(pool[field]));
      },
    });
  };
  gauge('isp_radius_pool_size', 'Addresses or prefixes that a pool can give out.', 'size');
  gauge('isp_radius_pool_assigned', 'Those that somebody has.', 'assigned');
  const asks: Counter = new Counter({
    name: 'isp_radius_pool_asks_total',
    help: 'Log-ins that asked the database for addresses; those that found a pool full; those it did not answer.',
    labelNames: ['what'],
    registers: [registry],
    collect: () => {
      asks.reset();
      for (const [what, count] of Object.entries(addresses.counts)) asks.inc({ what }, count);
    },
  });
  const waiting: Gauge = new Gauge({
    name: 'isp_radius_pool_asks_waiting',
    help: 'Log-ins that wait for addresses.',
    registers: [registry],
    collect: () => waiting.set(addresses.underWay),
  });
};
