import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { TaxExemption } from './contract.ts';
import { ExemptionUnclear, TaxNotFound } from './faults.ts';
import { insertExemption } from './store/exemptions.ts';
import { taxByCode } from './store/taxes.ts';

export type NewExemption = Omit<TaxExemption, 'id' | 'given_by' | 'given_at'>;

const unclear = ({ kind, certificate, reason, from_on, to_on }: NewExemption): string | undefined => {
  if (kind === 'certificate' && certificate === null) return 'it has no number of the certificate';
  if (kind !== 'certificate' && certificate !== null) return 'only one by certificate has a number';
  if (kind === 'other' && reason === null) return 'it has no reason to stand on the invoice';
  if (to_on !== null && to_on <= from_on) return `it would end on ${to_on}, before it began`;
  return undefined;
};

const checkTax = async (ctx: Ctx, code: string, on: Day): Promise<void> => {
  if (!(await taxByCode(ctx.tx, code, on))) throw TaxNotFound({ code });
};

/** Has an account's documents go without a tax, or without any: those issued on its days, from the day it was recorded on. */
export const exemptAccount = async (ctx: Ctx, exemption: NewExemption): Promise<TaxExemption> => {
  const why = unclear(exemption);
  if (why !== undefined) throw ExemptionUnclear({ why });
  if (exemption.tax_code !== null) await checkTax(ctx, exemption.tax_code, exemption.known_on);
  const given = { ...exemption, id: ctx.newId(), given_by: ctx.actor.name, given_at: ctx.now };
  await insertExemption(ctx.tx, given);
  await publish(ctx.tx, 'billing.exemptions', { account_id: exemption.account_id });
  return given;
};
