import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type PackRule, packRulesOf } from '../subscriptions/index.ts';
import type { Meter } from '../tariffs/index.ts';
import type { AccessInput } from '../views/access-inputs.ts';
import type { Limited } from './limits.ts';

/** What may still be used before a rule buys; 0 or less: it does now. */
export const leftToRule = ({ whole, left }: Meter, { at_percent }: Pick<PackRule, 'at_percent'>): number =>
  left - Math.floor((whole * (100 - at_percent)) / 100);

const octetsTo = (rule: PackRule, { meters }: Limited): number[] =>
  meters
    .filter((meter) => meter.rule.cost === null && meter.rule.what === 'data')
    .map((meter) => leftToRule(meter, rule))
    .filter((left) => left > 0);

/** How limits stand where the next pack is bought before anything is used up: what is left until then is looked at, too. */
export const watchingPacks = async (
  ctx: Ctx,
  inputs: readonly AccessInput[],
  limits: ReadonlyMap<Id, Limited>,
): Promise<ReadonlyMap<Id, Limited>> => {
  if (limits.size === 0) return limits;
  const rules = await packRulesOf(
    ctx.tx,
    inputs.filter(({ subscription_id }) => limits.has(subscription_id)),
  );
  const early = rules.filter(({ at_percent }) => at_percent < 100);
  if (early.length === 0) return limits;
  const watched = new Map(limits);
  for (const rule of early) {
    const limited = limits.get(rule.subscription_id);
    if (!limited) continue;
    const { holding } = limited;
    const least = [holding.octets_left ?? Infinity, ...octetsTo(rule, limited)].reduce((a, b) => Math.min(a, b));
    const octets_left = least === Infinity ? null : least;
    watched.set(rule.subscription_id, { ...limited, holding: { ...holding, octets_left } });
  }
  return watched;
};
