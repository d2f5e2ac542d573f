import { createVouchers } from '../aaa/index.ts';
import { defaultLegalEntity } from '../billing/index.ts';
import { AccountClosed, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreateVoucherBatch, VoucherBatch } from './contract.ts';

/** Makes a batch of vouchers of an account: in its zone and currency, and from its legal entity unless somebody else is named. */
export const createVoucherBatch = async (ctx: Ctx, input: CreateVoucherBatch): Promise<VoucherBatch> => {
  const { number, state, zone, currency, legal_entity_id } = await getAccount(ctx, { id: input.account_id });
  if (state === 'closed') throw AccountClosed({ number });
  const heading = input.heading ?? (await defaultLegalEntity(ctx, legal_entity_id)).name.slice(0, 60);
  return createVouchers(ctx, { ...input, heading, zone, currency });
};
