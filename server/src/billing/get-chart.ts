import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { ChartOfAccounts } from './contract.ts';
import { LegalEntityNotFound } from './faults.ts';
import { legalEntityById } from './store/catalogue.ts';
import { chartAccounts, chartSettings } from './store/chart.ts';

/** A legal entity's chart of accounts. */
export const getChart = async (ctx: Pick<Ctx, 'tx'>, { id }: { readonly id: Id }): Promise<ChartOfAccounts> => {
  if (!(await legalEntityById(ctx.tx, id))) throw LegalEntityNotFound({ id });
  return {
    legal_entity_id: id,
    ...(await chartSettings(ctx.tx, id)),
    accounts: await chartAccounts(ctx.tx, id),
  };
};
