import { checkTax, defaultLegalEntity } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type CreatePack, createPack, type Pack } from '../tariffs/index.ts';

/** Makes a pack, in the legal entity's currency unless another is said; its tax has to be there. */
export const offerPack = async (ctx: Ctx, input: CreatePack): Promise<Pack> => {
  await checkTax(ctx, input.tax_code);
  const { currency } = await defaultLegalEntity(ctx, undefined);
  return createPack(ctx, input, { currency });
};
