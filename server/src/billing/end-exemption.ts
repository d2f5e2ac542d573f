import { type Day, type Id, later } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { TaxExemption } from './contract.ts';
import { ExemptionEndsInPast, ExemptionNotFound, ExemptionOver } from './faults.ts';
import { endExemptionRow, exemptionById } from './store/exemptions.ts';

export interface EndOfExemption {
  readonly id: Id;
  /** Today when left out. */
  readonly on?: Day | undefined;
  readonly todayOf: (accountId: Id) => Promise<Day>;
}

/** Ends an exemption before its day: what is issued from then on has the tax again. */
export const endExemption = async (ctx: Ctx, { id, on: asked, todayOf }: EndOfExemption): Promise<TaxExemption> => {
  const exemption = await exemptionById(ctx.tx, id);
  if (!exemption) throw ExemptionNotFound({ id });
  const { account_id, from_on, to_on } = exemption;
  const today = await todayOf(account_id);
  const on = asked ?? today;
  if (on < today) throw ExemptionEndsInPast({ today });
  if (to_on !== null && to_on <= on) throw ExemptionOver({ on: to_on });
  const end = later(on, from_on);
  await endExemptionRow(ctx.tx, exemption, end);
  await publish(ctx.tx, 'billing.exemptions', { account_id });
  return { ...exemption, to_on: end };
};
