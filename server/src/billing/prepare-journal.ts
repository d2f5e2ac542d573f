import { addMonths, currency as currencyOf, dayIn } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { softwareVersion } from '../kernel/version.ts';
import type { ExportJournal, LegalEntity } from './contract.ts';
import { type JournalFormat, missingInChart } from './core/chart.ts';
import { DATEV_ROWS, fiscalYearOf } from './core/datev.ts';
import type { ChartAccount, JournalFacts } from './core/journal-entry.ts';
import {
  ChartIncomplete,
  DatevNumbersMissing,
  DatevRowsTooMany,
  FiscalYearsMixed,
  LegalEntityNotFound,
} from './faults.ts';
import { getChart } from './get-chart.ts';
import { legalEntityById } from './store/catalogue.ts';
import { balancesAround, hasMorePostings } from './store/chart.ts';

/** A journal that can be written: nothing that its format wants is missing. */
export interface PreparedJournal extends JournalFacts {
  readonly entity: LegalEntity;
  readonly format: JournalFormat;
  readonly by: ExportJournal['by'];
  readonly datev_consultant: number;
  readonly datev_client: number;
  readonly fiscal_month: number;
  readonly made_at: Ctx['now'];
  readonly made_on: JournalFacts['from'];
  readonly software_version: string;
}

const NAMES: Readonly<Record<JournalFormat, string>> = {
  csv: 'CSV',
  xero: 'Xero',
  quickbooks: 'QuickBooks',
  datev: 'DATEV',
  'saf-t': 'SAF-T',
};

const spanOf = ({ entity, currency, from, to }: PreparedJournal) => ({
  legal_entity_id: entity.id,
  currency,
  from,
  to,
});

const checkDatev = async (ctx: Ctx, journal: PreparedJournal): Promise<void> => {
  const { datev_client, datev_consultant, fiscal_month, from, to, by } = journal;
  if (datev_client === 0 || datev_consultant === 0) throw DatevNumbersMissing();
  const year = fiscalYearOf(from, fiscal_month);
  if (fiscalYearOf(to, fiscal_month) !== year) throw FiscalYearsMixed({ begins: addMonths(year, 12) });
  if (by === 'transaction' && (await hasMorePostings(ctx.tx, spanOf(journal), DATEV_ROWS)))
    throw DatevRowsTooMany({ most: DATEV_ROWS });
};

/** What an export of the journal is written with. Refuses, naming them, ledger accounts that are not mapped as the format wants. */
export const prepareJournal = async (
  ctx: Ctx,
  { format, id, currency, ...asked }: ExportJournal & { readonly format: JournalFormat },
): Promise<PreparedJournal> => {
  const entity = await legalEntityById(ctx.tx, id);
  if (!entity) throw LegalEntityNotFound({ id });
  const { accounts, datev_client, datev_consultant, fiscal_month } = await getChart(ctx, { id });
  const mapped = accounts.filter((one): one is ChartAccount => one.code !== null && one.name !== null);
  const journal: PreparedJournal = {
    ...asked,
    format,
    entity,
    currency: currencyOf(currency ?? entity.currency),
    chart: new Map(mapped.map((account) => [account.ledger_account, account])),
    datev_client: datev_client ?? 0,
    datev_consultant: datev_consultant ?? 0,
    fiscal_month,
    made_at: ctx.now,
    made_on: dayIn(ctx.now, entity.zone),
    software_version: softwareVersion(),
  };
  const balances = await balancesAround(ctx.tx, spanOf(journal));
  const wanted = balances.filter(({ moved }) => moved || format === 'saf-t').map((one) => one.ledger_account);
  const missing = missingInChart(format, wanted, journal.chart);
  if (missing.length > 0) throw ChartIncomplete({ format: NAMES[format], missing });
  if (format === 'datev') await checkDatev(ctx, journal);
  return journal;
};
