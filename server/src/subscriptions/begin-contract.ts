import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { insertContract } from './contract-store.ts';

export interface BeginContract {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from_on: Day;
  /** Whose terms bind it: those of a version that binds nobody end the contract before. */
  readonly plan_id: Id;
  readonly plan_version: number;
}

/** Binds a subscription from a day on, by the terms of a version of a plan. */
export const beginContract = async (ctx: Ctx, contract: BeginContract): Promise<void> => {
  await insertContract(ctx.tx, { ...contract, created_at: ctx.now });
};
