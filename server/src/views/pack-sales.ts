import type { Ctx } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListPackSales, PackSaleRow } from './contract/pack-sales.ts';

const sales = ({ tx }: Ctx) =>
  tx
    .selectFrom('subscriptions.pack_sale as s')
    .innerJoin('tariffs.pack as p', 'p.id', 's.pack_id')
    .innerJoin('billing.charge as c', (j) =>
      j.onRef('c.account_id', '=', 's.account_id').onRef('c.id', '=', 's.charge_id'),
    )
    .select(['s.account_id', 's.id', 's.subscription_id', 's.pack_id', 'p.name as pack_name', 'p.what'])
    .select(['p.price_minor', 'p.currency', 's.automatic', 's.sold_by', 's.sold_at', 'c.invoice_id'])
    .select([
      sql<number>`p.amount::float8`.as('amount'),
      sql<
        string | null
      >`(select t.ends_at from subscriptions.top_up t where t.account_id = s.account_id and t.id = s.top_up_id)`.as(
        'ends_at',
      ),
      sql<
        PackSaleRow['state']
      >`case when s.taken_back_at is not null then 'taken back' when c.cancelled_at is not null then 'cancelled' when c.invoice_id is null then 'waiting' else 'billed' end`.as(
        'state',
      ),
      sql<
        string | null
      >`(select i.number from billing.invoice i where i.account_id = c.invoice_account_id and i.id = c.invoice_id)`.as(
        'invoice_number',
      ),
    ]);

/** Packs that were bought, newest first. */
export const listPackSales = async (ctx: Ctx, input: ListPackSales): Promise<Page<PackSaleRow>> => {
  let q = sales(ctx);
  if (input.account_id) q = q.where('s.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('s.subscription_id', '=', input.subscription_id);
  const page = await paginate(q, input, {
    sort: { sold_at: { sql: 's.sold_at', field: 'sold_at' } },
    fallback: '-sold_at',
    idSql: 's.id',
  });
  return page as Page<PackSaleRow>;
};
