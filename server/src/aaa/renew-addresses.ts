import { setTimeout as pause } from 'node:timers/promises';
import type { Id } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import type { Answer } from './answer/ask-addresses.ts';
import { assignAddresses } from './assign-addresses.ts';
import type { Key } from './core/assignment.ts';
import { wantedBy } from './store/assignments.ts';
import { poolFacts } from './store/pools.ts';

const TRIES = 3;
const AGAIN_MS = 50;

const once = (kernel: Kernel, keys: readonly Key[]): Promise<Map<Id, Answer>> =>
  transact(kernel, system('radius'), async (ctx) => {
    const held = Map.groupBy(await assignAddresses(ctx, keys, { is_log_in: true }), (one) => one.subscription_id);
    const wanted = Map.groupBy(await wantedBy(ctx.tx, keys), (one) => one.subscription_id);
    const strict = new Map(
      (await poolFacts(ctx.tx)).filter((p) => p.when_full === 'reject').map((p) => [p.id, p.code]),
    );
    return new Map(
      keys.map(({ subscription_id }) => {
        const has = held.get(subscription_id) ?? [];
        const missing = (wanted.get(subscription_id) ?? []).filter(({ kind }) => !has.some((one) => one.kind === kind));
        return [
          subscription_id,
          { held: has, full: missing.flatMap(({ pool_id }) => strict.get(pool_id ?? '') ?? []) },
        ];
      }),
    );
  });

/** Asks for the addresses of subscriptions that log in, in one transaction: each keeps what it has for as long again, or is assigned some. Tried again when two stand in each other's way. */
export const renewAddresses = async (kernel: Kernel, keys: readonly Key[]): Promise<ReadonlyMap<Id, Answer>> => {
  for (let left = TRIES; ; left--) {
    try {
      return await once(kernel, keys);
    } catch (err) {
      if (left === 1) {
        kernel.log.warn({ err, subscriptions: keys.length }, 'addresses could not be asked for');
        throw err;
      }
      await pause(AGAIN_MS);
    }
  }
};
