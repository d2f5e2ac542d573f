import { dayIn } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { bindParts } from './bind-parts.ts';
import type { PriceBundle, PricedBundle } from './contract/bundles.ts';

/** What a bundle of some parts costs, and how its price is divided among them. */
export const priceBundle = async (ctx: Ctx, { on, price_minor, ...input }: PriceBundle): Promise<PricedBundle> => {
  const { currency } = input;
  const { sum_minor, parts, ...bound } = await bindParts(ctx, {
    ...input,
    price_minor,
    on: on ?? dayIn(ctx.now, 'UTC'),
  });
  return { currency, sum_minor, price_minor: bound.price_minor, parts: [...parts] };
};
