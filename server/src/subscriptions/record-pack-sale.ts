import type { Ctx } from '../kernel/ctx.ts';
import type { PackSale } from './contract/packs.ts';
import { insertPackSale } from './pack-store.ts';

type NewSale = Pick<PackSale, 'account_id' | 'subscription_id' | 'pack_id' | 'top_up_id' | 'charge_id' | 'automatic'>;

/** Notes that a subscription has bought a pack: the top-up it gave, and the charge that its price is. */
export const recordPackSale = (ctx: Ctx, sale: NewSale): Promise<PackSale> =>
  insertPackSale(ctx.tx, { ...sale, id: ctx.newId(), sold_by: ctx.actor.name, sold_at: ctx.now });
