import { addMs, dayIn, epochMs, type Instant, instantFromEpochMs } from '@isp/values';
import { makeCharge } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type PackSale, recordPackSale, type Subscription } from '../subscriptions/index.ts';
import { type Pack, packProblem } from '../tariffs/index.ts';
import { PackUnfit } from './faults.ts';
import { topUp } from './top-up.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** So many days from now, at the next quarter of an hour. */
const endOf = (now: Instant, days: number): Instant =>
  instantFromEpochMs(Math.ceil(epochMs(addMs(now, days * DAY_MS)) / QUARTER_MS) * QUARTER_MS);

/** Sells a pack to a subscription: a top-up at once, and a charge that waits for the next bill. */
export const sellPack = async (
  ctx: Ctx,
  { account_id, id, plan_id, currency }: Subscription,
  pack: Pack,
  { automatic }: { readonly automatic: boolean },
): Promise<PackSale> => {
  const why = packProblem(pack, { plan_id, currency });
  if (why !== undefined) throw PackUnfit({ code: pack.code, why });
  const { zone } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  const { what, amount, name, lasts_days, price_minor, tax_code } = pack;
  const ends_at = lasts_days === null ? null : endOf(ctx.now, lasts_days);
  const granted = await topUp(ctx, { id, what, amount, reason: `pack ${name}`, ends_at });
  const charge = await makeCharge(ctx, {
    account_id,
    subscription_id: id,
    plan_id: null,
    plan_version: null,
    description: name,
    quantity: 1,
    unit_price_minor: price_minor,
    currency,
    tax_code,
    due_on: today,
    known_on: today,
  });
  const of = { account_id, subscription_id: id, pack_id: pack.id };
  return recordPackSale(ctx, { ...of, top_up_id: granted.id, charge_id: charge.id, automatic });
};
