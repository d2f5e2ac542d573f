import type { Day, Id } from '@isp/values';
import type { BilledUsage, BilledUsageLine, PastUse, StoredCredit } from '../billing/index.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { CREDIT_TAXES, creditAmounts, LINE_TAXES, type LineTaxRow, taxOf } from './stored-taxes.ts';

/** Locks accounts as a bill run does, payers first, so that none of them is being billed meanwhile. */
export const holdAccounts = async (tx: Tx, ids: readonly Id[]): Promise<void> => {
  await sql`select 1 from crm.account a where a.id = any (${ids}::uuid[]) order by (a.payer_id is not null), a.id for no key update`.execute(
    tx,
  );
};

/** A subscription whose billed use is looked at again, from a day on. */
export interface RecountAsked {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from_on: Day;
}

type CreditRow = Pick<StoredCredit, 'kind'> &
  Parameters<typeof creditAmounts>[0] & { readonly recounted_minor: string };

interface LineRow extends Omit<BilledUsageLine, 'credits' | 'discounts' | 'taxes'> {
  readonly subscription_id: Id;
  readonly taxes: readonly LineTaxRow[];
  readonly credits: readonly CreditRow[];
  readonly discounts: readonly { readonly discount_id: Id; readonly own: boolean; readonly amount_minor: string }[];
}

const lineOf = ({ subscription_id: _, taxes, credits, discounts, ...line }: LineRow): BilledUsageLine => ({
  ...line,
  taxes: taxes.map(taxOf),
  credits: credits.map((credit) => ({
    kind: credit.kind,
    ...creditAmounts(credit, line),
    recounted_minor: BigInt(credit.recounted_minor),
  })),
  discounts: discounts.map((each) => ({ ...each, amount_minor: BigInt(each.amount_minor) })),
});

const columnsOf = (asked: readonly RecountAsked[]) => {
  const column = <K extends keyof RecountAsked>(k: K) => asked.map((w) => w[k]);
  return sql`unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('from_on')}::date[]) as w(account_id, subscription_id, from_on)`;
};

const lines = async (tx: Tx, asked: readonly RecountAsked[]): Promise<LineRow[]> => {
  const { rows } = await sql<LineRow>`
    select l.account_id, l.subscription_id, l.invoice_id, l.line_no, l.revision, l.plan_id, l.plan_version, i.zone, l.period_from, l.period_to, coalesce((l.trace->>'tier')::int, 0) as tier,
      trim_scale(l.quantity)::text as quantity, coalesce((l.trace->>'billed_bytes')::bigint, 0) as billed_octets, coalesce((l.trace->>'rolled_bytes')::bigint, 0) as rolled_octets, l.discount_minor, l.tax_code, l.tax_inclusive, l.net_minor, l.tax_minor, l.gross_minor,
      coalesce(r.octets, (l.trace->>'total_bytes')::bigint) as known_octets, coalesce(r.checksum, l.trace->>'checksum') as known_checksum,
      exists (select 1 from billing.credit_note n where n.account_id = l.account_id and n.voids_invoice_id = l.invoice_id) as is_void,
      ${LINE_TAXES} as taxes,
      coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'net_minor', c.net_minor::text, 'tax_minor', c.tax_minor::text, 'gross_minor', c.gross_minor::text,
          'taxes', ${CREDIT_TAXES}, 'recounted_minor', coalesce(c.trace->>'recounted_minor', '0')) order by c.credit_no)
        from billing.line_credit c where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no), '[]') as credits,
      coalesce((select jsonb_agg(jsonb_build_object('discount_id', d.discount_id, 'own', g.subscription_id is not null, 'amount_minor', d.amount_minor::text) order by d.discount_no)
        from billing.line_discount d join billing.discount g on g.id = d.discount_id
        where d.account_id = l.account_id and d.invoice_id = l.invoice_id and d.line_no = l.line_no), '[]') as discounts
    from ${columnsOf(asked)}
    join billing.invoice_line l on l.subscription_id = w.subscription_id and l.kind = 'usage' and l.charge_code = 'plan' and l.period_to > w.from_on
    join billing.invoice i on i.account_id = l.account_id and i.id = l.invoice_id
    left join billing.usage_recount r on r.account_id = w.account_id and r.subscription_id = l.subscription_id and r.period_from = l.period_from
    order by l.subscription_id, l.period_from, l.revision`.execute(tx);
  return rows;
};

/** From which local day on all records are kept; null: all there were. */
const keptFrom = async (tx: Tx, asked: readonly RecountAsked[]): Promise<ReadonlyMap<Id, Day>> => {
  const { rows } = await sql<{ account_id: Id; kept_from: Day }>`
    select a.id as account_id, (f.before_at at time zone a.zone)::date + 1 as kept_from
    from crm.account a join aaa.forgotten f on f.kind = 'quarters' where a.id = any (${asked.map((w) => w.account_id)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.account_id, row.kept_from]));
};

/** What was used in the billed periods of some subscriptions, as is known since: by the newest line of each, unless it was rated again. */
export const pastUse = async (
  tx: Tx,
  of: readonly Omit<RecountAsked, 'from_on'>[],
): Promise<ReadonlyMap<Id, readonly PastUse[]>> => {
  const { rows } = await sql<PastUse & { readonly subscription_id: Id }>`
    select distinct on (l.subscription_id, l.period_from) l.subscription_id, l.period_from, coalesce(r.octets, (l.trace->>'total_bytes')::bigint, 0) as octets
    from unnest(${of.map((w) => w.account_id)}::uuid[], ${of.map((w) => w.subscription_id)}::uuid[]) as w(account_id, subscription_id)
    join billing.invoice_line l on l.subscription_id = w.subscription_id and l.kind = 'usage' and l.charge_code = 'plan'
    left join billing.usage_recount r on r.account_id = w.account_id and r.subscription_id = l.subscription_id and r.period_from = l.period_from
    order by l.subscription_id, l.period_from, l.revision desc`.execute(tx);
  return Map.groupBy(rows, ({ subscription_id }) => subscription_id);
};

/** What was billed of use for days from a day on, by subscription. */
export const billedUsage = async (tx: Tx, asked: readonly RecountAsked[]): Promise<ReadonlyMap<Id, BilledUsage>> => {
  const found = Map.groupBy(await lines(tx, asked), (line) => line.subscription_id);
  const kept = await keptFrom(tx, asked);
  return new Map(
    asked.map(({ account_id, subscription_id: id }) => [
      id,
      { kept_from: kept.get(account_id) ?? null, lines: (found.get(id) ?? []).map(lineOf) },
    ]),
  );
};
