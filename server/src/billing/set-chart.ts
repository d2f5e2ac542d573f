import type { Ctx } from '../kernel/ctx.ts';
import type { ChartOfAccounts, SetChart } from './contract.ts';
import { LedgerAccountTwice, LegalEntityNotFound } from './faults.ts';
import { getChart } from './get-chart.ts';
import { legalEntityById } from './store/catalogue.ts';
import { writeChart } from './store/chart.ts';

/** Says what each ledger account of a legal entity is called in the accountant's books. */
export const setChart = async (ctx: Ctx, input: SetChart): Promise<ChartOfAccounts> => {
  if (!(await legalEntityById(ctx.tx, input.id))) throw LegalEntityNotFound(input);
  const names = input.accounts.map(({ ledger_account }) => ledger_account);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw LedgerAccountTwice({ ledger_account: twice });
  await writeChart(ctx.tx, input);
  return getChart(ctx, input);
};
