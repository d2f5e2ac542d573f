import { dayIn, type Id } from '@isp/values';
import { endExemption, exemptAccount, type TaxExemption } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { EndTaxExemption, ExemptFromTax } from './contract/exemptions.ts';
import { ReverseChargeUnclear } from './faults.ts';

/** Exempts an account from a tax or from all, from today unless said. Who owes the tax itself has a tax number, which stands on the invoice. */
export const exemptFromTax = async (ctx: Ctx, input: ExemptFromTax): Promise<TaxExemption> => {
  const { id: account_id, zone, tax_id } = await getAccount(ctx, { id: input.account_id });
  if (input.kind === 'reverse-charge' && tax_id === null) throw ReverseChargeUnclear();
  const known_on = dayIn(ctx.now, zone);
  return exemptAccount(ctx, { ...input, account_id, from_on: input.from_on ?? known_on, known_on });
};

/** Ends an exemption, today unless said. */
export const dropExemption = async (ctx: Ctx, { id, on }: EndTaxExemption): Promise<TaxExemption> => {
  const todayOf = async (accountId: Id) => dayIn(ctx.now, (await getAccount(ctx, { id: accountId })).zone);
  return endExemption(ctx, { id, on, todayOf });
};
